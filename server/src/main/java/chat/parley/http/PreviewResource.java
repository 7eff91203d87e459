package chat.parley.http;

import chat.parley.core.preview.Preview;
import chat.parley.core.preview.ShowPreviews;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is behind the links of a message. */
public final class PreviewResource implements Resource {
    private final ShowPreviews previews;
    private final Duration longest;

    /** @param longest how long all the links of a message may take together */
    public PreviewResource(ShowPreviews previews, Duration longest) {
        this.previews = previews;
        this.longest = longest;
    }

    @Override
    public void declare(Routes routes) {
        routes.get("/v1/conversations/{conversation}/messages/{seq}/previews", this::previews);
    }

    private Answer previews(Call call) {
        call.mayWait(longest);
        return Replies.answer(
                previews.of(call.caller(), Replies.conversation(call), call.pathNumber("seq")),
                shown -> Answer.ok(new Shown(
                        shown.on(),
                        shown.previews().stream().map(PreviewResource::card).toList())));
    }

    private static Card card(ShowPreviews.Behind behind) {
        Preview preview = behind.preview();
        Preview.Image image = preview.image();
        return new Card(
                behind.link().toString(),
                preview.title(),
                preview.description(),
                preview.site(),
                image == null ? null : new Picture(image.type(), image.width(), image.height(), image.bytes()));
    }

    private record Shown(boolean on, List<Card> previews) {}

    private record Card(
            String url,
            String title,
            @Nullable String description,
            String site,
            @Nullable Picture image) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Picture(String type, int width, int height, byte[] data) {}
}
