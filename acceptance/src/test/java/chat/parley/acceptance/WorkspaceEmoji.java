package chat.parley.acceptance;

import chat.parley.acceptance.Transcript.Step;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/**
 * What the contract documents of the workspace's emoji. A picture is no text, so that it is no recording. To be taken after the {@link
 * Tour} and before the {@link Detours}, on their server.
 */
final class WorkspaceEmoji {
    private static final String EMOJI = "/v1/emoji";

    private final Transcript transcript = new Transcript();
    private final Actor ada;
    private final Actor bob;

    private WorkspaceEmoji(ServerProcess server) {
        this.ada = new Actor("ada", server, transcript);
        this.bob = new Actor("bob", server, transcript);
    }

    static List<Step> take(ServerProcess server) {
        WorkspaceEmoji emoji = new WorkspaceEmoji(server);
        emoji.ada.signIn(emoji.ada.post("/v1/sessions", credentials("ada")));
        emoji.bob.signIn(emoji.bob.post("/v1/sessions", credentials("bob")));
        emoji.kept();
        emoji.tooOften();
        return emoji.transcript.steps();
    }

    private static ObjectNode credentials(String handle) {
        return Json.object("handle", handle, "password", Tour.PASSWORD);
    }

    private void kept() {
        byte[] picture = png(200);
        ada.post(EMOJI + "?name=party", picture);
        ada.post(EMOJI + "?name=party", picture);
        ada.post(EMOJI + "?name=party", png(100));
        ada.post(EMOJI + "?name=one-too-many", picture);
        ada.post(EMOJI + "?name=text", new byte[] {'h', 'i'});
        ada.post(EMOJI + "?name=large", new byte[16 * 1024 + 1]);
        bob.post(EMOJI + "?name=mine", picture);
        bob.get(EMOJI);
        bob.delete(EMOJI + "/party");
        bob.get(EMOJI + "/pictures/none");
        ada.delete(EMOJI + "/party");
        ada.delete(EMOJI + "/party");
        ada.post(EMOJI + "?name=party", picture);
    }

    private void tooOften() {
        refused(() -> ada.delete(EMOJI + "/none").path("code").asText());
        refused(() -> ada.post(EMOJI + "?name=text", new byte[] {'h', 'i'})
                .path("code")
                .asText());
    }

    private static void refused(Supplier<String> call) {
        String code = call.get();
        while (!code.equals("rate_limited")) {
            code = call.get();
        }
    }

    /** Of a size of its own, so that it is a picture of its own. */
    static byte[] png(int size) {
        try {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(size, size / 2, BufferedImage.TYPE_INT_ARGB), "png", packed);
            return packed.toByteArray();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
