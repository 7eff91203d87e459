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

    private static final String SCHEDULED = "/v1/users/me/scheduled";

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
        own.scheduled(group, channel);
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
        untilRefused(() -> bob.post(group + "/scheduled", later("too often", 3_600)));
        untilRefused(() -> bob.patch(SCHEDULED + "/" + Person.uuid(), Json.object()));
        untilRefused(() -> bob.delete(SCHEDULED + "/" + Person.uuid()));
        untilRefused(() -> bob.post(SCHEDULED + "/" + Person.uuid() + "/send", Json.object()));
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

    private void scheduled(String group, String channel) {
        String file = bob.upload("later.txt", "read this later").get("id").asText();
        long root = said(group, "when do we meet?");
        ObjectNode full =
                later("at nine", 3_600).put("thread", root).put("replyTo", root).put("broadcast", true);
        full.putArray("mentions").add("all");
        full.putArray("attachments").add(file);
        String one = SCHEDULED + "/" + full.get("id").asText();
        bob.post(group + "/scheduled", full);
        bob.hear("that it waits", frame -> frame.path("moved").path(0).asText().equals("scheduled"));
        bob.post(group + "/scheduled", full);
        bob.post(channel + "/scheduled", full);
        bob.post(channel + "/scheduled", later("not mine", 3_600));
        bob.post(NOWHERE + "/scheduled", later("nowhere", 3_600));
        bob.post(group + "/scheduled", later("too late", -1));
        ObjectNode other = later("never mind", 7_200);
        bob.post(group + "/scheduled", other);
        String next = bob.get(SCHEDULED + "?limit=1").get("next").asText();
        bob.get(SCHEDULED + "?after=" + next);
        ObjectNode change = Json.object("text", "at ten", "sendAt", time(5_000), "mentions", List.of(ada.userId()));
        bob.patch(one, change);
        bob.patch(one, Json.object("sendAt", time(-1)));
        bob.post(one + "/send", Json.object());
        bob.post(group + "/scheduled", full);
        bob.patch(one, change);
        bob.post(one + "/send", Json.object());
        String cancelled = SCHEDULED + "/" + other.get("id").asText();
        bob.delete(cancelled);
        bob.delete(cancelled);
        refusedWhenSent(group, channel);
    }

    private void refusedWhenSent(String group, String channel) {
        bob.post(channel.replace("conversations", "channels") + "/join", Json.object());
        ObjectNode there = later("was I here?", 3_600);
        bob.post(channel + "/scheduled", there);
        bob.delete(channel + "/members/me");
        bob.post(SCHEDULED + "/" + there.get("id").asText() + "/send", Json.object());
        long gone = said(group, "forget that");
        ObjectNode answer = later("forget what?", 2).put("replyTo", gone);
        bob.post(group + "/scheduled", answer);
        ada.delete(group + "/messages/" + gone);
        bob.post(SCHEDULED + "/" + answer.get("id").asText() + "/send", Json.object());
        Deadline.within(Duration.ofSeconds(60))
                .awaitTrue(
                        "it to be refused",
                        () -> bob.get(SCHEDULED).at("/scheduled/0/failure").isObject());
    }

    private long said(String conversation, String text) {
        return ada.post(conversation + "/messages", Json.object("id", Person.uuid(), "text", text))
                .get("seq")
                .asLong();
    }

    private static ObjectNode later(String text, long seconds) {
        return Json.object("id", Person.uuid(), "text", text, "sendAt", time(seconds));
    }

    private static String time(long seconds) {
        return Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.MILLIS).toString();
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
