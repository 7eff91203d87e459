package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.acceptance.Transcript.Step;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the contract documents and a recording is no place for: it takes as many attempts as it takes, or goes on by what a
 * server chose. To be taken after the {@link Tour}, on its server.
 */
final class Detours {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SIGN_INS_PER_PROCESSOR = 150;
    private static final String THUMB = "/reactions/%F0%9F%91%8D";

    private final ServerProcess server;
    private final Transcript transcript = new Transcript();
    private final Actor nobody;
    private final Actor ada;
    private final Actor bob;

    private Detours(ServerProcess server) {
        this.server = server;
        this.nobody = new Actor("nobody", server, transcript);
        this.ada = new Actor("ada", server, transcript);
        this.bob = new Actor("bob", server, transcript);
    }

    static List<Step> take(ServerProcess server) {
        Detours detours = new Detours(server);
        detours.ada.signIn(detours.ada.post("/v1/sessions", credentials("ada")));
        detours.bob.signIn(detours.bob.post("/v1/sessions", credentials("bob")));
        String group = detours.group();
        detours.mistakes(group);
        detours.pages(group);
        detours.search(group);
        detours.threads(group);
        detours.previews(group);
        detours.files(group);
        detours.retention();
        detours.holds();
        detours.tooManyUploadsAtOnce();
        detours.frames(group.substring(group.lastIndexOf('/') + 1));
        detours.tooLate(group);
        detours.tooOften(group);
        detours.tooManySignInsAtOnce();
        detours.notReady();
        detours.farewells(group);
        return detours.transcript.steps();
    }

    private static ObjectNode credentials(String handle) {
        return Json.object("handle", handle, "password", Tour.PASSWORD);
    }

    /** The path of a group of two, whose second entry is a message. */
    private String group() {
        ObjectNode request =
                Json.object("id", Person.uuid(), "kind", "group", "title", "Detours", "members", List.of(bob.userId()));
        String group = "/v1/conversations/"
                + ada.post("/v1/conversations", request).get("id").asText();
        ada.post(group + "/messages", message("two"));
        ada.patch(
                group, Json.object("title", "Byways", "topic", "All the rest", "history", "joined", "invites", "all"));
        ada.patch(group + "/members/" + bob.userId(), Json.object("role", "moderator"));
        ada.get(group + "/entries");
        return group;
    }

    private static ObjectNode message(String text) {
        return Json.object("id", Person.uuid(), "text", text);
    }

    private void mistakes(String group) {
        ada.post("/v1/invites", Json.object("role", "king"));
        ada.get("/v1/users?query=" + "x".repeat(200));
        ada.put("/v1/users/me/blocks/" + ada.userId(), Json.object());
        ada.patch(group, Json.object("title", ""));
        ada.post(group + "/members", Json.object("users", List.of()));
        ada.patch(group + "/members/" + bob.userId(), Json.object("role", "king"));
        ada.get(group + "/entries?after=x");
        ada.get(group + "/messages?before=2&after=2");
        ada.put(group + "/read", Json.object());
        ada.patch(group + "/messages/2", Json.object("id", "two", "text", "two"));
        ada.delete(group + "/messages/2/reactions/x");
    }

    private void pages(String group) {
        for (String title : List.of("one", "two")) {
            ada.post("/v1/conversations", Json.object("id", Person.uuid(), "kind", "channel", "title", title));
        }
        turn("/v1/users?limit=1", "after");
        turn("/v1/conversations?limit=1", "before");
        turn("/v1/channels?limit=1", "before");
        turn(group + "/members?limit=1", "after");
        turn(group + "/receipts/2?limit=1", "after");
        ada.patch(group + "/messages/2", message("deux"));
        turn(group + "/messages/2/versions?limit=1", "after");
        for (String place : List.of("before=3", "after=1", "around=2", "pinned=true")) {
            ada.get(group + "/messages?" + place);
        }
    }

    /** A page and the one that follows it. */
    private void turn(String path, String parameter) {
        ada.get(path + "&" + parameter + "=" + ada.get(path).path("next").asText());
    }

    /** A message can be found a moment after it was sent. */
    private void search(String group) {
        String conversation = group.substring(group.lastIndexOf('/') + 1);
        ada.post(group + "/messages", message("deux https://example.org/"));
        String all = "/v1/search?q=deux&conversation=" + conversation
                + "&from=ada&after=2000-01-01&before=2100-01-01&has=link&order=rank&limit=1";
        until(answer -> !answer.path("hits").isEmpty(), () -> ada.get(all));
        String first = "/v1/search?q=from:me&order=date&limit=1";
        until(answer -> answer.path("next").isTextual(), () -> ada.get(first));
        turn(first, "next");
        ada.get("/v1/search?q=in:");
    }

    /** Threads that are followed: by who may, of what is there, over HTTP and by the socket. */
    private void threads(String group) {
        String conversation = group.substring(group.lastIndexOf('/') + 1);
        String messages = group + "/messages";
        String cursor = bob.hello(Optional.empty()).get("cursor").asText();
        long root = bob.post(messages, message("root")).get("seq").asLong();
        long reply = ada.post(messages, message("reply").put("thread", root))
                .get("seq")
                .asLong();
        bob.hear("that it is followed", frame -> RawConnection.op(frame).equals("thread"));
        ada.post(messages, message("again").put("thread", root));
        bob.say(Json.object("op", "read", "conversation", conversation, "seq", reply, "thread", root));
        bob.hear(
                "that it is read",
                frame -> frame.path("readMessages").asLong() == 1
                        && RawConnection.op(frame).equals("thread"));
        bob.drop();
        bob.hello(Optional.of(cursor));
        bob.drop();
        bob.put(group + "/read", Json.object("seq", reply + 1, "thread", root));
        turn("/v1/threads?unread=false&limit=1", "before");
        String channel = "/v1/conversations/"
                + ada.post(
                                "/v1/conversations",
                                Json.object(
                                        "id",
                                        Person.uuid(),
                                        "kind",
                                        "channel",
                                        "title",
                                        "threads",
                                        "members",
                                        List.of()))
                        .get("id")
                        .asText();
        bob.put(channel + "/messages/1/follow", Json.object());
        bob.delete(channel + "/messages/1/follow");
        for (long message : List.of(root, reply, 9_999L)) {
            bob.put(messages + "/" + message + "/follow", Json.object());
            bob.delete(messages + "/" + message + "/follow");
        }
    }

    /** Of a page on this machine, which no server looks at but a test's. */
    private void previews(String group) {
        OwnPage page = OwnPage.open();
        try {
            preview(group, "See " + page.address());
            refused("rate_limited", () -> preview(group, page.address() + Person.uuid() + " " + page.address() + "2"));
        } finally {
            page.close();
        }
    }

    private JsonNode preview(String group, String text) {
        String seq = ada.post(group + "/messages", message(text)).get("seq").asText();
        return ada.get(group + "/messages/" + seq + "/previews");
    }

    private void files(String group) {
        String file = ada.upload("two.json", "{}").get("id").asText();
        ada.upload("dot.gif", "GIF89a\u0001\u0000\u0001\u0000");
        ada.upload("third.txt", "one more than Tour.ARGUMENTS allow");
        bob.upload("nothing.txt", "");
        bob.upload("bomb.gif", "GIF89a\u007f\u007f\u007f\u007f");
        long seq = ada.post(group + "/messages", attaching(file)).get("seq").asLong();
        ada.post(group + "/messages", attaching("f1"));
        bob.get("/v1/attachments/" + file);
        bob.get("/v1/attachments/" + file + "?size=360");
        bob.get("/v1/attachments/" + file + "?size=361");
        bob.post("/v1/attachments/" + file + "/link", Json.object());
        nobody.get("/v1/attachments/" + file + "?link=x");
        ada.delete(group + "/messages/" + seq);
        bob.get("/v1/attachments/" + file);
        bob.post("/v1/attachments/" + file + "/link", Json.object());
        bob.get("/v1/attachments/a0000000000001");
        bob.post("/v1/attachments/a0000000000001/link", Json.object());
    }

    /** Uploads that do not come to their end, until one of them is in the way of the next, which would leave nothing behind. */
    private void tooManyUploadsAtOnce() {
        List<Socket> slow = new ArrayList<>();
        try {
            refused("rate_limited", () -> {
                slow.add(begunUpload());
                return bob.upload("nothing.txt", "");
            });
        } finally {
            slow.forEach(Detours::close);
        }
    }

    private Socket begunUpload() {
        URI address = server.address();
        String request =
                "POST /v1/attachments HTTP/1.1\r\nHost: parley\r\nAuthorization: Bearer %s\r\nContent-Length: 9\r\n\r\nslow"
                        .formatted(bob.accessToken());
        try {
            Socket socket = new Socket(address.getHost(), address.getPort());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return socket;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static ObjectNode attaching(String file) {
        return message("a file").set("attachments", Json.array(List.of(file)));
    }

    private void frames(String group) {
        ada.hello(Optional.empty());
        ada.say(Json.object("op", "watch", "users", List.of(bob.userId())));
        ada.hear("when bob was last seen", frame -> frame.has("lastSeen"));
        String first = Person.uuid();
        ada.say(send(1, group, first));
        ada.say(send(2, group, Person.uuid()).put("prev", first));
        ada.hearAnswer(2);
        ada.say(send(3, group, Person.uuid()).put("replyTo", 2).put("thread", 2).put("broadcast", true));
        ada.say(send(4, group, Person.uuid()).<ObjectNode>set("mentions", Json.array(List.of(bob.userId()))));
        ada.hearAnswer(4);
        String file = ada.upload("socket.gif", "GIF89a\u0001\u0000\u0001\u0000")
                .get("id")
                .asText();
        ada.say(send(5, group, Person.uuid()).<ObjectNode>set("attachments", Json.array(List.of(file))));
        ada.hear("her own file", frame -> frame.has("attachments"));
        long seq = bob.post("/v1/conversations/" + group + "/messages", message("an answer"))
                .get("seq")
                .asLong();
        ada.say(Json.object("op", "read", "conversation", group, "seq", seq));
        ada.hear("her own receipt", frame -> frame.has("readMessages") && frame.has("user"));
        long rid = 4;
        do {
            ada.say(send(++rid, group, Person.uuid()));
        } while (!ada.hearAnswer(rid).has("retryAfterMs"));
    }

    private static ObjectNode send(long rid, String conversation, String id) {
        return Json.object("op", "send", "rid", rid, "conversation", conversation, "id", id, "text", "number " + rid);
    }

    /** How much is kept, in a group of its own, since the others are walked by what stands in them. */
    private void retention() {
        String group = group();
        String kept = group + "/retention";
        String workspace = "/v1/workspace/retention";
        ada.get(workspace);
        ada.put(workspace, Json.object("days", 400, "messages", 1_000_000));
        ada.put(workspace, Json.object("days", 0));
        bob.put(workspace, Json.object("days", 1));
        ada.put(kept, Json.object("days", 0));
        ada.put(kept, Json.object("days", 401));
        bob.put(kept, Json.object("days", 1));
        ada.put("/v1/conversations/c0000000000001/retention", Json.object("days", 1));
        ada.post(group + "/messages", message("three"));
        ada.put(kept, Json.object("days", 400, "messages", 1));
        until(state -> state.path("first").asLong() > 1, () -> ada.get(group));
        ada.get(group + "/entries?limit=200");
        ada.put(workspace, Json.object());
    }

    private void holds() {
        String conversation = group();
        conversation = conversation.substring(conversation.lastIndexOf('/') + 1);
        ada.post("/v1/holds", Json.object("conversation", conversation, "reason", "a lawsuit"));
        String hold = ada.post("/v1/holds", Json.object("user", bob.userId(), "reason", "another"))
                .get("id")
                .asText();
        ada.post("/v1/holds", Json.object("reason", "of nothing"));
        ada.post("/v1/holds", Json.object("user", "u0000000000001", "reason", "of nobody"));
        turn("/v1/holds?limit=1", "before");
        ada.delete("/v1/holds/" + hold);
        ada.delete("/v1/holds/h0000000000001");
        bob.post("/v1/holds", Json.object("user", ada.userId(), "reason", "mine"));
        bob.get("/v1/holds");
        bob.delete("/v1/holds/" + hold);
    }

    private void tooLate(String group) {
        refused("expired", () -> ada.patch(group + "/messages/2", message("slow")));
    }

    /** The calls on messages share one measure; once it is empty each of them says so. */
    private void tooOften(String group) {
        String two = group + "/messages/2";
        refused("rate_limited", () -> ada.put(two + "/follow", Json.object()));
        refused("rate_limited", () -> ada.delete(two + "/follow"));
        refused("rate_limited", () -> ada.get("/v1/threads"));
        refused("rate_limited", () -> ada.put(two + "/pin", Json.object()));
        refused("rate_limited", () -> ada.delete(two + "/pin"));
        refused("rate_limited", () -> ada.put(two + THUMB, Json.object()));
        refused("rate_limited", () -> ada.delete(two + THUMB));
        refused("rate_limited", () -> ada.patch(two, message("often")));
        refused("rate_limited", () -> ada.delete(two));
        refused("rate_limited", () -> ada.post(group + "/messages", message("often")));
        refused("rate_limited", () -> ada.get("/v1/search?q=often"));
        refused(
                "rate_limited",
                () -> nobody.post("/v1/accounts", credentials("ada").put("name", "Ada")));
    }

    /** So many that the threads for passwords are not done with them while one has patience. */
    private void tooManySignInsAtOnce() {
        Queue<Http.Answer> refused = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SIGN_INS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors(); i++) {
                threads.submit(() -> {
                    Http.Answer answer = Http.anonymous(server).post("/v1/sessions", credentials("ada"));
                    if (answer.status() == 503) {
                        refused.add(answer);
                    }
                });
            }
        }
        assertThat(refused).as("sign-ins that were too many").isNotEmpty();
        transcript.add(Step.http(
                "nobody",
                "POST",
                "/v1/sessions",
                credentials("ada"),
                503,
                refused.element().body()));
    }

    /** The database dies, and the server needs a moment to start it again. */
    private void notReady() {
        server.killDatabase();
        until(answer -> !answer.path("ready").asBoolean(true), () -> nobody.get("/health/ready"));
        until(answer -> answer.path("ready").asBoolean(), () -> nobody.get("/health/ready"));
    }

    private void farewells(String group) {
        ada.delete(group + "/members/" + bob.userId());
        ada.get(group + "/entries?limit=200");
        ada.hello(Optional.empty());
        bob.delete("/v1/users/me");
        ada.hear("that bob is deleted", frame -> frame.path("deleted").asBoolean());
        server.stop();
        ada.hear("when to come back", frame -> RawConnection.op(frame).equals("bye"));
        ada.hearClose();
        server.startAgain();
    }

    private static void refused(String code, Supplier<JsonNode> call) {
        until(answer -> answer.path("code").asText().equals(code), call);
    }

    private static void until(Predicate<JsonNode> wanted, Supplier<JsonNode> call) {
        Deadline.within(PATIENCE).awaitTrue("another answer", () -> wanted.test(call.get()));
    }
}
