package chat.parley.http;

import static chat.parley.http.ConversationApiTest.refused;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.account.Role;
import chat.parley.http.ConversationApi.Answered;
import chat.parley.http.ConversationApi.Person;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Emoji of the workspace over HTTP, where members may add them. */
class EmojiApiTest {
    private static ConversationApi api;

    private final Person ada = api.person();
    private final Person ben = api.person();
    private final Person guest = api.person(Role.GUEST);
    private final Person root = api.person(Role.ADMIN);

    @BeforeAll
    static void open() {
        api = new ConversationApi();
    }

    @BeforeEach
    void removeAll() {
        api.execute("delete from emoji");
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @Test
    void aPictureIsMadeToFitAndEverybodySeesIt() throws IOException {
        Answered added = add(ada, "party", png(300, 150));
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.text("addedBy")).isEqualTo(ada.toString());
        Answered listed = guest.get("/emoji");
        assertThat(listed.body().at("/emoji/0")).isEqualTo(added.body());
        assertThat(listed.body().get("mayAdd").asBoolean()).isFalse();
        assertThat(ben.get("/emoji").body().get("mayAdd").asBoolean()).isTrue();

        HttpResponse<byte[]> picture =
                guest.raw("GET", "/emoji/pictures/" + added.text("picture"), BodyPublishers.noBody());
        BufferedImage shown = ImageIO.read(new ByteArrayInputStream(picture.body()));
        assertThat(shown.getWidth()).isEqualTo(128);
        assertThat(shown.getHeight()).isEqualTo(64);
        assertThat(header(picture, "content-type")).isIn("image/png", "image/jpeg");
        assertThat(header(picture, "content-security-policy")).isEqualTo("default-src 'none'; sandbox");
        assertThat(header(picture, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(picture, "cross-origin-resource-policy")).isEqualTo("same-origin");
        assertThat(header(picture, "cache-control")).isEqualTo("private, max-age=31536000, immutable");
    }

    @Test
    void whoHasTheListOrAPictureIsNotSentItAgain() throws IOException {
        String picture = "/emoji/pictures/" + add(ada, "party", png(9, 9)).text("picture");
        for (String path : new String[] {"/emoji", picture}) {
            String tag = header(ben.raw("GET", path, BodyPublishers.noBody()), "etag");
            HttpResponse<byte[]> again = ben.raw("GET", path, BodyPublishers.noBody(), "If-None-Match", tag);
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        }
        String tag = header(ben.raw("GET", "/emoji", BodyPublishers.noBody()), "etag");
        add(ada, "other", png(9, 9));
        assertThat(ben.raw("GET", "/emoji", BodyPublishers.noBody(), "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesWhatIsNoPictureOrTooMuchOfOne() throws IOException {
        refused(add(ada, "bad", "<svg onload='alert(1)'>".getBytes(US_ASCII)), 400, "bad_request");
        refused(add(ada, "bad", new byte[0]), 400, "bad_request");
        refused(add(ada, "bomb", bomb()), 400, "bad_request");
        refused(add(ada, "large", new byte[32 * 1024 + 1]), 413, "too_large");
        refused(add(ada, "Not A Name", png(9, 9)), 400, "bad_request");
        assertThat(ada.get("/emoji").body().get("emoji")).isEmpty();
    }

    @Test
    void aNameIsTakenOnceAndThereAreOnlySoMany() throws IOException {
        assertThat(add(ada, "one", png(9, 9)).status()).isEqualTo(201);
        assertThat(add(ben, "one", png(9, 9)).status()).isEqualTo(200);
        refused(add(ben, "one", png(8, 8)), 409, "conflict");
        add(ada, "two", png(9, 9));
        add(ada, "three", png(9, 9));
        refused(add(ada, "four", png(9, 9)), 409, "conflict");
    }

    @Test
    void guestsChangeNothingAndMembersOnlyTheirOwn() throws IOException {
        refused(add(guest, "party", png(9, 9)), 403, "forbidden");
        add(ada, "party", png(9, 9));
        refused(guest.call("DELETE", "/emoji/party", ""), 403, "forbidden");
        refused(ben.call("DELETE", "/emoji/party", ""), 403, "forbidden");
        refused(ada.call("DELETE", "/emoji/nobody", ""), 404, "not_found");
        refused(ada.call("DELETE", "/emoji/PARTY", ""), 404, "not_found");
        assertThat(root.raw("DELETE", "/emoji/party", BodyPublishers.noBody()).statusCode())
                .isEqualTo(204);
        refused(root.call("DELETE", "/emoji/party", ""), 404, "not_found");
    }

    @Test
    void aReactionNamesOneThatIsThere() throws IOException {
        String group = "/conversations/"
                + ada.call(
                                "POST",
                                "/conversations",
                                "{\"id\":\"%s\",\"kind\":\"group\",\"title\":\"Fun\",\"members\":[\"%s\"]}"
                                        .formatted(UUID.randomUUID(), ben))
                        .text("id");
        String message = group + "/messages/"
                + ada.call("POST", group + "/messages", "{\"id\":\"%s\",\"text\":\"hm\"}".formatted(UUID.randomUUID()))
                        .number("seq");
        String party = message + "/reactions/%3Aparty%3A";
        refused(ada.call("PUT", party, ""), 400, "bad_request");
        add(ada, "party", png(9, 9));
        assertThat(ada.call("PUT", party, "").number("seq")).isPositive();
        refused(ada.call("PUT", message + "/reactions/%3AParty%3A", ""), 400, "bad_request");
        refused(api.person().call("PUT", party, ""), 404, "not_found");
        ada.raw("DELETE", "/emoji/party", BodyPublishers.noBody());
        refused(ben.call("PUT", party, ""), 400, "bad_request");
        assertThat(ben.get(group + "/messages")
                        .body()
                        .at("/messages/0/reactions/0/emoji")
                        .asText())
                .isEqualTo(":party:");
        assertThat(ada.call("DELETE", party, "").number("seq")).isPositive();
    }

    @Test
    void changesAreNotTooMany() throws IOException {
        api.exhausted = Optional.of(ada.id);
        try {
            assertThat(add(ada, "party", png(9, 9)).status()).isEqualTo(429);
        } finally {
            api.exhausted = Optional.empty();
        }
    }

    private static Answered add(Person by, String name, byte[] file) throws IOException {
        HttpResponse<byte[]> answer =
                by.raw("POST", "/emoji?name=" + name.replace(" ", "%20"), BodyPublishers.ofByteArray(file));
        return new Answered(answer.statusCode(), new ObjectMapper().readTree(answer.body()), answer.body().length);
    }

    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB), "png", packed);
        return packed.toByteArray();
    }

    /** The head of a PNG that says it is larger than may be unpacked. */
    private static byte[] bomb() throws IOException {
        byte[] png = png(9, 9);
        ByteBuffer.wrap(png).putInt(16, 50_000).putInt(20, 50_000);
        return png;
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }
}
