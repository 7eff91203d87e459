package chat.parley.acceptance;

import chat.parley.acceptance.Transcript.Step;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the contract documents of what people have of their own. Times to come are in it, so that it is no recording. To be
 * taken after the {@link Tour}, on its server.
 */
final class OwnThings {
    private static final String NOWHERE = "/v1/conversations/c0000000000001";

    private final Transcript transcript = new Transcript();
    private final Actor ada;
    private final Actor bob;

    private OwnThings(ServerProcess server) {
        this.ada = new Actor("ada", server, transcript);
        this.bob = new Actor("bob", server, transcript);
    }

    static List<Step> take(ServerProcess server) {
        OwnThings own = new OwnThings(server);
        own.ada.signIn(own.ada.post("/v1/sessions", credentials("ada")));
        own.bob.signIn(own.bob.post("/v1/sessions", credentials("bob")));
        String group = own.conversation("group", List.of(own.bob.userId()));
        String channel = own.conversation("channel", List.of());
        own.notices(group, channel);
        own.collected(group, channel);
        own.drafts(group, channel);
        own.tooOften(group);
        own.bob.drop();
        return own.transcript.steps();
    }

    private static ObjectNode credentials(String handle) {
        return Json.object("handle", handle, "password", Tour.PASSWORD);
    }

    private String conversation(String kind, List<String> members) {
        return "/v1/conversations/"
                + ada.post(
                                "/v1/conversations",
                                Json.object(
                                        "id", Person.uuid(), "kind", kind, "title", "Own things", "members", members))
                        .get("id")
                        .asText();
    }

    private void notices(String group, String channel) {
        String cursor = bob.hello(Optional.empty()).get("cursor").asText();
        String until = Instant.now()
                .plus(Duration.ofHours(8))
                .truncatedTo(ChronoUnit.MILLIS)
                .toString();
        bob.put(group + "/notifications", Json.object("notices", "mentions", "muted", true, "mutedUntil", until));
        bob.hear(
                "that it is muted", frame -> RawConnection.op(frame).equals("conversation") && frame.has("mutedUntil"));
        bob.put(group + "/notifications", Json.object("muted", false, "mutedUntil", until));
        bob.put(channel + "/notifications", Json.object("muted", true));
        bob.put(NOWHERE + "/notifications", Json.object("muted", true));
        bob.get("/v1/users/me/notifications");
        prefer("none");
        bob.hear("that it changed", frame -> RawConnection.op(frame).equals("own"));
        bob.put("/v1/users/me/notifications", Json.object("direct", "some", "group", "all", "channel", "all"));
        bob.drop();
        prefer("all");
        bob.hello(Optional.of(cursor));
    }

    /** Each change costs one of the forty that may be made at once; one a second comes back. */
    private void tooOften(String group) {
        untilRefused(() -> bob.put(group + "/notifications", Json.object("muted", false)));
        untilRefused(() -> prefer("all"));
        untilRefused(() -> bob.put(group + "/draft", Json.object("text", "and on")));
        untilRefused(() -> bob.put(saved(group, 1), Json.object()));
        untilRefused(() -> bob.delete(saved(group, 1)));
    }

    private static void untilRefused(Supplier<JsonNode> change) {
        JsonNode answer = change.get();
        while (!answer.path("code").asText().equals("rate_limited")) {
            answer = change.get();
        }
    }

    private void collected(String group, String channel) {
        ObjectNode said = Json.object("id", Person.uuid(), "text", "look here", "mentions", List.of(bob.userId()));
        long first = ada.post(group + "/messages", said).get("seq").asLong();
        ObjectNode again = Json.object("id", Person.uuid(), "text", "and here", "mentions", List.of("all"));
        long second = ada.post(group + "/messages", again).get("seq").asLong();
        String next = bob.get("/v1/users/me/mentions?limit=1").get("next").asText();
        bob.get("/v1/users/me/mentions?before=" + next);
        bob.put(saved(group, first), Json.object());
        bob.hear(
                "that it is saved",
                frame -> frame.path("moved").path(0).asText().equals("saved"));
        bob.put(saved(group, second), Json.object());
        next = bob.get("/v1/users/me/saved?limit=1").get("next").asText();
        bob.get("/v1/users/me/saved?before=" + next);
        bob.get("/v1/users/me/saved/places");
        bob.delete(saved(group, first));
        bob.delete(NOWHERE.replace("c0000000000001", "nowhere") + "/messages/1/saved");
        bob.put(saved(NOWHERE, 1), Json.object());
        bob.put(saved(channel, 1), Json.object());
        ada.delete(group + "/messages/" + first);
        bob.put(saved(group, first), Json.object());
        untilRefused(() -> bob.get("/v1/users/me/mentions"));
    }

    private void drafts(String group, String channel) {
        bob.put(group + "/draft", Json.object("text", "to be continued", "thread", 3));
        long known = bob.put(group + "/draft", Json.object("text", "to be"))
                .get("revision")
                .asLong();
        bob.hear(
                "that it is kept", frame -> frame.path("moved").path(0).asText().equals("drafts"));
        bob.put(group + "/draft", Json.object("text", "or not to be", "revision", known));
        bob.put(group + "/draft", Json.object("text", "to be or not", "revision", known));
        bob.get("/v1/users/me/drafts");
        bob.put(group + "/draft", Json.object("thread", 3));
        bob.put(NOWHERE + "/draft", Json.object("text", "x"));
        bob.put(channel + "/draft", Json.object("text", "x"));
    }

    private static String saved(String conversation, long seq) {
        return conversation + "/messages/" + seq + "/saved";
    }

    private JsonNode prefer(String groups) {
        return bob.put(
                "/v1/users/me/notifications",
                Json.object(
                        "direct",
                        "all",
                        "group",
                        groups,
                        "channel",
                        "mentions",
                        "quiet",
                        Json.object(
                                "days",
                                List.of("sat", "sun"),
                                "from",
                                "22:00",
                                "to",
                                "09:00",
                                "zone",
                                "Europe/Berlin")));
    }
}
