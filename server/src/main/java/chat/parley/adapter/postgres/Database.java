package chat.parley.adapter.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL database that is fit to be the store: checked, migrated, its transaction ids its own. Connections are in
 * autocommit under READ COMMITTED, with time limits on every statement, so that a node that is paused or lost holds no lock
 * for long.
 */
public final class Database implements AutoCloseable {
    private static final Duration CLIENT_CHECK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration IDLE_IN_TRANSACTION_TIMEOUT = Duration.ofSeconds(10);
    /** How much longer than the server's limit on a statement its answer may take before the connection is given up. */
    private static final Duration SOCKET_MARGIN = Duration.ofSeconds(5);

    private final PGSimpleDataSource direct;
    private final String session;
    private final HikariDataSource pool;

    private Database(DatabaseConfig config, PGSimpleDataSource direct, MeterRegistry registry) {
        this.direct = direct;
        this.session = session(config);
        this.pool = new HikariDataSource(pooled(config, direct, session, registry));
        OldestSnapshot.watch(pool, registry);
    }

    /** @throws UnfitDatabaseException with what is wrong and what to do, in words for whoever runs the server */
    public static Database open(DatabaseConfig config, MeterRegistry registry) {
        PGSimpleDataSource direct = direct(config);
        try (Connection connection = connect(config, direct)) {
            UnfitDatabaseException.check(connection);
            Migrations.migrate(direct);
            StoreIncarnation.settle(connection);
            // from here on only: a migration or stamping anew may take its time
            direct.setSocketTimeout(seconds(config.statementTimeout().plus(SOCKET_MARGIN)));
        } catch (SQLException failed) {
            throw new UnfitDatabaseException("The database cannot be used: " + failed.getMessage(), failed);
        }
        return new Database(config, direct, registry);
    }

    private static Connection connect(DatabaseConfig config, PGSimpleDataSource direct) {
        try {
            return direct.getConnection();
        } catch (SQLException refusal) {
            throw UnfitDatabaseException.unreachable(config.url(), refusal);
        }
    }

    /** Lends a connection; closing it gives it back. */
    public ConnectionSource pool() {
        return pool::getConnection;
    }

    /** The pool, for those who want it as a data source. */
    public DataSource dataSource() {
        return pool;
    }

    /** Opens a connection outside the pool, for one who keeps it. */
    public ConnectionSource own() {
        return () -> {
            Connection connection = direct.getConnection();
            try (var statement = connection.createStatement()) {
                statement.execute(session);
                return connection;
            } catch (SQLException failed) {
                connection.close();
                throw failed;
            }
        };
    }

    @Override
    public void close() {
        pool.close();
    }

    private static PGSimpleDataSource direct(DatabaseConfig config) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(config.url());
        source.setUser(config.user());
        source.setPassword(config.password());
        source.setApplicationName("parley");
        source.setTcpKeepAlive(true);
        // the detail of an error may hold the text of a message
        source.setLogServerErrorDetail(false);
        source.setConnectTimeout(seconds(config.connectTimeout()));
        source.setLoginTimeout(seconds(config.connectTimeout()));
        return source;
    }

    private static HikariConfig pooled(
            DatabaseConfig config, DataSource source, String session, MeterRegistry registry) {
        HikariConfig pooled = new HikariConfig();
        pooled.setPoolName("store");
        pooled.setDataSource(source);
        pooled.setConnectionInitSql(session);
        pooled.setMaximumPoolSize(config.poolSize());
        pooled.setMinimumIdle(Math.min(2, config.poolSize()));
        pooled.setConnectionTimeout(config.connectTimeout().toMillis());
        pooled.setMetricRegistry(registry);
        return pooled;
    }

    private static String session(DatabaseConfig config) {
        return "set default_transaction_isolation = 'read committed';"
                + limit("statement_timeout", config.statementTimeout())
                + limit("lock_timeout", config.lockTimeout())
                + limit("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION_TIMEOUT)
                + limit("client_connection_check_interval", CLIENT_CHECK_INTERVAL);
    }

    private static String limit(String setting, Duration time) {
        return " set " + setting + " = " + time.toMillis() + ";";
    }

    private static int seconds(Duration time) {
        return (int) Math.max(1, time.toSeconds());
    }
}
