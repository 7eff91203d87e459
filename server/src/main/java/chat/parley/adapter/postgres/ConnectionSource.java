package chat.parley.adapter.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections in autocommit under READ COMMITTED with the session settings of {@link Database}. */
@FunctionalInterface
public interface ConnectionSource {
    Connection open() throws SQLException;
}
