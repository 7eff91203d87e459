package chat.parley.app;

import chat.parley.adapter.imageio.ThumbnailProcess;
import chat.parley.adapter.postgres.PostgresEmojis;
import chat.parley.core.account.Administrators;
import chat.parley.core.attachment.Rendition;
import chat.parley.core.emoji.KeepEmoji;
import chat.parley.http.EmojiResource;
import chat.parley.http.Resource;
import java.util.List;

/** The emoji of the workspace. */
final class EmojiWiring {
    private EmojiWiring() {}

    static Resource resource(StoreWiring store, AccountWiring accounts, ServerConfig.Attachments bounds) {
        return new EmojiResource(
                new KeepEmoji(
                        new PostgresEmojis(store.pool()),
                        new ThumbnailProcess(
                                bounds.thumbnails(), bounds.files().imagePixels(), List.of(Rendition.EMOJI)),
                        new Administrators(accounts.accounts()),
                        accounts.limiter(),
                        bounds.emoji()),
                bounds.emoji());
    }
}
