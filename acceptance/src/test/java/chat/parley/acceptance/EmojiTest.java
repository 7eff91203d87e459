package chat.parley.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.parley.sdk.Credentials;
import chat.parley.sdk.CustomEmoji;
import chat.parley.sdk.EmojiCalls;
import chat.parley.sdk.ParleyHttp;
import chat.parley.sdk.Refused;
import chat.parley.wire.ErrorCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Emoji of the workspace, where members may add them. */
class EmojiTest extends OneServerTest {
    private static final String EMOJI = "/v1/emoji";

    @Override
    String[] arguments() {
        return and("--set", "emoji.addedBy=members", "--set", "emoji.most=4");
    }

    @Test
    void everybodyReactsWithWhatAMemberAddedUntilItIsRemovedAndThenItIsText() {
        Person ada = person("ada");
        Person bob = person("bob");
        assertThat(add(ada, "party", WorkspaceEmoji.png(300)).status()).isEqualTo(201);
        String group = ada.group("Fun", List.of(bob));
        String messages = "/v1/conversations/" + group + "/messages";
        String seq = ada.http()
                .post(messages, Json.object("id", Person.uuid(), "text", "what a :party:"))
                .ok()
                .get("seq")
                .asText();
        String party = messages + "/" + seq + "/reactions/%3Aparty%3A";
        bob.http().put(party, Json.object()).ok();
        assertThat(bob.http().delete(EMOJI + "/party").code()).as("not bob's").isEqualTo("forbidden");
        assertThat(ada.http().delete(EMOJI + "/party").status()).isEqualTo(204);
        Http.Answer late = ada.http().put(party, Json.object());
        assertThat(late.status()).isEqualTo(400);
        assertThat(late.body().get("detail"))
                .isEqualTo(ada.http()
                        .put(messages + "/" + seq + "/reactions/x", Json.object())
                        .body()
                        .get("detail"));
        JsonNode shown = ada.http().get(messages).ok().get("messages");
        JsonNode message = shown.get(shown.size() - 1);
        assertThat(message.at("/reactions/0/emoji").asText()).isEqualTo(":party:");
        assertThat(message.get("text").asText()).isEqualTo("what a :party:");
        bob.http().delete(party).ok();
    }

    @Test
    void whatIsNoPictureOrNoNameOrComesFromAGuestIsRefusedAndNothingOfItIsKept() {
        Person ada = person("ada");
        byte[] bomb = WorkspaceEmoji.png(9);
        System.arraycopy(new byte[] {0, 0, 127, -1, 0, 0, 127, -1}, 0, bomb, 16, 8);
        assertThat(add(ada, "bomb", bomb).code()).isEqualTo("bad_request");
        assertThat(add(ada, "page", "<script>alert(1)</script>".getBytes(US_ASCII))
                        .code())
                .isEqualTo("bad_request");
        assertThat(add(ada, "large", new byte[(1 << 20) + 1]).code()).isEqualTo("too_large");
        assertThat(add(ada, "%3Cb%3E", WorkspaceEmoji.png(9)).code()).isEqualTo("bad_request");
        assertThat(add(guest(), "guest", WorkspaceEmoji.png(9)).code()).isEqualTo("forbidden");
        assertThat(ada.http().get(EMOJI).ok().get("emoji").findValuesAsText("name"))
                .doesNotContain("bomb", "page", "large", "guest");
    }

    @Test
    void theSdkAddsListsShowsAndRemovesOne(@TempDir Path directory) throws Exception {
        Path picture = Files.write(directory.resolve("hat.png"), WorkspaceEmoji.png(400));
        Person ada = person("ada");
        EmojiCalls bob = calls(person("bob"));
        CustomEmoji hat = calls(ada).add("hat", picture);
        assertThat(hat.name()).isEqualTo("hat");
        assertThat(hat.addedBy()).isEqualTo(ada.id());
        assertThat(bob.list()).contains(hat);
        Path got = directory.resolve("got");
        bob.download(hat.picture(), got);
        assertThat(ImageIO.read(got.toFile()).getWidth()).isEqualTo(128);
        Refused refused = catchThrowableOfType(Refused.class, () -> bob.remove("hat"));
        assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN);
        calls(ada).remove("hat");
        assertThat(bob.list()).doesNotContain(hat);
    }

    private EmojiCalls calls(Person person) {
        Credentials credentials = Credentials.fixed(person.accessToken());
        ParleyHttp http = ParleyHttp.as(HttpClient.newHttpClient(), server.address(), credentials);
        return http.emoji();
    }

    private static Http.Answer add(Person by, String name, byte[] picture) {
        return by.http().call("POST", EMOJI + "?name=" + name, picture);
    }
}
