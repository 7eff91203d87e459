package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server that is shipped looks at no page of this machine, whatever link is sent. */
class PreviewsTest extends OneServerTest {
    @Override
    String[] arguments() {
        return and("--set", "previews.on=true");
    }

    @Test
    void nobodyReachesThisMachineByALink() {
        Person ada = Person.register(server, "ada");
        Person bob = Person.register(server, "bob");
        String messages = "/v1/conversations/" + ada.directWith(bob) + "/messages";
        try (OwnPage page = OwnPage.open()) {
            int port = page.address().getPort();
            for (String host :
                    List.of("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0")) {
                String link = "http://" + host + ":" + port + "/";
                String seq = ada.http()
                        .post(messages, Json.object("id", Person.uuid(), "text", link))
                        .ok()
                        .get("seq")
                        .asText();
                JsonNode shown =
                        bob.http().get(messages + "/" + seq + "/previews").ok();
                assertThat(shown.get("on").asBoolean()).isTrue();
                assertThat(shown.get("previews")).isEmpty();
            }
            assertThat(page.asked()).isZero();
        }
    }
}
