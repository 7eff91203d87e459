package chat.parley.http;

import chat.parley.core.emoji.CustomEmoji;
import chat.parley.core.emoji.EmojiConfig;
import chat.parley.core.emoji.EmojiPicture;
import chat.parley.core.emoji.KeepEmoji;
import chat.parley.core.emoji.KeepEmoji.Kept;
import chat.parley.core.reply.Reply;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import java.io.InputStream;
import java.util.List;

/** The emoji of the workspace. Their pictures are answered as attachments are, and may be kept for ever: their names say what they are. */
public final class EmojiResource implements Resource {
    private final KeepEmoji emoji;
    private final EmojiConfig config;

    public EmojiResource(KeepEmoji emoji, EmojiConfig config) {
        this.emoji = emoji;
        this.config = config;
    }

    @Override
    public void declare(Routes routes) {
        routes.get("/v1/emoji", this::list);
        routes.streamed("/v1/emoji", this::add);
        routes.delete("/v1/emoji/{name}", this::remove);
        routes.get("/v1/emoji/pictures/{picture}", this::picture);
    }

    private Answer list(Call call) {
        boolean mayAdd = emoji.offered(call.caller());
        return Tagged.json(call, new Listed(emoji.all().stream().map(Shown::of).toList(), mayAdd));
    }

    private Answer picture(Call call) {
        String id = call.path("picture");
        return Replies.answer(emoji.picture(id), picture -> picture(call, id, picture));
    }

    private static Answer picture(Call call, String id, EmojiPicture picture) {
        String tag = "\"" + id + "\"";
        HttpHeadersBuilder headers = AttachmentResource.harmless(picture.type())
                .set(HttpHeaderNames.CONTENT_DISPOSITION, "inline")
                .set(HttpHeaderNames.CACHE_CONTROL, "private, max-age=31536000, immutable")
                .set(HttpHeaderNames.ETAG, tag);
        return Tagged.bytes(call, tag, headers, picture.bytes());
    }

    private Answer add(Call call) {
        call.mayWait(config.transfer());
        InputStream bytes = call.stream();
        Reply<Kept> reply = emoji.add(call.caller(), call.query("name").orElse(""), call.length(), bytes);
        if (reply instanceof Reply.Refused<Kept>) {
            AttachmentResource.readOn(bytes, call.length());
        }
        return Replies.answer(reply, kept -> {
            Shown shown = Shown.of(kept.emoji());
            return kept.added() ? Answer.created(shown) : Answer.ok(shown);
        });
    }

    private Answer remove(Call call) {
        return Replies.answer(emoji.remove(call.caller(), call.path("name")), gone -> Answer.nothing());
    }

    private record Shown(String name, String picture, String addedBy, String addedAt) {
        static Shown of(CustomEmoji emoji) {
            return new Shown(
                    emoji.name().value(), emoji.picture(), emoji.addedBy().toString(), Times.text(emoji.addedAt()));
        }
    }

    private record Listed(List<Shown> emoji, boolean mayAdd) {}
}
