package chat.parley.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A connection by long polling: requests of which one is held by the server, and a newer one on its way when there is more to
 * say. Every request repeats all frames that none was answered for yet, so it does not matter which of two arrives first.
 *
 * <p>What refuses a request is told as a socket would tell it: an error frame, and the code that it would be closed with.
 */
final class RawPoll extends RawConnection {
    /** Below the 256 KiB that a body may have. */
    private static final int BODY_BYTES = 250 * 1024;

    private static final int FRAMES_PER_REQUEST = 500;

    private Http http;
    private String path = "/v1/poll";
    private boolean opened;
    private boolean reads = true;
    private int requests;
    /** What was written and may not have arrived, from the frame with number {@link #first} on. */
    private final List<String> unanswered = new ArrayList<>();

    private long first;
    /** How many of {@link #unanswered} the newest request carries. */
    private int carried;
    /** The number of the next frame of the server's. */
    private long next;

    private RawPoll(URI server, Consumer<JsonNode> listener) {
        super(listener);
        http = Http.at(server);
    }

    static RawPoll open(URI server, Consumer<JsonNode> listener) {
        return new RawPoll(server, listener);
    }

    @Override
    synchronized void writeText(String text) {
        unanswered.add(!opened && unanswered.isEmpty() ? opening(text) : text);
        ask();
    }

    /** What a hello says on a socket, less the token, which the requests carry. */
    private String opening(String text) {
        JsonNode frame = Json.parse(text);
        if (!(frame instanceof ObjectNode hello) || !hello.has("token")) {
            return text;
        }
        http = http.as(hello.remove("token").asText());
        return hello.toString();
    }

    @Override
    synchronized void stopReading() {
        reads = false;
    }

    @Override
    synchronized void readOn() {
        reads = true;
        ask();
    }

    /** One more request, unless enough are on their way. */
    private synchronized void ask() {
        boolean more = carried < unanswered.size();
        boolean room = requests == 0 || (requests == 1 && opened && more);
        if (closed() || !reads || !room || (!opened && !more)) {
            return;
        }
        carried = fitting();
        requests++;
        String frames = String.join(",", unanswered.subList(0, carried));
        String body = opened
                ? "{\"ack\":" + next + ",\"first\":" + first + ",\"frames\":[" + frames + "]}"
                : "{\"frames\":[" + frames + "]}";
        String place = path;
        long upTo = first + carried;
        Thread.startVirtualThread(() -> request(place, body, upTo));
    }

    private int fitting() {
        int count = 0;
        int bytes = 0;
        while (count < unanswered.size() && count < FRAMES_PER_REQUEST) {
            bytes += unanswered.get(count).getBytes(UTF_8).length + 1;
            if (count > 0 && bytes > BODY_BYTES) {
                break;
            }
            count++;
        }
        return count;
    }

    private void request(String place, String body, long upTo) {
        Http.Answer answer;
        try {
            answer = http.call("POST", place, body);
        } catch (UncheckedIOException lost) {
            end(LOST);
            return;
        }
        if (later(answer)) {
            LockSupport.parkNanos(
                    Duration.ofMillis(answer.body().path("retryAfterMs").asLong())
                            .toNanos());
        }
        take(answer, upTo);
    }

    /** Whether what the request carried was not taken yet, and the session goes on. */
    private synchronized boolean later(Http.Answer answer) {
        return opened && answer.status() == 429;
    }

    private synchronized void take(Http.Answer answer, long upTo) {
        requests--;
        if (closed()) {
            return;
        }
        if (answer.status() == 200) {
            forget(upTo);
            take(answer.body());
        } else if (later(answer)) {
            carried = 0;
        } else {
            refuse(answer.body());
        }
        ask();
    }

    /** All frames below this number have arrived. Those of the opening request had none. */
    private void forget(long number) {
        int arrived = (int) Math.max(0, number - first);
        unanswered.subList(0, arrived).clear();
        carried = Math.max(0, carried - arrived);
        first = opened ? first + arrived : 0;
    }

    private void take(JsonNode answer) {
        if (!opened) {
            opened = true;
            path += "/" + answer.get("poll").asText();
        }
        long end = answer.get("next").asLong();
        long number = end - answer.get("frames").size();
        for (JsonNode frame : answer.get("frames")) {
            if (number++ >= next) {
                receive(frame);
            }
        }
        next = Math.max(next, end);
        if (answer.has("closed")) {
            end(answer.get("closed").asInt());
        }
    }

    private void refuse(JsonNode problem) {
        String code = problem.path("code").asText();
        ObjectNode error = Json.object("op", "error", "code", code, "detail", problem.path("detail"));
        if (problem.has("retryAfterMs")) {
            error.set("retryAfterMs", problem.get("retryAfterMs"));
        }
        receive(error);
        end(
                switch (code) {
                    case "unauthenticated" -> 4401;
                    case "forbidden" -> 4403;
                    case "rate_limited", "unavailable" -> 4429;
                    case "expired", "internal" -> LOST;
                    case "too_large" -> 1009;
                    default -> 4400;
                });
    }
}
