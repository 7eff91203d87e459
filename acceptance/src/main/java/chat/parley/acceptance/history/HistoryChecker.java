package chat.parley.acceptance.history;

import chat.parley.acceptance.history.History.Answer.Acked;
import chat.parley.acceptance.history.History.Answer.Refused;
import chat.parley.acceptance.history.History.Answered;
import chat.parley.acceptance.history.History.Attempt;
import chat.parley.acceptance.history.History.MessageKey;
import chat.parley.acceptance.history.History.Seen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges a history against the log that is there in the end, by the promises of protocol section 2: durable before acked,
 * one order, once, no gap. It finds every break of them that the recorded clients could have noticed.
 */
public final class HistoryChecker {
    /** The promise that was broken. */
    public enum Promise {
        DENSE,
        ONCE,
        DURABLE,
        NOT_INVENTED,
        REFUSED_STAYS_OUT,
        CONNECTION_ORDER,
        REAL_TIME_ORDER,
        OBSERVED_IN_ORDER,
        OBSERVED_AS_LOGGED
    }

    /** One break, in words that name the numbers concerned. */
    public record Violation(Promise promise, String detail) {}

    private final History history;
    private final List<Seen> log;
    private final Map<MessageKey, Long> seqs = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private HistoryChecker(History history, List<Seen> log) {
        this.history = history;
        this.log = log;
    }

    /** All breaks of the promises in this history, given the whole final log in order. */
    public static List<Violation> check(History history, List<Seen> log) {
        HistoryChecker checker = new HistoryChecker(history, log);
        checker.logIsDense();
        checker.eachMessageOnce();
        checker.ackedIsThere();
        checker.nothingInvented();
        checker.refusedStaysOut();
        checker.connectionsKeepTheirOrder();
        checker.answeredBeforeSentComesFirst();
        checker.observersSawTheLog();
        return List.copyOf(checker.violations);
    }

    private void logIsDense() {
        long expected = 1;
        for (Seen entry : log) {
            if (entry.seq() != expected) {
                broken(Promise.DENSE, "expected seq " + expected + " but the log goes on with " + entry.seq());
            }
            expected = entry.seq() + 1;
        }
    }

    private void eachMessageOnce() {
        for (Seen entry : log) {
            if (!isMessage(entry)) {
                continue;
            }
            Long earlier = seqs.putIfAbsent(entry.message(), entry.seq());
            if (earlier != null) {
                broken(Promise.ONCE, entry.message() + " stands at " + earlier + " and at " + entry.seq());
            }
        }
    }

    private void ackedIsThere() {
        for (Answered answered : history.answers()) {
            if (answered.answer() instanceof Acked acked) {
                Long seq = seqs.get(answered.attempt().message());
                if (seq == null) {
                    broken(
                            Promise.DURABLE,
                            answered.attempt().message() + " was acked as " + acked.seq() + ", is gone");
                } else if (seq != acked.seq()) {
                    broken(
                            Promise.DURABLE,
                            answered.attempt().message() + " was acked as " + acked.seq() + " but stands at " + seq);
                }
            }
        }
    }

    private void nothingInvented() {
        Set<MessageKey> sent = new HashSet<>();
        history.attempts().forEach(attempt -> sent.add(attempt.message()));
        for (MessageKey message : seqs.keySet()) {
            if (!sent.contains(message)) {
                broken(Promise.NOT_INVENTED, "nobody sent " + message);
            }
        }
    }

    /** A message whose every attempt was answered, and refused for good, is not in the log. */
    private void refusedStaysOut() {
        Set<MessageKey> mayHaveLanded = new HashSet<>();
        Set<Attempt> answered = new HashSet<>();
        for (Answered each : history.answers()) {
            answered.add(each.attempt());
            boolean refusedForGood = each.answer() instanceof Refused refused && !refused.temporary();
            if (!refusedForGood) {
                mayHaveLanded.add(each.attempt().message());
            }
        }
        for (Attempt attempt : history.attempts()) {
            if (!answered.contains(attempt)) {
                mayHaveLanded.add(attempt.message());
            }
        }
        for (MessageKey message : seqs.keySet()) {
            boolean sentAtAll = history.attempts().stream()
                    .anyMatch(attempt -> attempt.message().equals(message));
            if (sentAtAll && !mayHaveLanded.contains(message)) {
                broken(Promise.REFUSED_STAYS_OUT, message + " was refused, yet stands at " + seqs.get(message));
            }
        }
    }

    /** First attempts of one connection land in the order it wrote them, where no other attempt may have landed them. */
    private void connectionsKeepTheirOrder() {
        Map<MessageKey, Integer> attemptCounts = new HashMap<>();
        Map<String, List<Attempt>> byConnection = new HashMap<>();
        for (Attempt attempt : history.attempts()) {
            attemptCounts.merge(attempt.message(), 1, Integer::sum);
            byConnection
                    .computeIfAbsent(attempt.connection(), _ -> new ArrayList<>())
                    .add(attempt);
        }
        byConnection.forEach((connection, attempts) -> {
            long last = 0;
            for (Attempt attempt : attempts.stream()
                    .sorted(Comparator.comparingLong(Attempt::order))
                    .toList()) {
                Long seq = seqs.get(attempt.message());
                if (seq == null || attemptCounts.getOrDefault(attempt.message(), 0) > 1) {
                    continue;
                }
                if (seq < last) {
                    broken(
                            Promise.CONNECTION_ORDER,
                            connection + ": " + attempt.message() + " at " + seq + " after " + last);
                }
                last = seq;
            }
        });
    }

    /** If A was acked before B was first sent, then A stands before B. */
    private void answeredBeforeSentComesFirst() {
        Map<MessageKey, Long> firstSent = new HashMap<>();
        for (Attempt attempt : history.attempts()) {
            firstSent.merge(attempt.message(), attempt.startedNanos(), Math::min);
        }
        List<Answered> acks = history.answers().stream()
                .filter(answered -> answered.answer() instanceof Acked)
                .sorted(Comparator.comparingLong(answered -> answered.answer().nanos()))
                .toList();
        List<Map.Entry<MessageKey, Long>> sends = firstSent.entrySet().stream()
                .filter(send -> seqs.containsKey(send.getKey()))
                .sorted(Map.Entry.comparingByValue())
                .toList();
        int next = 0;
        long highestAcked = 0;
        for (Map.Entry<MessageKey, Long> send : sends) {
            while (next < acks.size() && acks.get(next).answer().nanos() < send.getValue()) {
                highestAcked = Math.max(
                        highestAcked, seqs.getOrDefault(acks.get(next).attempt().message(), 0L));
                next++;
            }
            long seq = seqs.getOrDefault(send.getKey(), Long.MAX_VALUE);
            if (seq < highestAcked) {
                broken(
                        Promise.REAL_TIME_ORDER,
                        send.getKey() + " stands at " + seq + " though " + highestAcked
                                + " was acked before it was sent");
            }
        }
    }

    private void observersSawTheLog() {
        Map<Long, MessageKey> logged = new HashMap<>();
        log.forEach(entry -> logged.put(entry.seq(), entry.message()));
        history.observations().forEach((connection, seen) -> {
            long last = -1;
            for (Seen entry : seen) {
                if (last >= 0 && entry.seq() != last + 1) {
                    broken(Promise.OBSERVED_IN_ORDER, connection + " was given " + entry.seq() + " after " + last);
                }
                last = entry.seq();
                if (!entry.message().equals(logged.get(entry.seq()))) {
                    broken(Promise.OBSERVED_AS_LOGGED, connection + " was given another entry as " + entry.seq());
                }
            }
        });
    }

    private static boolean isMessage(Seen entry) {
        return !entry.message().id().isEmpty();
    }

    private void broken(Promise promise, String detail) {
        violations.add(new Violation(promise, detail));
    }
}
