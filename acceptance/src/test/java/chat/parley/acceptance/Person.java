package chat.parley.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Somebody with an account on a server under test, and what they do by the raw protocol. */
final class Person {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String PASSWORD = "correct horse battery";

    private final ServerProcess server;
    private final Transport transport;
    private final String id;
    private final String handle;
    private final Tokens tokens;

    private Person(ServerProcess server, Transport transport, String id, String handle, Tokens tokens) {
        this.server = server;
        this.transport = transport;
        this.id = id;
        this.handle = handle;
        this.tokens = tokens;
    }

    /** A sign-in session's tokens; renewed in time, since some tests last longer than an access token. */
    private static final class Tokens {
        private String access = "";
        private String refresh = "";
        private long renewNanos;

        synchronized void take(JsonNode signedIn) {
            access = signedIn.get("accessToken").asText();
            refresh = signedIn.get("refreshToken").asText();
            Duration life = Duration.ofSeconds(signedIn.get("expiresIn").asLong());
            renewNanos = System.nanoTime() + life.dividedBy(2).toNanos();
        }

        synchronized String access(ServerProcess server) {
            if (System.nanoTime() - renewNanos > 0) {
                take(Http.anonymous(server)
                        .post("/v1/sessions/refresh", Json.object("refreshToken", refresh))
                        .ok());
            }
            return access;
        }

        synchronized String refresh() {
            return refresh;
        }
    }

    /** Registers somebody new under a handle of its own. */
    static Person register(ServerProcess server, String name) {
        return register(server, name, Optional.empty());
    }

    static Person register(ServerProcess server, String name, Optional<String> invite) {
        String handle = name.toLowerCase(java.util.Locale.ROOT) + COUNT.incrementAndGet();
        var body = Json.object("handle", handle, "password", PASSWORD, "name", name);
        invite.ifPresent(token -> body.put("invite", token));
        JsonNode signedIn = Http.anonymous(server).post("/v1/accounts", body).ok();
        Tokens tokens = new Tokens();
        tokens.take(signedIn);
        return new Person(
                server,
                Transport.SOCKET,
                signedIn.at("/user/id").asText(),
                signedIn.at("/user/handle").asText(),
                tokens);
    }

    String id() {
        return id;
    }

    String handle() {
        return handle;
    }

    String password() {
        return PASSWORD;
    }

    String accessToken() {
        return tokens.access(server);
    }

    String refreshToken() {
        return tokens.refresh();
    }

    ServerProcess server() {
        return server;
    }

    /** The same person, signed in as before, at another server of the same store. */
    Person at(ServerProcess other) {
        return new Person(other, transport, id, handle, tokens);
    }

    /** The same person, whose connections are of this kind from now on. */
    Person over(Transport other) {
        return new Person(server, other, id, handle, tokens);
    }

    void signInAgain() {
        tokens.take(Http.anonymous(server)
                .post("/v1/sessions", Json.object("handle", handle, "password", PASSWORD))
                .ok());
    }

    Http http() {
        return Http.anonymous(server).as(accessToken());
    }

    RawConnection connect() {
        return connect(Optional.empty(), _ -> {});
    }

    RawConnection connect(String cursor) {
        return connect(Optional.of(cursor), _ -> {});
    }

    /** Connects, says hello and is welcomed; {@code listener} is told each frame as it comes, one at a time. */
    RawConnection connect(Optional<String> cursor, Consumer<JsonNode> listener) {
        RawConnection connection = transport.open(server.address(), listener);
        connection.hello(accessToken(), cursor);
        connection.welcome();
        return connection;
    }

    /** The id of the direct conversation with somebody, made where there is none. */
    String directWith(Person other) {
        return http().post("/v1/conversations", Json.object("kind", "direct", "members", List.of(other.id)))
                .ok()
                .get("id")
                .asText();
    }

    String group(String title, List<Person> members) {
        return create("group", title, members);
    }

    String channel(String title) {
        return create("channel", title, List.of());
    }

    private String create(String kind, String title, List<Person> members) {
        List<String> ids = members.stream().map(Person::id).toList();
        return http().post("/v1/conversations", Json.object("id", uuid(), "kind", kind, "title", title, "members", ids))
                .ok()
                .get("id")
                .asText();
    }

    /** The whole log of a conversation as this person may read it, page by page. */
    List<JsonNode> log(String conversation) {
        var all = new java.util.ArrayList<JsonNode>();
        long after = 0;
        while (true) {
            JsonNode page = http().get("/v1/conversations/" + conversation + "/entries?limit=200&after=" + after)
                    .ok();
            page.get("entries").forEach(all::add);
            if (page.get("entries").isEmpty()) {
                return all;
            }
            after = all.getLast().get("seq").asLong();
            if (after >= page.get("head").asLong()) {
                return all;
            }
        }
    }

    static String uuid() {
        return UUID.randomUUID().toString();
    }
}
