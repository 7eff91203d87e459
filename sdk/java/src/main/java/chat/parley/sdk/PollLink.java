package chat.parley.sdk;

import chat.parley.wire.ErrorCode;
import chat.parley.wire.FrameWriter;
import chat.parley.wire.ServerFrame;
import chat.parley.wire.WireLimits;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session of long polling. A request waits at the server for frames; a second one, which brings some, makes it answer.
 *
 * <p>Each says up to where all arrived ({@code ack}) and brings every frame that no answer has confirmed, as far as it has
 * room. Both sides number what they send and skip what they saw, so whatever a lost request or answer held comes again:
 * one that fails is repeated, until {@link #MAX_FAILURES} in a row.
 *
 * <p>Runs on the loop, requests aside.
 */
final class PollLink implements Transport.Link {
    /** More frames than this waiting to be carried mean that nothing is being carried. */
    private static final int MAX_WAITING = 10_000;

    private static final int MAX_FAILURES = 4;
    private static final int MOST_REQUESTS = 2;
    private static final int MOST_FRAMES = 500;

    /** Room for the numbers beside the frames. */
    private static final int MOST_FRAME_BYTES = WireLimits.CLIENT_FRAME_BYTES - 256;

    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    /** What answers sooner, and says nothing, is not the server that waits: it is not asked in a tight loop. */
    private static final Duration SHORTEST_ROUND = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(PollLink.class);

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpCalls calls;
    private final Loop loop;
    private final Transport.Events events;

    /** Frames from the server that were not told yet; {@link #next} is the number after the last of them. */
    private final Deque<byte[]> arrived = new ArrayDeque<>();

    /** Frames from the client that no answer has confirmed; the oldest has the number {@link #first}. */
    private final Deque<byte[]> outgoing = new ArrayDeque<>();

    private @Nullable String path;
    private boolean greeted;
    private long next;
    private long first;
    /** The number after the last frame that some request brings. */
    private long carried;

    private int requests;
    private int failures;
    private int pauses;
    private boolean telling;
    /** Told once all that arrived is; 0 while the session goes on. */
    private int closing;

    private boolean ended;

    PollLink(HttpCalls calls, Loop loop, Transport.Events events) {
        this.calls = calls;
        this.loop = loop;
        this.events = events;
    }

    @Override
    public ConnectionState.Via via() {
        return ConnectionState.Via.LONG_POLLING;
    }

    @Override
    public void send(byte[] frame) {
        if (ended) {
            return;
        }
        if (!greeted) {
            greeted = true;
            greet(frame);
        } else if (outgoing.size() == MAX_WAITING) {
            abort();
        } else {
            outgoing.add(frame);
            ask();
        }
    }

    @Override
    public void more() {
        telling = false;
        tell();
    }

    @Override
    public CompletableFuture<?> close() {
        CompletableFuture<Void> said = new CompletableFuture<>();
        String session = path;
        end(CloseCode.NORMAL);
        if (session == null) {
            said.complete(null);
            return said;
        }
        loop.aside(() -> {
            try {
                calls.call("DELETE", session, null);
            } catch (IOException | Refused | SignedOut unheard) {
                LOG.debug("a poll session is left to lapse", unheard);
            } finally {
                said.complete(null);
            }
        });
        return said;
    }

    @Override
    public void abort() {
        end(CloseCode.ABNORMAL);
    }

    /** The opening request: hello without the token, which every request has in its header. */
    private void greet(byte[] hello) {
        ObjectNode body = calls.object();
        try {
            ObjectNode said = (ObjectNode) mapper.readTree(hello);
            said.remove("token");
            body.putArray("frames").add(said);
        } catch (IOException ownFault) {
            throw new UncheckedIOException("the client's own hello", ownFault);
        }
        loop.aside(() -> {
            try {
                JsonNode answer = calls.call("POST", "/v1/poll", body).body();
                loop.run(() -> opened(answer));
            } catch (Refused refusal) {
                loop.run(() -> notOpened(refusal));
            } catch (SignedOut end) {
                LOG.debug("no poll session: signed out", end);
                loop.run(() -> end(CloseCode.UNAUTHENTICATED));
            } catch (IOException failure) {
                LOG.debug("no poll session now", failure);
                loop.run(this::abort);
            }
        });
    }

    private void opened(JsonNode answer) {
        if (ended) {
            return;
        }
        if (!answer.path("poll").isTextual()) {
            LOG.warn("what answers to long polling is no Parley server");
            abort();
            return;
        }
        path = "/v1/poll/" + answer.get("poll").asText();
        take(answer);
    }

    /** Told as on a socket: the error, then the close. */
    private void notOpened(Refused refusal) {
        ServerFrame error = new ServerFrame.Refusal(null, refusal.code(), refusal.detail(), refusal.retryAfterMs());
        arrived.add(new FrameWriter().server(error));
        closing = codeOf(refusal.code());
        tell();
    }

    /** Asks for what comes next, unless there is enough to do: what came is dealt with first. */
    private void ask() {
        String session = path;
        boolean busy = ended || pauses > 0 || closing != 0 || telling || !arrived.isEmpty();
        boolean waiting = carried < first + outgoing.size();
        if (session == null || busy || requests >= (waiting ? MOST_REQUESTS : 1)) {
            return;
        }
        ObjectNode body = calls.object().put("ack", next).put("first", first);
        long upTo = first + carry(body.putArray("frames"));
        carried = Math.max(carried, upTo);
        long began = loop.nanos();
        requests++;
        loop.aside(() -> {
            try {
                JsonNode answer = calls.call("POST", session, body).body();
                loop.run(() -> answered(upTo, began, answer));
            } catch (Refused refusal) {
                loop.run(() -> refused(refusal));
            } catch (SignedOut end) {
                LOG.debug("the poll session is over: signed out", end);
                loop.run(() -> end(CloseCode.UNAUTHENTICATED));
            } catch (IOException failure) {
                LOG.debug("a request of long polling failed", failure);
                loop.run(() -> again(Duration.ZERO));
            }
        });
    }

    /** Returns how many frames had room. */
    private int carry(ArrayNode frames) {
        int bytes = 0;
        Iterator<byte[]> oldest = outgoing.iterator();
        while (oldest.hasNext() && frames.size() < MOST_FRAMES) {
            byte[] frame = oldest.next();
            bytes += frame.length + 1;
            if (bytes > MOST_FRAME_BYTES) {
                break;
            }
            frames.addRawValue(new RawValue(new String(frame, StandardCharsets.UTF_8)));
        }
        return frames.size();
    }

    private void answered(long upTo, long began, JsonNode answer) {
        if (!answer.path("next").isIntegralNumber()) {
            LOG.debug("an answer without a number is not the server's");
            again(Duration.ZERO);
            return;
        }
        requests--;
        if (ended) {
            return;
        }
        failures = 0;
        while (first < upTo) {
            outgoing.remove();
            first++;
        }
        Duration round = Duration.ofNanos(loop.nanos() - began);
        boolean idle = answer.path("frames").isEmpty() && !answer.has("closed");
        if (idle && requests == 0 && round.compareTo(SHORTEST_ROUND) < 0) {
            pause(SHORTEST_ROUND);
        }
        take(answer);
    }

    /** Of what two requests were told, each frame counts once. */
    private void take(JsonNode answer) {
        JsonNode frames = answer.path("frames");
        long number = answer.path("next").asLong() - frames.size();
        events.heard();
        for (JsonNode frame : frames) {
            if (number == next) {
                arrived.add(bytes(frame));
                next++;
            }
            number++;
        }
        closing = answer.path("closed").asInt(closing);
        tell();
    }

    private void refused(Refused refusal) {
        if (ended) {
            return;
        }
        if (refusal.code().temporary()) {
            Long asked = refusal.retryAfterMs();
            again(asked == null ? RETRY_PAUSE : Duration.ofMillis(asked));
        } else {
            LOG.debug("the poll session is over", refusal);
            end(codeOf(refusal.code()));
        }
    }

    private void again(Duration pause) {
        requests--;
        if (ended) {
            return;
        }
        if (++failures > MAX_FAILURES) {
            abort();
            return;
        }
        carried = first;
        boolean pauseIsEnough = failures == 1 || pause.compareTo(RETRY_PAUSE) > 0;
        pause(pauseIsEnough ? pause : RETRY_PAUSE);
    }

    private void pause(Duration pause) {
        pauses++;
        loop.after(pause, () -> {
            pauses--;
            ask();
        });
    }

    /** One frame at a time; the end after the last; where there is neither, asks for more. */
    private void tell() {
        if (ended || telling) {
            return;
        }
        byte[] frame = arrived.poll();
        if (frame != null) {
            telling = true;
            events.text(frame);
        } else if (closing != 0) {
            end(closing);
        } else {
            ask();
        }
    }

    private void end(int code) {
        if (!ended) {
            ended = true;
            arrived.clear();
            outgoing.clear();
            events.closed(code);
        }
    }

    private byte[] bytes(JsonNode frame) {
        try {
            return mapper.writeValueAsBytes(frame);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree that was read cannot be written", impossible);
        }
    }

    /** What the socket would have been closed with. */
    private static int codeOf(ErrorCode code) {
        return switch (code) {
            case UNAUTHENTICATED -> CloseCode.UNAUTHENTICATED;
            case FORBIDDEN -> CloseCode.ORIGIN;
            case BAD_REQUEST -> CloseCode.PROTOCOL_ERROR;
            case TOO_LARGE -> CloseCode.TOO_LARGE;
            case NOT_FOUND, CONFLICT, EXPIRED, RATE_LIMITED, INTERNAL, UNAVAILABLE -> CloseCode.ABNORMAL;
        };
    }
}
