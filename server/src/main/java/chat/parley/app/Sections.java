package chat.parley.app;

import chat.parley.adapter.argon2.PasswordConfig;
import chat.parley.adapter.bucket4j.RateLimitConfig;
import chat.parley.adapter.caffeine.RecentConfig;
import chat.parley.adapter.postgres.LogConfig;
import chat.parley.adapter.postgres.MarkerConfig;
import chat.parley.adapter.postgres.search.IndexConfig;
import chat.parley.app.config.Section;
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
import java.nio.file.Path;
import java.util.List;

/** Every component that can be configured, in the order of the reference page. */
final class Sections {
    static final List<Section<?>> ALL = List.of(
            new Section<>("store", "Where everything is kept", StoreConfig.defaults()),
            new Section<>("http", "The port, HTTP and the page", http()),
            new Section<>("gateway", "Sockets", GatewayConfig.defaults()),
            new Section<>("log", "Appending to conversations", LogConfig.defaults()),
            new Section<>("recent", "Recent entries in memory", RecentConfig.defaults()),
            new Section<>("markers", "Delivered and read markers", MarkerConfig.defaults()),
            new Section<>("conversations", "Bounds of conversations", ConversationLimits.defaults()),
            new Section<>("presence", "Who is shown as being here", PresenceConfig.defaults()),
            new Section<>("messages", "What may become of messages", MessageConfig.defaults()),
            new Section<>("threads", "Following threads", ThreadConfig.defaults()),
            new Section<>("groups", "User groups, whom a message mentions together", UserGroupConfig.defaults()),
            new Section<>("notices", "What notifies whom", NoticeConfig.defaults()),
            new Section<>("collected", "Messages that are collected for one user", CollectedConfig.defaults()),
            new Section<>("drafts", "What was begun, for other devices", DraftConfig.defaults()),
            new Section<>("scheduled", "Messages that are sent later", ScheduledConfig.defaults()),
            new Section<>("attachments", "Files that go with messages", AttachmentConfig.defaults()),
            new Section<>("thumbnails", "Small pictures of images", ThumbnailConfig.defaults()),
            new Section<>("emoji", "Emoji of the workspace", EmojiConfig.defaults()),
            new Section<>("retention", "How long conversations are kept", RetentionConfig.defaults()),
            new Section<>("previews", "What is behind links", PreviewConfig.defaults()),
            new Section<>("export", "What people take with them", ExportConfig.defaults()),
            new Section<>("search", "Searching", SearchConfig.defaults()),
            new Section<>("index", "The index of messages", IndexConfig.defaults()),
            new Section<>("accounts", "Accounts and sign-in sessions", AccountConfig.defaults()),
            new Section<>("tokens", "Access tokens", TokenConfig.defaults()),
            new Section<>("passwords", "Password hashes", PasswordConfig.defaults()),
            new Section<>("limits", "How often something may be done", RateLimitConfig.defaults()),
            new Section<>("logging", "What is logged", LoggingConfig.defaults()));

    private Sections() {}

    /** The page is where the script says that this Parley lives, whatever directory it is called from. */
    private static HttpConfig http() {
        HttpConfig defaults = HttpConfig.defaults();
        String home = System.getProperty("parley.home");
        return home == null ? defaults : defaults.pages(Path.of(home).resolve(defaults.pages()));
    }
}
