package chat.parley.adapter.postgres;

import chat.parley.core.id.ConversationId;
import chat.parley.core.message.MessageLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The log in PostgreSQL: posts go through the {@link Lanes}, reads take a connection of the pool. */
public final class PostgresMessageLog implements MessageLog {
    private final Lanes lanes;
    private final ConnectionSource pool;

    public PostgresMessageLog(Lanes lanes, ConnectionSource pool) {
        this.lanes = lanes;
        this.pool = pool;
    }

    @Override
    public void append(List<Appending> posts) {
        List<Work> works = new ArrayList<>(posts.size());
        for (Appending each : posts) {
            works.add(Work.Message.of(each.post(), each.done()));
        }
        lanes.hand(works);
    }

    @Override
    public Slice entries(ConversationId conversation, long after, int limit, int maxBytes) {
        try (Connection connection = pool.open()) {
            return EntryQueries.entries(connection, conversation, after, limit, maxBytes);
        } catch (SQLException failed) {
            throw new UncheckedIOException(new IOException("reading entries of " + conversation, failed));
        }
    }

    @Override
    public Current messages(
            ConversationId conversation, Viewer viewer, Place place, long first, int limit, int maxBytes) {
        try (Connection connection = pool.open()) {
            return MessageQueries.messages(connection, conversation, viewer, place, first, limit, maxBytes);
        } catch (SQLException failed) {
            throw new UncheckedIOException(new IOException("reading messages of " + conversation, failed));
        }
    }

    @Override
    public Optional<Versions> versions(ConversationId conversation, long message, long after, int limit, int maxBytes) {
        try (Connection connection = pool.open()) {
            return MessageQueries.versions(connection, conversation, message, after, limit, maxBytes);
        } catch (SQLException failed) {
            throw new UncheckedIOException(new IOException("reading versions in " + conversation, failed));
        }
    }
}
