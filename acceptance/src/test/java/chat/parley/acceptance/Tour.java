package chat.parley.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A walk past everything the contract offers in version 1.0, refusals included, on a fresh server. Its transcript is what
 * {@code compat/v1.0} keeps, and what the published documents are checked against.
 */
final class Tour {
    /** What its server is started with: bounds that a tour can reach. */
    static final String[] ARGUMENTS = {
        "--set", "accounts.maxBlocks=1",
        "--set", "attachments.unsent=2",
        "--set", "attachments.concurrentOfUser=1",
        "--set", "gateway.connectionsPerUser=3",
        "--set", "limits.sends=1",
        "--set", "limits.sendsBurst=50",
        "--set", "limits.changes=1",
        "--set", "limits.own=1",
        "--set", "limits.ownBurst=40",
        "--set", "limits.previews=1",
        "--set", "limits.previewsBurst=1",
        "--set", "passwords.patience=100ms",
        "--set", "messages.editWindow=10s",
        "--set", "messages.recallWindow=0ms",
        "--set", "messages.emoji=2",
        "--set", "messages.pins=1",
        "--set", "retention.leastMessages=1",
        "--set", "retention.spared=0ms",
        "--set", "retention.every=100ms",
        "--set", "previews.on=true",
        "--set", "emoji.largest=16KiB",
        "--set", "emoji.most=1"
    };

    private static final String NOWHERE = "/v1/conversations/c0000000000001";
    static final String PASSWORD = "correct horse battery";

    private final ServerProcess server;
    private final Transcript transcript = new Transcript();
    private final Actor nobody;
    private final Actor ada;
    private final Actor bob;
    private final Actor guest;
    private long ids;

    private Tour(ServerProcess server) {
        this.server = server;
        this.nobody = new Actor("nobody", server, transcript);
        this.ada = new Actor("ada", server, transcript);
        this.bob = new Actor("bob", server, transcript);
        this.guest = new Actor("guest", server, transcript);
    }

    /** Takes the tour on a server that nobody has used yet. */
    static Transcript take(ServerProcess server) {
        Tour tour = new Tour(server);
        tour.accounts();
        tour.sessions();
        tour.users();
        String group = tour.group();
        tour.direct();
        tour.channel();
        tour.creations();
        tour.revisions(group);
        tour.threads(group);
        tour.poll();
        tour.socket(group);
        tour.probes();
        return tour.transcript;
    }

    private void accounts() {
        nobody.post("/v1/accounts", Json.object("handle", "Not A Handle", "password", PASSWORD, "name", "X"));
        bob.signIn(bob.post("/v1/accounts", account("bob", "Bob")));
        nobody.post("/v1/accounts", account("bob", "Another Bob"));
        ObjectNode first = account("ada", "Ada");
        first.put("invite", server.setupToken());
        ada.signIn(ada.post("/v1/accounts", first));
        nobody.post("/v1/accounts", account("late", "Uninvited"));
        ObjectNode again = account("late", "Too late");
        again.put("invite", server.setupToken());
        nobody.post("/v1/accounts", again);
        bob.post("/v1/invites", Json.object("role", "guest"));
        ada.post("/v1/invites", Json.object("expiresInHours", 1, "uses", 2));
        ObjectNode invited = account("guest", "Guest");
        invited.put(
                "invite",
                ada.post("/v1/invites", Json.object("role", "guest"))
                        .path("invite")
                        .asText());
        guest.signIn(guest.post("/v1/accounts", invited));
    }

    private static ObjectNode account(String handle, String name) {
        return Json.object("handle", handle, "password", PASSWORD, "name", name);
    }

    private void sessions() {
        nobody.post("/v1/sessions", Json.object("handle", "ada", "password", "wrong password"));
        nobody.get("/v1/sessions");
        Actor laptop = new Actor("laptop", server, transcript);
        JsonNode signedIn =
                laptop.signIn(laptop.post("/v1/sessions", Json.object("handle", "ada", "password", PASSWORD)));
        String refresh = signedIn.get("refreshToken").asText();
        laptop.signIn(nobody.post("/v1/sessions/refresh", Json.object("refreshToken", refresh)));
        nobody.post("/v1/sessions/refresh", Json.object("refreshToken", "nonsense"));
        laptop.get("/v1/sessions");
        laptop.delete("/v1/sessions/s0000000000001");
        laptop.delete("/v1/sessions/current");
        laptop.get("/v1/users/me");
        while (!nobody.post("/v1/sessions", Json.object("handle", "nobody-at-all", "password", PASSWORD))
                .path("code")
                .asText()
                .equals("rate_limited")) {
            // each guess costs one of the handle's ten a minute
        }
    }

    private void users() {
        ada.get("/v1/users/me");
        ada.patch("/v1/users/me", Json.object("name", "Ada L."));
        ada.patch("/v1/users/me", Json.object("name", ""));
        ada.get("/v1/users/" + bob.userId());
        ada.get("/v1/users/u0000000000001");
        ada.get("/v1/users?ids=" + bob.userId());
        ada.get("/v1/users?query=bo");
        guest.get("/v1/users/" + bob.userId());
        ada.put("/v1/users/me/blocks/" + guest.userId(), Json.object());
        ada.get("/v1/users/me/blocks");
        ada.put("/v1/users/me/blocks/" + bob.userId(), Json.object());
        ada.put("/v1/users/me/blocks/u0000000000001", Json.object());
        ada.delete("/v1/users/me/blocks/nobody");
        ada.delete("/v1/users/me/blocks/" + guest.userId());
        ada.patch("/v1/users/me", Json.object("readReceipts", true));
        ada.patch("/v1/users/me", Json.object("password", "another long password", "currentPassword", "a guess"));
    }

    private String group() {
        ObjectNode request = Json.object(
                "id", uuid(), "kind", "group", "title", "The tour", "members", List.of(bob.userId()), "history", "all");
        String group = ada.post("/v1/conversations", request).get("id").asText();
        String path = "/v1/conversations/" + group;
        ada.post("/v1/conversations", request);
        ada.post("/v1/conversations", Json.object("id", uuid(), "kind", "party", "members", List.of()));
        guest.get(path);
        ada.get(path);
        ada.get("/v1/conversations");
        ada.patch(path, Json.object("title", "The long tour", "topic", "All of it"));
        bob.patch(path, Json.object("title", "Mine"));
        ada.get(path + "/members");
        ada.post(path + "/members", Json.object("users", List.of(guest.userId())));
        ada.patch(path + "/members/" + bob.userId(), Json.object("role", "moderator"));
        ada.delete(path + "/members/me");
        guest.delete(path + "/members/me");
        ObjectNode message = Json.object("id", uuid(), "text", "Hello **all**");
        ada.post(path + "/messages", message);
        ada.post(path + "/messages", message);
        ada.post(path + "/messages", Json.object("id", uuid(), "text", ""));
        ada.post(path + "/messages", Json.object("id", uuid(), "text", "x", "prev", uuid()));
        ada.get(path + "/entries?after=0&limit=3");
        ada.get(path + "/messages?limit=10");
        bob.put(path + "/read", Json.object("seq", 6));
        ada.get(path + "/receipts/6");
        bob.put(path + "/read", Json.object("seq", 6, "unreadFrom", 6));
        ada.get(path);
        ada.patch(path, Json.object("history", "joined", "invites", "all"));
        return group;
    }

    private void direct() {
        ObjectNode request = Json.object("kind", "direct", "members", List.of(bob.userId()));
        String direct = ada.post("/v1/conversations", request).get("id").asText();
        ada.post("/v1/conversations", request);
        String path = "/v1/conversations/" + direct;
        ada.delete(path + "/members/me");
        ada.patch(path, Json.object("title", "Us"));
        ada.patch(path + "/members/" + bob.userId(), Json.object("role", "owner"));
        ada.post(path + "/members", Json.object("users", List.of(guest.userId())));
        ada.post("/v1/channels/" + direct + "/join", Json.object());
        bob.put("/v1/users/me/blocks/" + ada.userId(), Json.object());
        ada.post("/v1/conversations/" + direct + "/messages", Json.object("id", uuid(), "text", "are you there?"));
        bob.delete("/v1/users/me/blocks/" + ada.userId());
    }

    private void channel() {
        String channel = ada.post(
                        "/v1/conversations",
                        Json.object("id", uuid(), "kind", "channel", "title", "news", "members", List.of()))
                .get("id")
                .asText();
        bob.get("/v1/channels?query=new");
        refusals(ada, NOWHERE);
        refusals(bob, "/v1/conversations/" + channel);
        bob.post("/v1/channels/" + channel + "/join", Json.object());
        guest.post("/v1/channels/" + channel + "/join", Json.object());
    }

    /** Every call on a conversation by somebody who is no member of it: it is not there, or it is not theirs. */
    private void refusals(Actor actor, String path) {
        ObjectNode message = Json.object("id", uuid(), "text", "let me in");
        actor.get(path + "/entries");
        actor.get(path + "/messages");
        actor.get(path + "/members");
        actor.get(path + "/receipts/1");
        actor.get("/v1/search?q=hello&conversation=" + path.substring(path.lastIndexOf('/') + 1));
        actor.patch(path, Json.object("title", "Mine"));
        actor.post(path + "/members", Json.object("users", List.of(bob.userId())));
        actor.patch(path + "/members/" + ada.userId(), Json.object("role", "member"));
        actor.delete(path + "/members/" + ada.userId());
        actor.post(path + "/messages", message);
        actor.put(path + "/read", Json.object("seq", 1));
        actor.patch(path + "/messages/1", message);
        actor.get(path + "/messages/1/versions");
        actor.get(path + "/messages/1/previews");
        actor.delete(path + "/messages/1");
        for (String aspect : List.of("/reactions/%F0%9F%91%8D", "/pin")) {
            actor.put(path + "/messages/1" + aspect, Json.object());
            actor.delete(path + "/messages/1" + aspect);
        }
    }

    private void creations() {
        guest.post(
                "/v1/conversations", Json.object("id", uuid(), "kind", "channel", "title", "x", "members", List.of()));
        ada.post(
                "/v1/conversations",
                Json.object("id", uuid(), "kind", "group", "title", "x", "members", List.of("u0000000000001")));
        ObjectNode request =
                Json.object("id", uuid(), "kind", "group", "title", "Handed over", "members", List.of(ada.userId()));
        String path = "/v1/conversations/"
                + bob.post("/v1/conversations", request).get("id").asText();
        bob.patch(path + "/members/" + ada.userId(), Json.object("role", "owner"));
        bob.delete(path + "/members/me");
        bob.post("/v1/conversations", request);
    }

    /** What becomes of a message. Ada owns the group, Bob moderates it, the guest is a member. */
    private void revisions(String group) {
        String path = "/v1/conversations/" + group;
        ada.post(path + "/members", Json.object("users", List.of(guest.userId())));
        String thumb = "/reactions/%F0%9F%91%8D";
        String message = path + "/messages/"
                + ada.post(path + "/messages", Json.object("id", uuid(), "text", "A first draught"))
                        .get("seq")
                        .asText();
        ObjectNode better = Json.object("id", uuid(), "text", "A first draft");
        ada.patch(message, better);
        ada.patch(message, better);
        ada.patch(message, Json.object("id", uuid(), "text", ""));
        guest.patch(message, Json.object("id", uuid(), "text", "Mine"));
        ada.get(message + "/versions?limit=1");
        ada.get(message + "/versions");
        bob.put(message + thumb, Json.object());
        bob.put(message + thumb, Json.object());
        ada.put(message + thumb, Json.object());
        ada.put(message + "/reactions/x", Json.object());
        ada.put(message + "/reactions/%F0%9F%8E%89", Json.object());
        ada.put(message + "/reactions/%F0%9F%90%8C", Json.object());
        bob.put(message + "/pin", Json.object());
        ada.get(path + "/messages?limit=1");
        bob.delete(message + thumb);
        bob.delete(message + "/pin");
        guest.delete(message);
        bob.delete(message);
        ada.delete(message);
        ada.patch(message, Json.object("id", uuid(), "text", "Too late"));
        ada.put(message + thumb, Json.object());
        ada.put(message + "/pin", Json.object());
        ada.get(path + "/messages?limit=1");
        ada.get(path + "/entries?after=7");
        String another = path + "/messages/"
                + guest.post(path + "/messages", Json.object("id", uuid(), "text", "Another"))
                        .get("seq")
                        .asText();
        guest.delete(another);
        bob.put(another + "/pin", Json.object());
        bob.put(path + "/messages/6/pin", Json.object());
        bob.delete(another + "/pin");
    }

    /** Replies and mentions. Ada owns the group; the guest is a member of it. */
    private void threads(String group) {
        String path = "/v1/conversations/" + group;
        String messages = path + "/messages";
        long root = ada.post(messages, Json.object("id", uuid(), "text", "A question"))
                .get("seq")
                .asLong();
        guest.post(messages, Json.object("id", uuid(), "text", "An answer", "replyTo", root));
        ObjectNode reply = Json.object("id", uuid(), "text", "In the thread", "thread", root);
        long first = guest.post(messages, reply).get("seq").asLong();
        guest.post(messages, reply);
        bob.post(
                messages,
                Json.object(
                        "id",
                        uuid(),
                        "text",
                        "For all to see",
                        "thread",
                        root,
                        "broadcast",
                        true,
                        "mentions",
                        List.of(guest.userId(), "all")));
        ada.get(messages + "?limit=3");
        ada.get(messages + "?thread=" + root + "&limit=10");
        guest.get(path);
        guest.put(path + "/read", Json.object("seq", root + 3));
        guest.get(path);
        ada.post(messages, Json.object("id", uuid(), "text", "x", "thread", first));
        ada.post(messages, Json.object("id", uuid(), "text", "x", "thread", 9_999));
        ada.post(messages, Json.object("id", uuid(), "text", "x", "replyTo", 1));
        ada.post(messages, Json.object("id", uuid(), "text", "x", "broadcast", true));
        ada.post(messages, Json.object("id", uuid(), "text", "x", "mentions", List.of("Bob!")));
    }

    private void poll() {
        ObjectNode hello = Json.object("op", "hello", "client", Json.object("name", "tour", "version", "1.0"));
        ObjectNode opening = Json.object("frames", List.of(hello));
        ada.post("/v1/poll", Json.object("frames", List.of()));
        nobody.post("/v1/poll", opening);
        String poll = "/v1/poll/" + ada.post("/v1/poll", opening).get("poll").asText();
        ObjectNode ping = Json.object("ack", 1, "first", 0, "frames", List.of(Json.object("op", "ping", "rid", 1)));
        ada.post(poll, ping);
        ada.post(poll, ping);
        bob.post(poll, ping);
        String other = "";
        for (int i = 0; i < 3; i++) {
            other = "/v1/poll/" + ada.post("/v1/poll", opening).get("poll").asText();
        }
        ada.post(poll, Json.object("ack", 2));
        ada.delete(other);
        ada.delete(other);
    }

    private void socket(String group) {
        ada.hello(Optional.empty());
        String cursor = bob.hello(Optional.empty()).get("cursor").asText();
        ObjectNode send = Json.object("op", "send", "rid", 1, "conversation", group, "id", uuid(), "text", "live");
        ada.say(send);
        long seq = ada.hearAnswer(1).get("seq").asLong();
        bob.hear(
                "the entry",
                frame -> frame.path("seq").asLong() == seq
                        && RawConnection.op(frame).equals("entry"));
        ada.say(send.deepCopy().put("rid", 2));
        ada.hearAnswer(2);
        bob.say(Json.object("op", "delivered", "marks", Json.object(group, seq)));
        bob.say(Json.object("op", "read", "conversation", group, "seq", seq));
        ada.hear(
                "bob's receipt",
                frame -> RawConnection.op(frame).equals("receipt")
                        && frame.get("user").asText().equals(bob.userId())
                        && frame.get("read").asLong() == seq);
        ada.say(Json.object("op", "focus", "conversations", List.of(group)));
        ada.hear("where it stands", frame -> RawConnection.op(frame).equals("head"));
        bob.say(Json.object("op", "typing", "conversation", group));
        ada.say(Json.object("op", "watch", "users", List.of(bob.userId())));
        ada.hear("that bob is there", frame -> RawConnection.op(frame).equals("presence"));
        bob.say(Json.object("op", "status", "status", "away"));
        bob.patch("/v1/users/me", Json.object("name", "Robert"));
        ada.hear("bob's new name", frame -> RawConnection.op(frame).equals("user"));
        ada.hear("that bob is away", frame -> frame.path("status").asText().equals("away"));
        ada.hear("that bob types", frame -> RawConnection.op(frame).equals("typing"));
        ada.say(Json.object("op", "send", "rid", 3, "conversation", "c0000000000001", "id", uuid(), "text", "x"));
        ada.hearAnswer(3);
        ada.say(Json.object("op", "ping", "rid", 4));
        ada.hearAnswer(4);
        ada.hear("a newer cursor", frame -> RawConnection.op(frame).equals("cursor"));
        bob.drop();
        bob.hello(Optional.of(cursor));
        bob.delete("/v1/conversations/" + group + "/members/me");
        bob.hear("that it is gone", frame -> frame.path("gone").asBoolean());
        bob.delete("/v1/sessions/current");
        bob.hear("bye", frame -> RawConnection.op(frame).equals("bye"));
        bob.hearClose();
        nobody.open();
        nobody.say(Json.object(
                "op", "hello", "token", "nonsense", "client", Json.object("name", "tour", "version", "1.0")));
        nobody.hear("the refusal", frame -> RawConnection.op(frame).equals("error"));
        nobody.hearClose();
    }

    private void probes() {
        nobody.get("/health/live");
        nobody.get("/health/ready");
        nobody.get("/.well-known/jwks.json");
        guest.delete("/v1/users/me");
        guest.get("/v1/users/me");
        ada.get("/v1/users/" + guest.userId());
    }

    /** The same ids on every tour, so that transcripts can be compared. */
    private String uuid() {
        return new UUID(0x018f_0000_0000_7000L, 0x8000_0000_0000_0000L | ++ids).toString();
    }
}
