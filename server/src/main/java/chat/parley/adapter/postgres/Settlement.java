package chat.parley.adapter.postgres;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.Signal;
import chat.parley.core.conversation.ChangeLog;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageChanges;
import chat.parley.core.message.MessageLog.Outcome;
import chat.parley.core.message.Post;
import chat.parley.wire.Entry;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives works their answers and the bus what was committed. Safe for many threads. */
final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final Bus bus;
    private final LaneQueue queue;
    private final LogMetrics metrics;

    Settlement(Bus bus, LaneQueue queue, LogMetrics metrics) {
        this.bus = bus;
        this.queue = queue;
        this.metrics = metrics;
    }

    /**
     * Publishes what the verdicts stored, with {@code recovered}, and answers the works. Returns those that were skipped.
     */
    List<Work> settle(Batch batch, List<Verdict> verdicts, List<Signal.Committed> recovered) {
        List<Signal.Committed> entries = new ArrayList<>(recovered);
        List<Signal.Marks> marks = new ArrayList<>();
        List<Signal.OwnStateChanged> followers = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            if (verdicts.get(row) instanceof Verdict.Stored stored && !stored.duplicate()) {
                collect(batch.post(row), stored, entries, marks);
                followers.addAll(followers(batch.post(row), stored));
            }
        }
        if (!entries.isEmpty()) {
            bus.publish(new Signal.Appended(entries));
        }
        if (!marks.isEmpty()) {
            bus.publish(new Signal.MarksMoved(marks));
        }
        followers.forEach(bus::publish);
        List<Work> skipped = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            answer(batch.works(row), verdicts.get(row), skipped);
        }
        return skipped;
    }

    private static void collect(
            Post post, Verdict.Stored stored, List<Signal.Committed> entries, List<Signal.Marks> marks) {
        Entry entry = new Entry(
                post.conversation().toString(),
                stored.seq(),
                stored.messages(),
                stored.at(),
                post.sender().toString(),
                EntryRows.message(post, stored.inThread(), stored.files(), stored.called()));
        entries.add(new Signal.Committed(post.conversation(), entry));
        Verdict.Mark mark = stored.mark();
        if (mark != null) {
            marks.add(new Signal.Marks(
                    post.conversation(),
                    post.sender(),
                    stored.seq(),
                    stored.seq(),
                    mark.readMessages(),
                    0,
                    mark.shared()));
        }
    }

    private static List<Signal.OwnStateChanged> followers(Post post, Verdict.Stored stored) {
        Post.Context context = post.context();
        Verdict.Followers followers = stored.followers();
        if (context == null || followers == null) {
            return List.of();
        }
        return followers.users().stream()
                .map(user -> new Signal.OwnStateChanged(
                        post.conversation(), new UserId(user), context.thread(), followers.xid()))
                .toList();
    }

    private void answer(List<Work.Message> works, Verdict verdict, List<Work> skipped) {
        switch (verdict) {
            case Verdict.Stored stored -> {
                for (int i = 0; i < works.size(); i++) {
                    boolean duplicate = stored.duplicate() || i > 0;
                    if (duplicate) {
                        metrics.duplicate();
                    } else {
                        metrics.appended(System.nanoTime() - works.get(i).since());
                    }
                    answer(works.get(i), new Outcome.Stored(stored.seq(), stored.at(), duplicate));
                }
            }
            case Verdict.Refused refused -> {
                for (Work.Message work : works) {
                    metrics.refused();
                    answer(work, new Outcome.Refused(refused.reason()));
                }
            }
            case Verdict.Skipped skip -> {
                metrics.skipped();
                skipped.addAll(works);
            }
        }
    }

    private void answer(Work.Message work, Outcome outcome) {
        queue.settled(work);
        try {
            work.done().accept(outcome);
        } catch (RuntimeException fault) {
            // the fault is the asker's own: the message is where the outcome says, and its neighbours have to go on
            LOG.error(
                    "the answer for message {} in {} could not be taken",
                    work.post().id(),
                    work.conversation(),
                    fault);
        }
    }

    void publish(ConversationId conversation, Entry entry) {
        bus.publish(new Signal.Appended(List.of(new Signal.Committed(conversation, entry))));
    }

    void publish(Signal.OwnStateChanged change) {
        bus.publish(change);
    }

    List<Work> complete(Work.Amendment work, ChangeLog.Outcome outcome) {
        queue.settled(work);
        work.done().complete(outcome);
        return List.of();
    }

    List<Work> complete(Work.Revision work, MessageChanges.Outcome outcome) {
        queue.settled(work);
        work.done().complete(outcome);
        return List.of();
    }

    void complete(Work.Creation work, ChangeLog.Created created) {
        queue.settled(work);
        work.done().complete(created);
    }

    List<Work> refuse(Batch batch) {
        for (int row = 0; row < batch.size(); row++) {
            batch.works(row).forEach(this::refuse);
        }
        return List.of();
    }

    List<Work> refuse(Work work) {
        metrics.unavailable();
        switch (work) {
            case Work.Message message -> answer(message, new Outcome.Unavailable(Lane.RETRY_AFTER));
            case Work.Amendment amendment -> complete(amendment, new ChangeLog.Outcome.Unavailable(Lane.RETRY_AFTER));
            case Work.Revision revision -> complete(revision, new MessageChanges.Outcome.Unavailable(Lane.RETRY_AFTER));
            case Work.Creation creation -> complete(creation, new ChangeLog.Created.Unavailable(Lane.RETRY_AFTER));
        }
        return List.of();
    }
}
