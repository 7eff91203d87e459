package chat.parley.app;

import chat.parley.adapter.postgres.Database;
import chat.parley.adapter.postgres.DatabaseConfig;
import chat.parley.adapter.postgres.UnfitDatabaseException;
import chat.parley.adapter.postgres.embedded.EmbeddedPostgres;
import chat.parley.adapter.postgres.embedded.PostgresAddress;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database that the configuration means, for as long as somebody needs it: the external one, the embedded one of a
 * server that runs, or else the embedded one started here.
 */
final class OpenStore implements AutoCloseable {
    private final DatabaseConfig connections;
    private final PostgresAddress address;
    private final Optional<EmbeddedPostgres> startedHere;

    private OpenStore(StoreConfig config, PostgresAddress address, Optional<EmbeddedPostgres> startedHere) {
        this.connections = config.connections().at(address.jdbcUrl(), address.user(), address.password());
        this.address = address;
        this.startedHere = startedHere;
    }

    /** As {@link #shared}, for work on what is there already: a mistyped directory must not become a store. */
    static OpenStore ofSomebody(StoreConfig config) {
        mustExist(config);
        return shared(config);
    }

    /** @throws CommandFailure where the configured directory has no store */
    static void mustExist(StoreConfig config) {
        if (config.database().isEmpty() && !EmbeddedPostgres.exists(config.data())) {
            throw new CommandFailure("There is no store in " + config.data()
                    + ". Name the server's directory with --data, or its database with --database.");
        }
    }

    /** For work beside a server, should one run. */
    static OpenStore shared(StoreConfig config) {
        if (config.database().isPresent()) {
            return external(config, config.database().get());
        }
        return EmbeddedPostgres.findRunning(config.data())
                .map(running -> new OpenStore(config, running, Optional.empty()))
                .orElseGet(() -> exclusive(config));
    }

    /** For a server, and for work that no server may see: refused where one uses the embedded database. */
    static OpenStore exclusive(StoreConfig config) {
        if (config.database().isPresent()) {
            return external(config, config.database().get());
        }
        EmbeddedPostgres embedded = EmbeddedPostgres.start(config.embedded().withDataDirectory(config.data()));
        return new OpenStore(config, embedded.address(), Optional.of(embedded));
    }

    private static OpenStore external(StoreConfig config, URI url) {
        return new OpenStore(config, DatabaseUrl.address(url), Optional.empty());
    }

    PostgresAddress address() {
        return address;
    }

    /** The embedded database, where it was started here. */
    Optional<EmbeddedPostgres> embedded() {
        return startedHere;
    }

    /** The database as a store: checked, migrated, with a pool. */
    Database open(MeterRegistry registry) {
        return Database.open(connections, registry);
    }

    /** A connection outside of any pool. */
    Connection connect() {
        try {
            return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        } catch (SQLException e) {
            throw UnfitDatabaseException.unreachable(address.jdbcUrl(), e);
        }
    }

    /** For who opens connections of their own. */
    DataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.jdbcUrl());
        source.setUser(address.user());
        source.setPassword(address.password());
        return source;
    }

    /** As {@link #close}, for one who has no more time than that. */
    void closeWithin(Duration limit) {
        startedHere.ifPresent(embedded -> embedded.closeWithin(limit));
    }

    @Override
    public void close() {
        startedHere.ifPresent(EmbeddedPostgres::close);
    }
}
