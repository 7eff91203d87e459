package chat.parley.adapter.postgres;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageChange;
import chat.parley.core.message.MessageChanges;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Changes of messages take the lane of their conversation, behind the posts that came before them. */
public final class PostgresMessageChanges implements MessageChanges {
    private static final String KNOWN =
            "select seq, at from entry where conversation = ? and sender = ? and id = ? and kind = 2 and target = ?";

    private final Lanes lanes;
    private final Reads reads;

    public PostgresMessageChanges(Lanes lanes, ConnectionSource connections) {
        this.lanes = lanes;
        this.reads = new Reads(connections);
    }

    @Override
    public Outcome apply(MessageChange change, long accessVersion) {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        lanes.hand(List.of(new Work.Revision(change, accessVersion, done)));
        return PostgresChangeLog.await(done, new Outcome.Unavailable(Lane.RETRY_AFTER));
    }

    @Override
    public Optional<Outcome.Appended> known(ConversationId conversation, UserId by, long target, UUID id) {
        return reads.first(
                KNOWN,
                query -> {
                    query.setLong(1, conversation.value());
                    query.setLong(2, by.value());
                    query.setObject(3, id);
                    query.setLong(4, target);
                },
                row -> new Outcome.Appended(
                        row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant()));
    }
}
