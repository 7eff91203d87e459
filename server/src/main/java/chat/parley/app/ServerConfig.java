package chat.parley.app;

import chat.parley.adapter.argon2.PasswordConfig;
import chat.parley.adapter.bucket4j.RateLimitConfig;
import chat.parley.adapter.caffeine.RecentConfig;
import chat.parley.adapter.postgres.LogConfig;
import chat.parley.adapter.postgres.MarkerConfig;
import chat.parley.adapter.postgres.search.IndexConfig;
import chat.parley.app.config.Configuration;
import chat.parley.core.account.AccountConfig;
import chat.parley.core.account.TokenConfig;
import chat.parley.core.attachment.AttachmentConfig;
import chat.parley.core.attachment.ThumbnailConfig;
import chat.parley.core.collected.CollectedConfig;
import chat.parley.core.conversation.ConversationLimits;
import chat.parley.core.draft.DraftConfig;
import chat.parley.core.emoji.EmojiConfig;
import chat.parley.core.export.ExportConfig;
import chat.parley.core.message.MessageConfig;
import chat.parley.core.notice.NoticeConfig;
import chat.parley.core.presence.PresenceConfig;
import chat.parley.core.preview.PreviewConfig;
import chat.parley.core.retention.RetentionConfig;
import chat.parley.core.scheduled.ScheduledConfig;
import chat.parley.core.search.SearchConfig;
import chat.parley.core.thread.ThreadConfig;
import chat.parley.core.usergroup.UserGroupConfig;
import chat.parley.gateway.session.GatewayConfig;
import chat.parley.http.HttpConfig;

/** What the components of a server were configured to, each by its own record. */
record ServerConfig(
        StoreConfig store,
        Log log,
        Accounts accounts,
        Conversations conversations,
        Attachments attachments,
        Personal personal,
        PresenceConfig presence,
        Search search,
        Edge edge) {

    /** The log, what of it is kept in memory, and the markers. */
    record Log(LogConfig appending, RecentConfig recent, MarkerConfig markers) {}

    /** Who may come in, and how often. */
    record Accounts(AccountConfig accounts, TokenConfig tokens, PasswordConfig passwords, RateLimitConfig limits) {}

    /** Bounds of conversations, of what becomes of their messages, of threads, user groups, retention and exports. */
    record Conversations(
            ConversationLimits limits,
            MessageConfig messages,
            ThreadConfig threads,
            UserGroupConfig userGroups,
            RetentionConfig retention,
            ExportConfig exports) {}

    /** Bounds of files, of the small pictures of those that are images, of what is behind links, and of emoji. */
    record Attachments(AttachmentConfig files, ThumbnailConfig thumbnails, PreviewConfig previews, EmojiConfig emoji) {}

    /** Bounds of what people have of their own about conversations. */
    record Personal(NoticeConfig notices, CollectedConfig collected, DraftConfig drafts, ScheduledConfig scheduled) {}

    /** What may be searched for, and how it gets into the index. */
    record Search(SearchConfig bounds, IndexConfig index) {}

    /** The one port and the connections on it. */
    record Edge(HttpConfig http, GatewayConfig gateway) {}

    static ServerConfig of(Configuration configuration) {
        return new ServerConfig(
                configuration.of(StoreConfig.class),
                new Log(
                        configuration.of(LogConfig.class),
                        configuration.of(RecentConfig.class),
                        configuration.of(MarkerConfig.class)),
                new Accounts(
                        configuration.of(AccountConfig.class),
                        configuration.of(TokenConfig.class),
                        configuration.of(PasswordConfig.class),
                        configuration.of(RateLimitConfig.class)),
                new Conversations(
                        configuration.of(ConversationLimits.class),
                        configuration.of(MessageConfig.class),
                        configuration.of(ThreadConfig.class),
                        configuration.of(UserGroupConfig.class),
                        configuration.of(RetentionConfig.class),
                        configuration.of(ExportConfig.class)),
                new Attachments(
                        configuration.of(AttachmentConfig.class),
                        configuration.of(ThumbnailConfig.class),
                        configuration.of(PreviewConfig.class),
                        configuration.of(EmojiConfig.class)),
                new Personal(
                        configuration.of(NoticeConfig.class),
                        configuration.of(CollectedConfig.class),
                        configuration.of(DraftConfig.class),
                        configuration.of(ScheduledConfig.class)),
                configuration.of(PresenceConfig.class),
                new Search(configuration.of(SearchConfig.class), configuration.of(IndexConfig.class)),
                new Edge(configuration.of(HttpConfig.class), configuration.of(GatewayConfig.class)));
    }
}
