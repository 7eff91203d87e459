package chat.parley.gateway;

import chat.parley.core.account.Caller;
import chat.parley.core.account.Role;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A client of long polling that speaks to the gateway without HTTP between, one request at a time unless told otherwise. */
final class TestPoll {
    static final ObjectMapper JSON = new ObjectMapper();

    final List<JsonNode> received = new ArrayList<>();
    private final TestServer server;
    private final Caller caller;
    final String id;
    private long next;
    private long sent;

    private TestPoll(TestServer server, Caller caller, JsonNode opened) {
        this.server = server;
        this.caller = caller;
        this.id = opened.get("poll").asText();
        take(opened);
    }

    /** A welcomed poll. Where the server has no time for it now, it comes back when it was told to. */
    static TestPoll welcome(TestServer server, EventLoop loop, TestPeople.Person person) {
        return Deadline.await(() -> "a welcome", () -> {
            Reply<byte[]> opened =
                    open(server, loop, person, hello(Optional.empty())).join();
            if (opened instanceof Reply.Refused<byte[]>(var code, var _, var retryAfter)
                    && code == ErrorCode.UNAVAILABLE) {
                LockSupport.parkNanos(retryAfter.orElseThrow().toNanos());
                return Optional.empty();
            }
            return Optional.of(new TestPoll(server, caller(person), body(opened)));
        });
    }

    static CompletableFuture<Reply<byte[]>> open(
            TestServer server, EventLoop loop, TestPeople.Person person, String body) {
        CompletableFuture<Reply<byte[]>> answer = new CompletableFuture<>();
        server.gateway.polls().open(loop, caller(person), person.token(), utf8(body), answer::complete);
        return answer;
    }

    static String hello(Optional<String> cursor, String... behind) {
        String hello = "{\"op\":\"hello\",\"client\":{\"name\":\"test\",\"version\":\"1\"}"
                + cursor.map(value -> ",\"cursor\":\"" + value + "\"").orElse("") + "}";
        return "{\"frames\":[" + hello + (behind.length == 0 ? "" : "," + String.join(",", behind)) + "]}";
    }

    static Caller caller(TestPeople.Person person) {
        return new Caller(person.user(), person.session(), Role.MEMBER);
    }

    /** Posts any body at all, to any poll, as anybody. */
    static CompletableFuture<Reply<byte[]>> exchange(TestServer server, Caller as, String poll, String body) {
        CompletableFuture<Reply<byte[]>> answer = new CompletableFuture<>();
        server.gateway.polls().exchange(as, poll, utf8(body), answer::complete);
        return answer;
    }

    CompletableFuture<Reply<byte[]>> post(Caller as, String body) {
        return exchange(server, as, id, body);
    }

    CompletableFuture<Reply<byte[]>> post(long ack, long first, String... frames) {
        return post(
                caller, "{\"ack\":" + ack + ",\"first\":" + first + ",\"frames\":[" + String.join(",", frames) + "]}");
    }

    /** Says these frames and waits for an answer, whose frames it takes. */
    JsonNode exchange(String... frames) {
        CompletableFuture<Reply<byte[]>> answer = post(next, sent, frames);
        sent += frames.length;
        JsonNode body = body(answer.join());
        take(body);
        return body;
    }

    /** Asks until a frame has come that the predicate takes. */
    JsonNode await(Predicate<JsonNode> wanted) {
        return Deadline.await(() -> "a frame after " + received, () -> {
            Optional<JsonNode> found = received.stream().filter(wanted).findFirst();
            if (found.isEmpty()) {
                exchange();
            }
            return found;
        });
    }

    Reply<byte[]> end(Caller as) {
        CompletableFuture<Reply<byte[]>> answer = new CompletableFuture<>();
        server.gateway.polls().end(as, id, answer::complete);
        return answer.join();
    }

    long next() {
        return next;
    }

    long sent() {
        return sent;
    }

    private void take(JsonNode body) {
        body.get("frames").forEach(received::add);
        next = body.get("next").asLong();
    }

    static JsonNode body(Reply<byte[]> reply) {
        try {
            return JSON.readTree(((Reply.Given<byte[]>) reply).value());
        } catch (IOException notJson) {
            throw new IllegalStateException(notJson);
        } catch (ClassCastException refused) {
            throw new AssertionError(reply.toString(), refused);
        }
    }

    static Reply.Refused<byte[]> refused(Reply<byte[]> reply) {
        return (Reply.Refused<byte[]>) reply;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
