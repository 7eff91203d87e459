package chat.parley.sdk;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.ConversationState;
import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Entry;
import chat.parley.wire.FrameReader;
import chat.parley.wire.FrameWriter;
import chat.parley.wire.MalformedFrame;
import chat.parley.wire.Profile;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP calls of the protocol (section 4). Each blocks; any thread may call.
 *
 * <p>Failures: {@link Refused} is the server's no, {@link IOException} no answer (or none that can be understood), {@link
 * SignedOut} the end of the session.
 */
public final class ParleyHttp {
    /** The status of a send whose message was in the log already; that of a new one is 201. */
    private static final int REPEATED = 200;

    private final FrameReader reader = new FrameReader();
    private final FrameWriter writer = new FrameWriter();
    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpCalls calls;

    private ParleyHttp(HttpCalls calls) {
        this.calls = calls;
    }

    /** Calls that need no session: to register, to sign in, to refresh. */
    public static ParleyHttp anonymous(HttpClient http, URI server) {
        return new ParleyHttp(new HttpCalls(http, server, null));
    }

    /** Calls as the user of {@code credentials}. */
    public static ParleyHttp as(HttpClient http, URI server, Credentials credentials) {
        return new ParleyHttp(new HttpCalls(http, server, credentials));
    }

    /** Makes an account and signs in. {@code invite} is null where registration is open. */
    public SignedIn register(String handle, String password, String name, @Nullable String invite)
            throws IOException, Refused, SignedOut {
        ObjectNode body =
                calls.object().put("handle", handle).put("password", password).put("name", name);
        if (invite != null) {
            body.put("invite", invite);
        }
        return signedIn(calls.call("POST", "/v1/accounts", body).body());
    }

    public SignedIn signIn(String handle, String password) throws IOException, Refused, SignedOut {
        ObjectNode body = calls.object().put("handle", handle).put("password", password);
        return signedIn(calls.call("POST", "/v1/sessions", body).body());
    }

    SignedIn refresh(String refreshToken) throws IOException, Refused {
        ObjectNode body = calls.object().put("refreshToken", refreshToken);
        try {
            return signedIn(calls.call("POST", "/v1/sessions/refresh", body).body());
        } catch (SignedOut impossible) {
            throw new IllegalStateException("signed out of no session", impossible);
        }
    }

    /** Ends the caller's own session. */
    public void signOut() throws IOException, Refused, SignedOut {
        calls.call("DELETE", "/v1/sessions/current", null);
    }

    public Profile me() throws IOException, Refused, SignedOut {
        return profile(calls.get("/v1/users/me"));
    }

    public Profile user(String id) throws IOException, Refused, SignedOut {
        return profile(calls.get("/v1/users/" + encoded(id)));
    }

    /** Makes the direct conversation with {@code other}, or finds the one there is. */
    public ConversationState direct(String other) throws IOException, Refused, SignedOut {
        ObjectNode body = calls.object().put("kind", "direct");
        body.putArray("members").add(other);
        return state(calls.call("POST", "/v1/conversations", body).body());
    }

    /** Makes a group; the same {@code id} (a UUID) again answers the same one. The caller is left out of {@code members}. */
    public ConversationState group(String id, String title, List<String> members)
            throws IOException, Refused, SignedOut {
        ObjectNode body = calls.object().put("id", id).put("kind", "group").put("title", title);
        members.forEach(body.putArray("members")::add);
        return state(calls.call("POST", "/v1/conversations", body).body());
    }

    /** Makes a channel; the same {@code id} (a UUID) again answers the same one. */
    public ConversationState channel(String id, String title) throws IOException, Refused, SignedOut {
        ObjectNode body = calls.object().put("id", id).put("kind", "channel").put("title", title);
        body.putArray("members");
        return state(calls.call("POST", "/v1/conversations", body).body());
    }

    public ConversationState conversation(String id) throws IOException, Refused, SignedOut {
        return state(calls.get(at(id)));
    }

    /** Joins a channel. */
    public void join(String channel) throws IOException, Refused, SignedOut {
        calls.call("POST", "/v1/channels/" + encoded(channel) + "/join", null);
    }

    public void addMembers(String conversation, List<String> users) throws IOException, Refused, SignedOut {
        ObjectNode body = calls.object();
        users.forEach(body.putArray("users")::add);
        calls.call("POST", at(conversation) + "/members", body);
    }

    /** Removes a member; {@code me} leaves. */
    public void removeMember(String conversation, String user) throws IOException, Refused, SignedOut {
        calls.call("DELETE", at(conversation) + "/members/" + encoded(user), null);
    }

    /** The log after {@code after}, in order. */
    public EntriesPage entries(String conversation, long after, int limit) throws IOException, Refused, SignedOut {
        JsonNode page = calls.get(at(conversation) + "/entries?after=" + after + "&limit=" + limit);
        return new EntriesPage(
                entries(page.path("entries")),
                page.path("head").asLong(),
                page.path("first").asLong());
    }

    /** The newest messages as they stand, oldest first. */
    public MessagesPage latestMessages(String conversation, int limit) throws IOException, Refused, SignedOut {
        return messages(at(conversation) + "/messages?limit=" + limit);
    }

    /** The messages before entry {@code before} as they stand, oldest first. */
    public MessagesPage messagesBefore(String conversation, long before, int limit)
            throws IOException, Refused, SignedOut {
        return messages(at(conversation) + "/messages?before=" + before + "&limit=" + limit);
    }

    /** Sends by HTTP; repeating the draft's {@code id} answers the first result. */
    public Sent send(String conversation, ClientFrame.Draft draft) throws IOException, Refused, SignedOut {
        HttpCalls.Answer answer =
                calls.call("POST", at(conversation) + "/messages", mapper.readTree(writer.draft(draft)));
        return new Sent(
                conversation,
                draft.id(),
                answer.body().path("seq").asLong(),
                Instant.parse(answer.body().path("at").asText()),
                answer.status() == REPEATED);
    }

    /** Puts a reaction on a message; where it is there already nothing happens. */
    public void react(String conversation, long seq, String emoji) throws IOException, Refused, SignedOut {
        calls.call("PUT", message(conversation, seq) + "/reactions/" + encoded(emoji), null);
    }

    /** Takes the caller's reaction off a message. */
    public void unreact(String conversation, long seq, String emoji) throws IOException, Refused, SignedOut {
        calls.call("DELETE", message(conversation, seq) + "/reactions/" + encoded(emoji), null);
    }

    public void pin(String conversation, long seq) throws IOException, Refused, SignedOut {
        calls.call("PUT", message(conversation, seq) + "/pin", null);
    }

    public void unpin(String conversation, long seq) throws IOException, Refused, SignedOut {
        calls.call("DELETE", message(conversation, seq) + "/pin", null);
    }

    /** Gives the caller's own message another text; the same {@code id} (a UUID) again answers the first result. */
    public void edit(String conversation, long seq, String id, String text) throws IOException, Refused, SignedOut {
        calls.call(
                "PATCH",
                message(conversation, seq),
                calls.object().put("id", id).put("text", text));
    }

    /** Takes a message back: its text is gone for everybody. */
    public void recall(String conversation, long seq) throws IOException, Refused, SignedOut {
        calls.call("DELETE", message(conversation, seq), null);
    }

    public void read(String conversation, long seq) throws IOException, Refused, SignedOut {
        calls.call("PUT", at(conversation) + "/read", calls.object().put("seq", seq));
    }

    private MessagesPage messages(String path) throws IOException, Refused, SignedOut {
        JsonNode page = calls.get(path);
        List<Profile> users = new ArrayList<>();
        for (JsonNode user : page.path("users")) {
            users.add(profile(user));
        }
        List<CurrentMessage> messages = new ArrayList<>();
        for (JsonNode message : page.path("messages")) {
            messages.add(read(message, reader::message));
        }
        return new MessagesPage(
                messages, page.path("head").asLong(), page.path("first").asLong(), users);
    }

    private List<Entry> entries(JsonNode array) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : array) {
            entries.add(read(entry, reader::entry));
        }
        return entries;
    }

    private SignedIn signedIn(JsonNode answer) throws IOException {
        return new SignedIn(
                answer.hasNonNull("user") ? profile(answer.get("user")) : null,
                answer.path("accessToken").asText(),
                answer.path("refreshToken").asText(),
                Duration.ofSeconds(answer.path("expiresIn").asLong()));
    }

    private Profile profile(JsonNode json) throws IOException {
        return read(json, reader::profile);
    }

    private ConversationState state(JsonNode json) throws IOException {
        return read(json, reader::state);
    }

    private interface Shape<T> {
        T read(JsonParser parser) throws IOException, MalformedFrame;
    }

    private <T> T read(JsonNode json, Shape<T> shape) throws IOException {
        try (JsonParser parser = mapper.treeAsTokens(json)) {
            parser.nextToken();
            return shape.read(parser);
        } catch (MalformedFrame malformed) {
            throw new IOException("the server's answer is not of the protocol: " + malformed.detail(), malformed);
        }
    }

    private static String at(String conversation) {
        return "/v1/conversations/" + encoded(conversation);
    }

    private static String message(String conversation, long seq) {
        return at(conversation) + "/messages/" + seq;
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }
}
