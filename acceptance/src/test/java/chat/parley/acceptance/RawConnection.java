package chat.parley.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A connection of the protocol in the hands of a client that was written from the protocol's page alone: frames of JSON,
 * everything received kept in order. How the frames travel is the subclass's; what ends it is said in a socket's close codes.
 */
abstract class RawConnection implements AutoCloseable {
    /** What a connection ends with that was lost without a word (RFC 6455 section 7.1.5). */
    static final int LOST = 1006;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Consumer<JsonNode> listener;
    private final List<JsonNode> frames = new ArrayList<>();
    private int closeCode = -1;

    RawConnection(Consumer<JsonNode> listener) {
        this.listener = listener;
    }

    static String op(JsonNode frame) {
        return frame.path("op").asText();
    }

    /** Writes any text at all in the place of a frame. */
    abstract void writeText(String text);

    final void write(JsonNode frame) {
        writeText(frame.toString());
    }

    /** Takes nothing more: what the server says waits on the way until {@link #readOn}. */
    abstract void stopReading();

    abstract void readOn();

    /** Says hello, and does not wait for what comes of it. */
    final void hello(String token, Optional<String> cursor) {
        var hello = Json.object("op", "hello", "token", token, "client", Json.object("name", "raw", "version", "1"));
        cursor.ifPresent(value -> hello.put("cursor", value));
        write(hello);
    }

    final JsonNode welcome() {
        return await("welcome", frame -> op(frame).equals("welcome"));
    }

    /** The first frame, received already or within the patience of a test, that the predicate takes. */
    final JsonNode await(String what, Predicate<JsonNode> wanted) {
        return Deadline.within(PATIENCE).await(what + " on a connection that stays open", () -> {
            boolean over = closed();
            Optional<JsonNode> found = received().stream().filter(wanted).findFirst();
            if (over && found.isEmpty()) {
                throw new AssertionError(what + " did not come before the connection closed with " + awaitClose());
            }
            return found;
        });
    }

    /** The answer to the request with this {@code rid}: an ack, an error or a pong. */
    final JsonNode answer(long rid) {
        return await(
                "the answer to rid " + rid,
                frame -> frame.has("rid") && frame.get("rid").asLong() == rid);
    }

    final int awaitClose() {
        return Deadline.within(PATIENCE).await("the close of the connection", () -> {
            synchronized (frames) {
                return closeCode < 0 ? Optional.empty() : Optional.of(closeCode);
            }
        });
    }

    final boolean closed() {
        synchronized (frames) {
            return closeCode >= 0;
        }
    }

    /** Everything received so far, in order. */
    final List<JsonNode> received() {
        synchronized (frames) {
            return List.copyOf(frames);
        }
    }

    /** The entries of one conversation received so far, in order. */
    final List<JsonNode> entries(String conversation) {
        return received().stream()
                .filter(frame -> op(frame).equals("entry"))
                .filter(frame -> frame.get("conversation").asText().equals(conversation))
                .toList();
    }

    /** The latest cursor the server gave. */
    final String cursor() {
        return received().stream()
                .filter(frame -> frame.has("cursor"))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .get("cursor")
                .asText();
    }

    /** Leaves without a word, as a lost network would. */
    void drop() {
        end(LOST);
    }

    @Override
    public void close() {
        drop();
    }

    /** What has come, for the subclass to say, one frame at a time. */
    final void receive(JsonNode frame) {
        synchronized (frames) {
            frames.add(frame);
        }
        listener.accept(frame);
    }

    /** It is over, for the subclass to say; the first code that is said stays. */
    final void end(int code) {
        synchronized (frames) {
            closeCode = closeCode < 0 ? code : closeCode;
        }
    }
}
