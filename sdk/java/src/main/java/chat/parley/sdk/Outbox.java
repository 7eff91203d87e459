package chat.parley.sdk;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.Rid;
import chat.parley.wire.ServerFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that are not in the log yet, in a line for each conversation. A line is sent in order, up to {@link
 * #WINDOW} at once, each naming its predecessor as {@code prev}, so that none overtakes another on any server. A message:
 *
 * <pre>
 *   waiting ──sent──► in flight ──ack──────────────► done
 *      ▲                  │ ──refused for good────► rejected; those behind it are sent again without it
 *      └──────────────────┘ refused for now, connection lost: it and all behind it wait again
 * </pre>
 *
 * It keeps its {@code id} through all of that, which is why trying again is safe. Not thread-safe: its owner calls it from
 * one thread.
 */
final class Outbox {
    /** How many messages of one conversation may be in flight. */
    static final int WINDOW = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private static final class Pending {
        private final PendingSend send;
        private final CompletableFuture<Sent> result = new CompletableFuture<>();
        /** Under which it is in flight; null while it waits. */
        private @Nullable Rid rid;

        Pending(PendingSend send) {
            this.send = send;
        }

        String id() {
            return send.draft().id();
        }
    }

    private static final class Line {
        private final List<Pending> sends = new ArrayList<>();
        private int failures;
        private long notBefore = Long.MIN_VALUE;
    }

    private final OutboxStore store;
    private final int capacity;
    private final Backoff backoff;
    private final LongSupplier nanos;
    private final Map<String, Line> lines = new HashMap<>();
    private int size;
    private long nextRid = 1;

    Outbox(OutboxStore store, int capacity, Backoff backoff, LongSupplier nanos) {
        this.store = store;
        this.capacity = capacity;
        this.backoff = backoff;
        this.nanos = nanos;
    }

    /** Takes up what the store kept; the answers are told to the listener alone. */
    void restore() throws IOException {
        for (PendingSend send : store.load()) {
            enqueue(new Pending(send));
        }
    }

    /** Stores the message at the end of its line; the answer comes when the server's does, refusals as {@link Refused}. */
    CompletableFuture<Sent> add(PendingSend send) {
        if (size >= capacity) {
            return CompletableFuture.failedFuture(
                    new Refused(ErrorCode.RATE_LIMITED, "the outbox holds " + capacity + " messages already", null));
        }
        try {
            store.add(send);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        Pending pending = new Pending(send);
        enqueue(pending);
        return pending.result;
    }

    /** Hands over everything that may be sent now, in order. */
    void flush(Consumer<ClientFrame.Send> wire) {
        for (Line line : lines.values()) {
            if (line.notBefore > nanos.getAsLong()) {
                continue;
            }
            Pending previous = null;
            for (Pending pending : line.sends.subList(0, Math.min(WINDOW, line.sends.size()))) {
                if (pending.rid == null) {
                    Rid rid = Rid.of(nextRid++);
                    pending.rid = rid;
                    wire.accept(new ClientFrame.Send(
                            rid, pending.send.conversation(), after(previous, pending.send.draft())));
                }
                previous = pending;
            }
        }
    }

    /** Everything in flight may or may not have arrived: all of it waits again, and pauses end. */
    void lost() {
        for (Line line : lines.values()) {
            line.notBefore = Long.MIN_VALUE;
            waitFrom(line, 0);
        }
    }

    Optional<Sent> acked(ServerFrame.Ack ack) {
        Line line = lines.get(ack.conversation());
        Pending pending = line == null ? null : find(line, p -> p.id().equals(ack.id()));
        if (line == null || pending == null) {
            return Optional.empty();
        }
        line.failures = 0;
        forget(line, pending);
        Sent sent = new Sent(ack.conversation(), ack.id(), ack.seq(), ack.at(), ack.duplicate());
        pending.result.complete(sent);
        return Optional.of(sent);
    }

    /** What is to be done about a refusal: nothing, flush again after a pause, or tell that a message is rejected. */
    sealed interface Verdict {
        record Nothing() implements Verdict {}

        record Again(Duration pause) implements Verdict {}

        record Rejected(PendingSend send, Refused reason) implements Verdict {}
    }

    Verdict refused(ServerFrame.Refusal refusal) {
        Rid rid = refusal.rid();
        for (Line line : lines.values()) {
            Pending pending = rid == null ? null : find(line, p -> Objects.equals(p.rid, rid));
            if (pending != null) {
                return refused(line, pending, refusal);
            }
        }
        return new Verdict.Nothing();
    }

    int size() {
        return size;
    }

    /** Nobody will send any more: whoever waits is told so. What the store keeps stays there. */
    void abandon(Throwable reason) {
        for (Line line : lines.values()) {
            line.sends.forEach(pending -> pending.result.completeExceptionally(reason));
        }
        lines.clear();
        size = 0;
    }

    private Verdict refused(Line line, Pending pending, ServerFrame.Refusal refusal) {
        int at = line.sends.indexOf(pending);
        boolean predecessorMissing = refusal.code() == ErrorCode.CONFLICT && at > 0;
        if (refusal.code().temporary() || refusal.code() == ErrorCode.UNAUTHENTICATED || predecessorMissing) {
            waitFrom(line, at);
            Duration pause = backoff.pause(line.failures++, refusal.retryAfterMs());
            line.notBefore = nanos.getAsLong() + pause.toNanos();
            return new Verdict.Again(pause);
        }
        waitFrom(line, at + 1);
        forget(line, pending);
        Refused reason = new Refused(refusal.code(), refusal.detail(), refusal.retryAfterMs());
        pending.result.completeExceptionally(reason);
        return new Verdict.Rejected(pending.send, reason);
    }

    private static ClientFrame.Draft after(@Nullable Pending previous, ClientFrame.Draft draft) {
        return new ClientFrame.Draft(
                draft.id(),
                draft.text(),
                draft.replyTo(),
                draft.thread(),
                draft.broadcast(),
                draft.mentions(),
                draft.attachments(),
                previous == null ? draft.prev() : previous.id());
    }

    private void enqueue(Pending pending) {
        lines.computeIfAbsent(pending.send.conversation(), c -> new Line())
                .sends
                .add(pending);
        size++;
    }

    private void forget(Line line, Pending pending) {
        line.sends.remove(pending);
        size--;
        if (line.sends.isEmpty()) {
            lines.remove(pending.send.conversation());
        }
        try {
            store.remove(pending.send);
        } catch (IOException e) {
            LOG.warn("message {} stays in the outbox's store; it will be sent again and found there", pending.id(), e);
        }
    }

    /** Answers to what was sent before are strangers from here on, acks aside. */
    private static void waitFrom(Line line, int at) {
        for (Pending pending : line.sends.subList(at, line.sends.size())) {
            pending.rid = null;
        }
    }

    private static @Nullable Pending find(Line line, java.util.function.Predicate<Pending> wanted) {
        for (Pending pending : line.sends) {
            if (wanted.test(pending)) {
                return pending;
            }
        }
        return null;
    }
}
