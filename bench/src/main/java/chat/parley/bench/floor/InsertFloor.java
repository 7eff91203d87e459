package chat.parley.bench.floor;

import chat.parley.bench.Step;
import chat.parley.bench.server.BenchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Durable inserts into the database of a server, without any of its tables: rows of about 300 bytes under a primary key,
 * one or many a transaction.
 */
public final class InsertFloor {
    private static final String TEXT = "x".repeat(260);
    private static final int PORT_LINE = 3;

    private final String url;
    private final Properties login = new Properties();
    private final AtomicLong next = new AtomicLong();

    /** @param data the data directory of a server that runs, which holds its database and the password for it */
    public InsertFloor(Path data) {
        try {
            Path postgres = data.resolve("postgres");
            String port = Files.readAllLines(postgres.resolve("data/postmaster.pid"))
                    .get(PORT_LINE)
                    .strip();
            url = "jdbc:postgresql://127.0.0.1:" + port + "/";
            login.setProperty("user", "parley");
            login.setProperty(
                    "password", Files.readString(postgres.resolve("password")).strip());
        } catch (IOException e) {
            throw new BenchFailure("There is no embedded database in " + data + ": " + e, e);
        }
        execute("postgres", "create database bench_floor");
        execute("bench_floor", "create table row (id bigint primary key, text text not null)");
    }

    /** Rows a second of so many clients with so many rows a transaction. */
    public Step measure(int clients, int rows, int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<Long>> inserted = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                inserted.add(threads.submit(() -> insert(rows, end)));
            }
            long all = 0;
            for (Future<Long> each : inserted) {
                all += each.get();
            }
            return Step.of("%d rows a commit, %d clients".formatted(rows, clients))
                    .with("rows/s", all / (double) seconds)
                    .with("commits/s", all / (double) rows / seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new BenchFailure("An insert failed: " + e.getCause(), e);
        }
    }

    private long insert(int rows, long end) throws SQLException {
        String[] texts = new String[rows];
        Arrays.fill(texts, TEXT);
        long inserted = 0;
        try (Connection connection = DriverManager.getConnection(url + "bench_floor", login);
                PreparedStatement insert = connection.prepareStatement("insert into row select * from unnest(?, ?)")) {
            while (System.nanoTime() < end) {
                long first = next.getAndAdd(rows);
                Long[] ids = new Long[rows];
                for (int i = 0; i < rows; i++) {
                    ids[i] = first + i;
                }
                insert.setArray(1, connection.createArrayOf("int8", ids));
                insert.setArray(2, connection.createArrayOf("text", texts));
                inserted += insert.executeUpdate();
            }
        }
        return inserted;
    }

    private void execute(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(url + database, login);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new BenchFailure("The database refuses `" + sql + "`: " + e.getMessage(), e);
        }
    }
}
