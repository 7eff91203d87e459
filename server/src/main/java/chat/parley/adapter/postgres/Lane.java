package chat.parley.adapter.postgres;

import chat.parley.core.id.ConversationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * One of the log's writers: a thread with a connection of its own that commits whatever waits in its queue, batch after
 * batch. A batch is what arrived while the last one committed and in a short pause after it: a transaction costs as much as
 * many messages. The first after a longer pause is committed at once. <pre>
 *
 *   queue ──► turn: messages in batches, changes one by one ──► settled
 *              ▲   │ head locked elsewhere (another server)
 *              │   ▼
 *              held, first in the next turn
 *              ▲   │ skipped three times
 *              │   ▼
 *              away: a thread of its own waits for the lock, so that neighbours do not</pre>
 *
 * A conversation is in one place only, so its works stay in order.
 */
final class Lane implements Runnable {
    static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private static final int SKIPS_BEFORE_ALONE = 3;
    private static final int MOST_AWAY = 4;
    private static final long PAUSE_AFTER_SKIP_NANOS = 1_000_000;

    private final LogConfig config;
    private final LaneQueue queue;
    private final Committer committer;
    private final Supplier<Committer> others;
    private final LogMetrics metrics;
    private final Held held = new Held();
    private final Queue<ConversationId> back = new ConcurrentLinkedQueue<>();

    /** @param others makes a committer, with a connection from the pool, for a conversation that waits alone */
    Lane(LogConfig config, LaneQueue queue, Committer committer, Supplier<Committer> others, LogMetrics metrics) {
        this.config = config;
        this.queue = queue;
        this.committer = committer;
        this.others = others;
        this.metrics = metrics;
    }

    @Override
    public void run() {
        List<Work> taken = new ArrayList<>();
        try (committer) {
            while (!queue.finished()) {
                queue.take(taken, config.batchEntries(), held.waits() ? PAUSE_AFTER_SKIP_NANOS : -1);
                turn(taken);
                taken.clear();
                queue.gather(config.gather().toNanos(), config.batchEntries());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn(List<Work> taken) {
        for (ConversationId conversation = back.poll(); conversation != null; conversation = back.poll()) {
            held.returned(conversation);
        }
        List<Work> ready = held.ready(Math.max(1, config.batchEntries() / MOST_AWAY));
        for (Work work : taken) {
            if (!held.takes(work)) {
                ready.add(work);
            }
        }
        held.keep(commit(ready));
        held.leave(SKIPS_BEFORE_ALONE, MOST_AWAY).forEach(this::waitAlone);
    }

    /** Commits these in order, and returns what was skipped with whatever follows it in its conversation. */
    private Map<ConversationId, List<Work>> commit(List<Work> works) {
        Map<ConversationId, List<Work>> skipped = new LinkedHashMap<>();
        Batch batch = new Batch(config);
        for (Work work : works) {
            if (!(work instanceof Work.Message message && batch.fits(message))) {
                skip(skipped, committer.append(batch, false));
                batch = new Batch(config);
            }
            if (skipped.containsKey(work.conversation())) {
                skip(skipped, List.of(work));
                continue;
            }
            switch (work) {
                case Work.Message message -> batch.add(message);
                case Work.Amendment amendment -> skip(skipped, committer.amend(amendment, false));
                case Work.Revision revision -> skip(skipped, committer.revise(revision, false));
                case Work.Creation creation -> committer.create(creation);
            }
        }
        skip(skipped, committer.append(batch, false));
        return skipped;
    }

    private static void skip(Map<ConversationId, List<Work>> skipped, List<Work> works) {
        for (Work work : works) {
            skipped.computeIfAbsent(work.conversation(), unseen -> new ArrayList<>())
                    .add(work);
        }
    }

    /** Takes the lock's queue, which is fair, where passing by would starve: two servers posting to one conversation. */
    private void waitAlone(ConversationId conversation) {
        metrics.waitsAlone();
        Batch batch = new Batch(config);
        List<Work> first = held.first(conversation, batch);
        Thread.ofVirtual().name("log-alone-" + conversation).start(() -> {
            try (Committer other = others.get()) {
                switch (first.getFirst()) {
                    case Work.Message message -> other.append(batch, true);
                    case Work.Amendment amendment -> other.amend(amendment, true);
                    case Work.Revision revision -> other.revise(revision, true);
                    case Work.Creation creation -> other.create(creation);
                }
            } finally {
                back.add(conversation);
                queue.wake();
            }
        });
    }
}
