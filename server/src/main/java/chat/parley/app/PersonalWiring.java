package chat.parley.app;

import chat.parley.adapter.postgres.PostgresCollectedMessages;
import chat.parley.adapter.postgres.PostgresDrafts;
import chat.parley.adapter.postgres.PostgresNoticeSettings;
import chat.parley.core.collected.CollectMessages;
import chat.parley.core.draft.KeepDrafts;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.message.MessageConfig;
import chat.parley.core.notice.ChooseNotices;
import chat.parley.http.CollectedResource;
import chat.parley.http.DraftResource;
import chat.parley.http.NoticeResource;
import chat.parley.http.Resource;
import java.time.InstantSource;
import java.util.List;

/** What people have of their own about conversations. */
final class PersonalWiring {
    private final StoreWiring store;
    private final RateLimiter limiter;
    private final ServerConfig.Personal config;
    private final MessageConfig messages;
    private final InstantSource clock;

    PersonalWiring(StoreWiring store, RateLimiter limiter, ServerConfig config, InstantSource clock) {
        this.store = store;
        this.limiter = limiter;
        this.config = config.personal();
        this.messages = config.conversations().messages();
        this.clock = clock;
    }

    List<Resource> resources() {
        ChooseNotices notices = new ChooseNotices(
                new PostgresNoticeSettings(store.pool(), store.bus()),
                store.conversations(),
                limiter,
                clock,
                config.notices());
        CollectMessages collected = new CollectMessages(
                new PostgresCollectedMessages(store.pool(), store.bus(), config.collected()),
                store.conversations(),
                store.profiles(),
                limiter,
                messages);
        KeepDrafts drafts = new KeepDrafts(
                new PostgresDrafts(store.pool(), store.bus(), config.drafts()), store.conversations(), limiter);
        return List.of(new NoticeResource(notices), new CollectedResource(collected), new DraftResource(drafts));
    }
}
