package chat.parley.adapter.postgres;

import chat.parley.core.bus.Signal;
import chat.parley.core.conversation.Change;
import chat.parley.core.conversation.ChangeLog.Created;
import chat.parley.core.conversation.ChangeLog.Outcome;
import chat.parley.core.id.ConversationId;
import chat.parley.core.message.MessageChanges;
import chat.parley.wire.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits works and settles them: after the commit the entries are published, then the works get their answers. Published
 * first, because others wait for the entry while the sender already shows its own.
 *
 * <p>One thread at a time. Methods return what was skipped, in order, unsettled.
 */
final class Committer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    private static final int MOST_IDS_TRIED = 8;

    private final Retrying store;
    private final Settlement settlement;
    private final LogMetrics metrics;

    Committer(Retrying store, Settlement settlement, LogMetrics metrics) {
        this.store = store;
        this.settlement = settlement;
        this.metrics = metrics;
    }

    List<Work> append(Batch batch, boolean wait) {
        if (batch.isEmpty()) {
            return List.of();
        }
        return switch (store.run(connection -> AppendCall.run(connection, batch, wait))) {
            case Retrying.Answer.Done<List<Verdict>> done -> {
                metrics.committed(batch.size());
                yield settlement.settle(batch, done.value(), done.repeated() ? stored(batch, done.value()) : List.of());
            }
            case Retrying.Answer.GivenUp<List<Verdict>> givenUp -> settlement.refuse(batch);
            case Retrying.Answer.Rejected<List<Verdict>> rejected -> separately(batch, wait, rejected.because());
        };
    }

    /** The neighbours of a row that the store refuses are unharmed: the batch is halved until the row is alone. */
    private List<Work> separately(Batch batch, boolean wait, SQLException because) {
        if (batch.size() == 1) {
            LOG.error(
                    "the store refuses message {} of {} in {}: SQLSTATE {}",
                    batch.post(0).id(),
                    batch.post(0).sender(),
                    batch.post(0).conversation(),
                    because.getSQLState());
            return settlement.refuse(batch);
        }
        List<Work> skipped = new ArrayList<>();
        for (Batch half : batch.halves()) {
            skipped.addAll(append(half, wait));
        }
        return skipped;
    }

    /**
     * The rows that an earlier attempt may have committed without telling: nobody has published them. Read back rather
     * than taken from the works, since an id known for long keeps its first text.
     */
    private List<Signal.Committed> stored(Batch batch, List<Verdict> verdicts) {
        List<ConversationId> conversations = new ArrayList<>();
        List<Long> seqs = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            if (verdicts.get(row) instanceof Verdict.Stored stored && stored.duplicate()) {
                conversations.add(batch.post(row).conversation());
                seqs.add(stored.seq());
            }
        }
        if (seqs.isEmpty()) {
            return List.of();
        }
        return switch (store.run(connection -> EntryQueries.named(connection, conversations, seqs))) {
            case Retrying.Answer.Done<List<Signal.Committed>> done -> done.value();
            // only hints: whoever tails the log finds the entries
            case Retrying.Answer.GivenUp<List<Signal.Committed>> givenUp -> List.of();
            case Retrying.Answer.Rejected<List<Signal.Committed>> rejected -> List.of();
        };
    }

    List<Work> amend(Work.Amendment work, boolean wait) {
        return switch (store.run(connection -> ChangeCall.run(connection, work.change(), work.accessVersion(), wait))) {
            case Retrying.Answer.Done<ChangeCall.Answer> done ->
                switch (done.value()) {
                    case ChangeCall.Answer.Appended(Entry entry, long xid) -> {
                        settlement.publish(work.conversation(), entry);
                        if (work.change() instanceof Change.SetRole role) {
                            settlement.publish(new Signal.OwnStateChanged(role.conversation(), role.user(), null, xid));
                        }
                        yield settlement.complete(work, new Outcome.Appended(entry.seq()));
                    }
                    case ChangeCall.Answer.Unchanged unchanged -> settlement.complete(work, new Outcome.Unchanged());
                    case ChangeCall.Answer.Stale stale -> settlement.complete(work, new Outcome.Stale());
                    case ChangeCall.Answer.Skipped skipped -> {
                        metrics.skipped();
                        yield List.of(work);
                    }
                };
            case Retrying.Answer.GivenUp<ChangeCall.Answer> givenUp -> settlement.refuse(work);
            case Retrying.Answer.Rejected<ChangeCall.Answer> rejected -> {
                LOG.error(
                        "the store refuses a {} in {}: SQLSTATE {}",
                        work.change().getClass().getSimpleName(),
                        work.conversation(),
                        rejected.because().getSQLState());
                yield settlement.refuse(work);
            }
        };
    }

    List<Work> revise(Work.Revision work, boolean wait) {
        return switch (store.run(
                connection -> MessageChangeCall.run(connection, work.change(), work.accessVersion(), wait))) {
            case Retrying.Answer.Done<MessageChangeCall.Answer> done -> {
                metrics.revised(work.change(), done.value().outcome());
                Entry entry = done.value().entry();
                if (entry != null) {
                    settlement.publish(work.conversation(), entry);
                }
                MessageChanges.Outcome outcome = done.value().told();
                yield outcome == null ? List.of(work) : settlement.complete(work, outcome);
            }
            case Retrying.Answer.GivenUp<MessageChangeCall.Answer> givenUp -> settlement.refuse(work);
            case Retrying.Answer.Rejected<MessageChangeCall.Answer> rejected -> {
                LOG.error(
                        "the store refuses a {} in {}: SQLSTATE {}",
                        work.change().getClass().getSimpleName(),
                        work.conversation(),
                        rejected.because().getSQLState());
                yield settlement.refuse(work);
            }
        };
    }

    void create(Work.Creation work) {
        switch (store.run(connection -> createUnder(connection, work))) {
            case Retrying.Answer.Done<Optional<ChangeCall.Creation>> done
            when done.value().isPresent() -> {
                ChangeCall.Creation creation = done.value().get();
                Entry first = creation.first();
                if (first != null) {
                    settlement.publish(creation.conversation(), first);
                }
                settlement.complete(work, new Created.Present(creation.conversation(), first != null));
            }
            case Retrying.Answer.Done<Optional<ChangeCall.Creation>> noIdFree -> settlement.refuse(work);
            case Retrying.Answer.GivenUp<Optional<ChangeCall.Creation>> givenUp -> settlement.refuse(work);
            case Retrying.Answer.Rejected<Optional<ChangeCall.Creation>> rejected -> {
                LOG.error(
                        "the store refuses to create {}: SQLSTATE {}",
                        work.conversation(),
                        rejected.because().getSQLState());
                settlement.refuse(work);
            }
        }
    }

    /** Two ids made in one millisecond on two servers may be the same; the neighbour is as good. */
    private static Optional<ChangeCall.Creation> createUnder(Connection connection, Work.Creation work)
            throws SQLException {
        for (int tried = 0; tried < MOST_IDS_TRIED; tried++) {
            ConversationId id = new ConversationId(work.wanted().id().value() + tried);
            Optional<ChangeCall.Creation> creation = ChangeCall.create(connection, work.wanted(), id);
            if (creation.isPresent()) {
                return creation;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        store.close();
    }
}
