package chat.parley.adapter.postgres.embedded;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The database's settings. What must not be changed is on the postmaster's command line, which nothing overrides;
 * the rest is in a generated file, so that an operator can still tune by {@code ALTER SYSTEM}.
 */
record PostgresSettings(PostgresDirectories directories, EmbeddedPostgresConfig config) {

    /** Without these an acknowledged message may be lost. They are read back at every start. */
    static final List<String> DURABILITY = List.of("fsync", "synchronous_commit", "full_page_writes");

    /** Only passwords, only from this machine; there is no Unix socket at all. */
    static final String ACCESS = """
            # Generated at each start.
            host all all 127.0.0.1/32 scram-sha-256
            """;

    /** Parameters of {@code postgres}, the program itself not among them. */
    List<String> arguments(int port) {
        Stream<String> durability = DURABILITY.stream().map(name -> name + "=on");
        Stream<String> place = Stream.of(
                "config_file=" + directories.configFile(),
                "hba_file=" + directories.accessFile(),
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "cluster_name=" + directories.clusterName());
        return Stream.concat(
                        Stream.of("-D", directories.cluster().toString()),
                        Stream.concat(durability, place).flatMap(setting -> Stream.of("-c", setting)))
                .collect(Collectors.toUnmodifiableList());
    }

    /** The content of the generated file. */
    String file() {
        return """
                # Generated at each start; change settings by ALTER SYSTEM.
                max_connections = %d
                shared_buffers = %dMB
                password_encryption = 'scram-sha-256'
                timezone = 'UTC'

                # A dead or paused server must hold neither locks nor the horizon of old rows.
                idle_in_transaction_session_timeout = '10s'
                client_connection_check_interval = '2s'

                # Every page's first change after a checkpoint goes to the log whole: seldom checkpoints, spread out,
                # are the cheapest. The size bounds the disk's use and the time of a recovery. No wal_compression:
                # this build has only pglz, which doubled the CPU of inserts by random key and saved no byte of log.
                max_wal_size = '1GB'
                min_wal_size = '128MB'
                checkpoint_timeout = '10min'
                checkpoint_completion_target = 0.9

                # Small statements on a small machine: no compiled queries, no parallel ones (they also need more of
                # /dev/shm than containers give), no extra reader processes.
                jit = off
                max_parallel_workers_per_gather = 0
                io_method = 'sync'

                # A page that is not in memory comes from a disk without a head to move.
                random_page_cost = 1.1

                autovacuum_naptime = '20s'
                autovacuum_max_workers = 2

                # Files of bounded size, of which the launcher keeps the newest. Terse: a DETAIL line quotes whole
                # rows, and message texts do not belong into a log.
                logging_collector = on
                log_directory = '%s'
                log_filename = '%s%%Y%%m%%d-%%H%%M%%S%s'
                log_rotation_size = '%dMB'
                log_rotation_age = 0
                log_timezone = 'UTC'
                log_error_verbosity = terse
                log_parameter_max_length = 0
                log_parameter_max_length_on_error = 0
                lc_messages = 'C'
                %s""".formatted(
                        config.maxConnections(),
                        config.sharedBuffersMebibytes(),
                        directories.log().toString().replace("'", "''"),
                        PostgresLog.PREFIX,
                        PostgresLog.SUFFIX,
                        PostgresLog.MEBIBYTES_A_FILE,
                        platformSettings());
    }

    /** On macOS the default only reaches the disk's cache. */
    private static String platformSettings() {
        return System.getProperty("os.name").startsWith("Mac") ? "wal_sync_method = 'fsync_writethrough'\n" : "";
    }
}
