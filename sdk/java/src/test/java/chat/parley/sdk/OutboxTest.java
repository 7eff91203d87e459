package chat.parley.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.ServerFrame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final int CAPACITY = 100;

    private final MemoryOutboxStore store = new MemoryOutboxStore();
    private final ManualLoop clock = new ManualLoop();
    private final Backoff backoff = new Backoff(Duration.ofSeconds(30), new Random(1));
    private final Outbox outbox = new Outbox(store, CAPACITY, backoff, clock::nanos);
    private final List<ClientFrame.Send> wire = new ArrayList<>();

    @Test
    void sendsALineInOrderEachAfterItsPredecessor() {
        add("c", "1");
        add("c", "2");
        add("d", "3");
        outbox.flush(wire::add);
        assertThat(idsOf("c")).containsExactly("1", "2");
        assertThat(idsOf("d")).containsExactly("3");
        assertThat(sent("1").draft().prev()).isNull();
        assertThat(sent("2").draft().prev()).isEqualTo("1");
        assertThat(sent("3").draft().prev()).isNull();
    }

    @Test
    void sendsEachOnlyOnceAConnection() {
        add("c", "1");
        outbox.flush(wire::add);
        outbox.flush(wire::add);
        assertThat(wire).hasSize(1);
    }

    @Test
    void forgetsWhatIsAcknowledgedAndTellsItsSender() {
        CompletableFuture<Sent> result = add("c", "1");
        outbox.flush(wire::add);
        Sent sent = ack("1", 42);
        assertThat(sent).isEqualTo(new Sent("c", "1", 42, Instant.EPOCH, false));
        assertThat(result).isCompletedWithValue(sent);
        assertThat(store.load()).isEmpty();
        assertThat(outbox.size()).isZero();
    }

    @Test
    void sendsAgainUnderTheSameIdWhereTheConnectionWasLost() {
        add("c", "1");
        add("c", "2");
        outbox.flush(wire::add);
        ack("1", 1);
        outbox.lost();
        wire.clear();
        outbox.flush(wire::add);
        assertThat(idsOf("c")).containsExactly("2");
        assertThat(sent("2").draft().prev()).isNull();
    }

    @Test
    void takesAnAckThatIsLaterThanItsConnection() {
        CompletableFuture<Sent> result = add("c", "1");
        outbox.flush(wire::add);
        outbox.lost();
        ack("1", 7);
        assertThat(result).isCompleted();
        wire.clear();
        outbox.flush(wire::add);
        assertThat(wire).isEmpty();
    }

    @Test
    void holdsTheWholeLineBackWhereOneIsRefusedForNow() {
        add("c", "1");
        add("c", "2");
        add("d", "3");
        outbox.flush(wire::add);
        Outbox.Verdict verdict = refuse("1", ErrorCode.RATE_LIMITED, 2_000L);
        assertThat(refuse("2", ErrorCode.CONFLICT, null)).isEqualTo(new Outbox.Verdict.Nothing());
        wire.clear();
        outbox.flush(wire::add);
        assertThat(wire).isEmpty();
        Duration pause = ((Outbox.Verdict.Again) verdict).pause();
        assertThat(pause).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        clock.pass(pause);
        outbox.flush(wire::add);
        assertThat(idsOf("c")).containsExactly("1", "2");
    }

    @Test
    void doesNotHoldBackOtherLines() {
        add("c", "1");
        outbox.flush(wire::add);
        refuse("1", ErrorCode.UNAVAILABLE, 60_000L);
        add("d", "2");
        wire.clear();
        outbox.flush(wire::add);
        assertThat(idsOf("d")).containsExactly("2");
    }

    @Test
    void endsThePauseWithTheConnection() {
        add("c", "1");
        outbox.flush(wire::add);
        refuse("1", ErrorCode.UNAVAILABLE, 60_000L);
        outbox.lost();
        wire.clear();
        outbox.flush(wire::add);
        assertThat(idsOf("c")).containsExactly("1");
    }

    @Test
    void dropsWhatIsRefusedForGoodAndSendsTheRestWithoutIt() {
        CompletableFuture<Sent> first = add("c", "1");
        CompletableFuture<Sent> second = add("c", "2");
        outbox.flush(wire::add);
        Outbox.Verdict verdict = refuse("1", ErrorCode.FORBIDDEN, null);
        assertThat(verdict).isInstanceOf(Outbox.Verdict.Rejected.class);
        assertThatThrownBy(first::join).hasCauseInstanceOf(Refused.class);
        assertThat(refuse("2", ErrorCode.CONFLICT, null)).isEqualTo(new Outbox.Verdict.Nothing());
        wire.clear();
        outbox.flush(wire::add);
        assertThat(idsOf("c")).containsExactly("2");
        assertThat(sent("2").draft().prev()).isNull();
        ack("2", 1);
        assertThat(second).isCompleted();
    }

    @Test
    void takesAConflictForGoodOnlyFromTheFirstOfALine() {
        add("c", "1");
        add("c", "2");
        outbox.flush(wire::add);
        assertThat(refuse("2", ErrorCode.CONFLICT, null)).isInstanceOf(Outbox.Verdict.Again.class);
        assertThat(refuse("1", ErrorCode.CONFLICT, null)).isInstanceOf(Outbox.Verdict.Rejected.class);
        assertThat(outbox.size()).isEqualTo(1);
    }

    @Test
    void waitsLongerEachTimeItIsRefused() {
        add("c", "1");
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            outbox.flush(wire::add);
            Duration pause = ((Outbox.Verdict.Again) refuse("1", ErrorCode.INTERNAL, null)).pause();
            longest = pause.compareTo(longest) > 0 ? pause : longest;
            clock.pass(pause);
        }
        assertThat(longest).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    @Test
    void keepsNoMoreInFlightThanTheWindow() {
        for (int i = 0; i < CAPACITY; i++) {
            add("c", "m" + i);
        }
        outbox.flush(wire::add);
        assertThat(wire).hasSize(Outbox.WINDOW);
        ack("m0", 1);
        outbox.flush(wire::add);
        assertThat(wire).hasSize(Outbox.WINDOW + 1);
        assertThat(wire.getLast().draft().prev()).isEqualTo("m" + (Outbox.WINDOW - 1));
    }

    @Test
    void refusesMoreThanItHolds() {
        for (int i = 0; i < CAPACITY; i++) {
            add("c" + i, "m" + i);
        }
        CompletableFuture<Sent> tooMany = add("c", "x");
        assertThatThrownBy(tooMany::join).hasCauseInstanceOf(Refused.class);
        assertThat(store.load()).hasSize(CAPACITY);
    }

    @Test
    void takesUpWhatTheStoreKept() throws IOException {
        add("c", "1");
        add("c", "2");
        Outbox next = new Outbox(store, CAPACITY, backoff, clock::nanos);
        next.restore();
        next.flush(wire::add);
        assertThat(idsOf("c")).containsExactly("1", "2");
    }

    @Test
    void tellsWhoeverWaitsWhenNobodyWillSendAnyMore() {
        CompletableFuture<Sent> result = add("c", "1");
        outbox.abandon(new IllegalStateException("over"));
        assertThatThrownBy(result::join).hasRootCauseMessage("over");
        assertThat(store.load()).hasSize(1);
    }

    private CompletableFuture<Sent> add(String conversation, String id) {
        return outbox.add(new PendingSend(conversation, ClientFrame.Draft.plain(id, "text of " + id)));
    }

    private ClientFrame.Send sent(String id) {
        return wire.stream()
                .filter(send -> send.draft().id().equals(id))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private List<String> idsOf(String conversation) {
        return wire.stream()
                .filter(send -> send.conversation().equals(conversation))
                .map(send -> send.draft().id())
                .toList();
    }

    private Sent ack(String id, long seq) {
        return outbox.acked(new ServerFrame.Ack(sent(id).rid(), sent(id).conversation(), id, seq, Instant.EPOCH, false))
                .orElseThrow();
    }

    private Outbox.Verdict refuse(String id, ErrorCode code, Long retryAfterMs) {
        return outbox.refused(new ServerFrame.Refusal(sent(id).rid(), code, "no", retryAfterMs));
    }
}
