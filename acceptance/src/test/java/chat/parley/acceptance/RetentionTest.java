package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes from the beginning of a log, by the raw protocol. */
class RetentionTest extends OneServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MESSAGES = 120;
    private static final int KEPT = 10;

    /** Slow on purpose: each batch of three is followed by a rest, so that a kill falls between two of them. */
    @Override
    String[] arguments() {
        return and(
                "--set",
                "retention.leastMessages=1",
                "--set",
                "retention.spared=0ms",
                "--set",
                "retention.every=100ms",
                "--set",
                "retention.batch=3",
                "--set",
                "retention.rest=100ms",
                "--set",
                "retention.lease=1s");
    }

    @Test
    void aServerThatIsKilledInTheMiddleGoesOnAndEverybodySeesOneBeginning() {
        Person ada = person("keeper");
        Person bob = person("reader");
        String group = ada.group("Not for ever", List.of(bob));
        String path = "/v1/conversations/" + group;
        ObjectNode once = Json.object("id", Person.uuid(), "text", "said once");
        JsonNode first = ada.http().post(path + "/messages", once).ok();
        for (int i = 1; i < MESSAGES; i++) {
            ada.http()
                    .post(path + "/messages", Json.object("id", Person.uuid(), "text", "number " + i))
                    .ok();
        }
        double before = removed();
        ada.http().put(path + "/retention", Json.object("messages", KEPT)).ok();
        Deadline.within(PATIENCE).awaitTrue("some of it to be gone", () -> removed() > before);
        server.kill();
        server.startAgain();
        Deadline.within(PATIENCE)
                .awaitTrue("a whole round", () -> Metrics.of(server, "parley_retention_rounds_total") > 1);
        assertThat(removed()).as("what the one before had left to do").isPositive();

        JsonNode state = bob.http().get(path).ok();
        assertThat(state.get("messages").asLong()).isEqualTo(MESSAGES);
        assertThat(state.get("firstMessages").asLong()).isEqualTo(MESSAGES - KEPT);
        assertThat(state.get("messages").asLong() - state.get("readMessages").asLong())
                .isEqualTo(KEPT);
        assertThat(state.at("/retention/messages").asLong()).isEqualTo(KEPT);
        JsonNode page = bob.http().get(path + "/entries?after=0&limit=200").ok();
        assertThat(page.get("first")).isEqualTo(state.get("first"));
        assertThat(page.at("/entries/0/seq")).isEqualTo(state.get("first"));
        assertThat(page.get("entries"))
                .hasSize((int) (state.get("head").asLong() - state.get("first").asLong() + 1));
        assertThat(page.get("entries"))
                .filteredOn(entry -> entry.has("first"))
                .singleElement()
                .satisfies(raised -> {
                    assertThat(raised.get("first")).isEqualTo(state.get("first"));
                    assertThat(raised.get("firstMessages")).isEqualTo(state.get("firstMessages"));
                });
        Http.Answer again = ada.http().post(path + "/messages", once);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.ok().get("seq")).isEqualTo(first.get("seq"));
        assertThat(again.ok().get("at")).isEqualTo(first.get("at"));
        assertThat(bob.http()
                        .get(path + "/messages/" + first.get("seq").asLong() + "/versions")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void onlyOwnersAndAdministratorsSayHowMuchIsKept() {
        Person ada = person("owner");
        Person bob = person("member");
        Person stranger = person("stranger");
        String path = "/v1/conversations/" + ada.group("Ours", List.of(bob));
        ObjectNode wish = Json.object("days", 30);
        assertThat(bob.http().put(path + "/retention", wish).code()).isEqualTo("forbidden");
        Http.Answer hidden = stranger.http().put(path + "/retention", wish);
        Http.Answer nowhere = stranger.http().put("/v1/conversations/c0000000000001/retention", wish);
        assertThat(hidden.response().body()).isEqualTo(nowhere.response().body());
        assertThat(ada.http().put("/v1/workspace/retention", wish).code()).isEqualTo("forbidden");
        Person admin = server.administrator();
        admin.http().put("/v1/workspace/retention", Json.object("days", 10)).ok();
        assertThat(ada.http().put(path + "/retention", wish).code()).isEqualTo("conflict");
        assertThat(ada.http().put(path + "/retention", Json.object("days", -1)).code())
                .isEqualTo("bad_request");
        assertThat(bob.http().get(path).ok().at("/retention/days").asLong()).isEqualTo(10);
        admin.http().put("/v1/workspace/retention", Json.object()).ok();
    }

    private double removed() {
        return Metrics.of(server, "parley_retention_removed_total");
    }
}
