package chat.parley.adapter.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Runs queries of one statement each, in autocommit: one statement is one snapshot. */
final class Reads {
    private final ConnectionSource connections;

    Reads(ConnectionSource connections) {
        this.connections = connections;
    }

    /** Sets a statement's parameters. */
    interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    /** Makes something of the row that the result stands on. */
    interface Row<T> {
        T read(ResultSet result) throws SQLException;
    }

    <T> List<T> list(String sql, Parameters parameters, Row<T> row) {
        try (Connection connection = connections.open()) {
            return list(connection, sql, parameters, row);
        } catch (SQLException failure) {
            throw unreachable(failure);
        }
    }

    /** The same by a connection that goes on. */
    static <T> List<T> list(Connection connection, String sql, Parameters parameters, Row<T> row) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            try (ResultSet result = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(row.read(result));
                }
                return rows;
            }
        } catch (SQLException failure) {
            throw unreachable(failure);
        }
    }

    <T> Optional<T> first(String sql, Parameters parameters, Row<T> row) {
        return list(sql, parameters, row).stream().findFirst();
    }

    /** Binds ids as {@code bigint[]}. */
    static <T> void setIds(PreparedStatement statement, int index, Collection<T> ids, ToLongFunction<T> value)
            throws SQLException {
        Long[] values = ids.stream().mapToLong(value).boxed().toArray(Long[]::new);
        statement.setArray(index, statement.getConnection().createArrayOf("bigint", values));
    }

    /** What ports promise to throw where the store cannot be reached. */
    static UncheckedIOException unreachable(SQLException failure) {
        return new UncheckedIOException(new IOException("the database refused or was lost", failure));
    }
}
