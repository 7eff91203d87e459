package chat.parley.app;

import chat.parley.adapter.postgres.PostgresEmojis;
import chat.parley.adapter.postgres.PostgresNoticeSettings;
import chat.parley.adapter.postgres.PostgresOwnData;
import chat.parley.core.attachment.HandOutAttachments;
import chat.parley.core.export.ExportConfig;
import chat.parley.core.export.ExportOwnData;
import chat.parley.core.scheduled.ScheduledMessages;
import chat.parley.http.ExportResource;
import chat.parley.http.Resource;
import java.time.InstantSource;
import java.util.List;

/** What people take with them. */
final class ExportWiring {
    private ExportWiring() {}

    static List<Resource> resources(
            StoreWiring store,
            AccountWiring accounts,
            HandOutAttachments attachments,
            ScheduledMessages scheduled,
            ExportConfig config,
            InstantSource clock) {
        ExportOwnData export = new ExportOwnData(
                accounts.accounts(),
                accounts.blocks(),
                new PostgresNoticeSettings(store.pool(), store.bus()),
                new PostgresOwnData(store.pool()),
                scheduled,
                accounts.revoked(),
                config);
        return List.of(new ExportResource(export, attachments, new PostgresEmojis(store.pool()), config, clock));
    }
}
