package chat.parley.adapter.postgres.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.adapter.postgres.Database;
import chat.parley.adapter.postgres.DatabaseConfig;
import chat.parley.adapter.postgres.Migrations;
import chat.parley.adapter.postgres.UnfitDatabaseException;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.adapter.postgres.embedded.TestPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class TransferTest {
    @TempDir
    Path directory;

    private final List<Connection> connections = new ArrayList<>();
    private Connection source;
    private Connection target;
    private Path archive;

    @BeforeEach
    void makeTwoStores() throws SQLException {
        source = migrated();
        target = migrated();
        archive = directory.resolve("archive.parley");
    }

    @AfterEach
    void disconnect() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }

    @Test
    void carriesOverEveryRowOfEveryTable() throws SQLException {
        fill(source, 1_200, 12_000);
        Manifest manifest = write();
        read();
        for (String table : TransferTables.IN_ORDER) {
            assertThat(rows(target, table)).as(table).isEqualTo(rows(source, table));
            assertThat(manifest.rows().get(table)).as(table).isEqualTo((long)
                    rows(source, table).size());
        }
    }

    @Test
    void derivesFromTheLogWhatBecameOfMessages() throws SQLException {
        fill(source, 2, 6);
        run(source, """
                select parley_react(1, 1, 2, '+', true, 9, 1, true), parley_react(1, 2, 2, '+', true, 9, 1, true),
                       parley_pin(1, 2, 3, true, 9, 1, true), parley_recall(2, 1, 2, false, '-infinity', 1, true),
                       parley_edit(1, 1, 3, gen_random_uuid(), 'new', '-infinity', 9, 1, true)
                """);
        run(source, """
                select parley_append('{1}', '{1}', array[gen_random_uuid()], '{look}', array[null]::uuid[], '{0}',
                                     '{3}', '{false}', array['{"mentions": [2, "all"]}'], '{2}', true)
                """);
        write();
        read();
        for (String table : TransferTables.DERIVED) {
            assertThat(rows(target, table)).as(table).isNotEmpty().isEqualTo(rows(source, table));
        }
        assertThat(rows(target, "entry")).isEqualTo(rows(source, "entry"));
    }

    @Test
    void carriesOverLogsFromTheirFirstEntryOnAndWhatStaysOfThoseBefore() throws SQLException {
        fill(source, 2, 16);
        run(source, "update workspace set keep_messages = 3");
        run(source, "select parley_retain(1, 1, '0', true), parley_retain(2, 1, '0', true)");
        run(source, "select parley_purge(1, 100), parley_purge(2, 2)");
        run(source, "insert into legal_hold (id, account, reason, placed_by) values (1, 2, 'a lawsuit', 1)");
        write();
        read();
        for (String table : List.of("head", "workspace", "spent", "legal_hold")) {
            assertThat(rows(target, table)).as(table).isNotEmpty().isEqualTo(rows(source, table));
        }
        run(source, "delete from entry e using head h where h.conversation = e.conversation and e.seq < h.first");
        assertThat(rows(target, "entry")).hasSize(8).isEqualTo(rows(source, "entry"));
    }

    @Test
    void deletesNothingWhileSomebodyCopies() throws SQLException {
        fill(source, 1, 8);
        run(source, "update workspace set keep_messages = 3");
        run(source, "select parley_retain(1, 1, '0', true)");
        try (Connection copying = connect(source)) {
            run(copying, "select pg_advisory_lock_shared(hashtext('parley purge'))");
            assertThat(query(source, "select rows::text from parley_purge(1, 100)"))
                    .containsExactly("0");
            run(copying, "select pg_advisory_unlock_shared(hashtext('parley purge'))");
        }
        assertThat(query(source, "select rows::text from parley_purge(1, 100)")).containsExactly("5");
    }

    @Test
    void keepsTextOfEveryKind() throws SQLException {
        fill(source, 1, 1);
        run(
                source,
                "update entry set text = E'tab\\t0 line\\nreturn\\r back\\\\slash \\u00e9\\U0001F600 \\\\.' where seq = 2");
        run(source, "update account set name = E'O''Brien\\t0' where id = 1");
        write();
        read();
        assertThat(rows(target, "entry")).isEqualTo(rows(source, "entry"));
        assertThat(rows(target, "account")).isEqualTo(rows(source, "account"));
    }

    @Test
    void stampsRowsWithTheTransactionThatReadThem() throws SQLException {
        fill(source, 3, 10);
        write();
        read();
        assertThat(query(target, "select id::text from session where ended_xid is not null"))
                .containsExactly("2");
        List<String> stamps = query(
                target,
                "select xid::text from head union select xid::text from entry union select xid::text from member union select ended_xid::text from session where ended_xid is not null");
        assertThat(stamps).hasSize(1);
        assertThat(query(
                        target,
                        "select pg_visible_in_snapshot('" + stamps.getFirst() + "', pg_current_snapshot())::text"))
                .containsExactly("true");
    }

    @Test
    void raisesTheGenerationAboveThatOfBothStores() throws SQLException {
        run(source, "update store set generation = 7");
        write();
        read();
        assertThat(query(target, "select generation::text from store")).containsExactly("8");
    }

    @Test
    void opensNoStoreToServersBeforeAllThatIsDerivedIsThere() throws SQLException {
        fill(source, 1, 1);
        write();
        try (StoreImport opened = StoreImport.open(archive)) {
            opened.into(target);
        }
        TestDatabase any = TestPostgres.fresh();
        DatabaseConfig cutOff = DatabaseConfig.of(target.getMetaData().getURL(), any.user(), any.password());
        assertThatThrownBy(() -> Database.open(cutOff, new SimpleMeterRegistry()))
                .isInstanceOf(UnfitDatabaseException.class)
                .hasMessageContaining("cut off");
        assertThatThrownBy(() ->
                        StoreExport.write(target, directory.resolve("other.parley"), "test", InstantSource.system()))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("cut off");
        StoreImport.finish(target);
        Database.open(cutOff, new SimpleMeterRegistry()).close();
    }

    @Test
    void leavesEveryConversationAPrefixOfItsLogWhileOthersWrite() throws Exception {
        fill(source, 600, 6_000);
        Connection writer = connect(source);
        Thread writing = Thread.ofVirtual().start(() -> appendUntilInterrupted(writer, 600));
        try {
            write();
        } finally {
            writing.interrupt();
            writing.join();
        }
        read();
        assertThat(query(
                        target,
                        "select count(*)::text from head h join member m using (conversation) where m.read > h.seq"))
                .containsExactly("0");
        assertThat(query(source, "select sum(seq)::text from head"))
                .isNotEqualTo(query(target, "select sum(seq)::text from head"));
    }

    @Test
    void refusesAStoreThatIsNotEmpty() throws SQLException {
        fill(source, 1, 1);
        write();
        fill(target, 1, 1);
        List<String> before = rows(target, "entry");
        assertThatThrownBy(this::read).isInstanceOf(TransferException.class).hasMessageContaining("not empty");
        assertThat(rows(target, "entry")).isEqualTo(before);
    }

    @Test
    void refusesADamagedArchiveAndLeavesTheStoreEmpty() throws Exception {
        fill(source, 3, 30);
        write();
        empty("conversations/00001/member");
        assertThatThrownBy(this::read).isInstanceOf(TransferException.class).hasMessageContaining("is damaged");
        assertThat(rows(target, "account")).isEmpty();
    }

    @Test
    void refusesWhatIsNoArchive() throws IOException {
        assertThatThrownBy(() -> StoreImport.open(archive)).hasMessageContaining("There is no archive");
        Files.writeString(archive, "not a zip file");
        assertThatThrownBy(() -> StoreImport.open(archive)).hasMessageContaining("damaged or not an archive");
    }

    @Test
    void neverOverwritesAFileAndKeepsTheArchiveFromOthers() throws Exception {
        write();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                .isEqualTo("rw-------");
        assertThatThrownBy(this::write).hasMessageContaining("exists already");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(archive);
        }
    }

    @Test
    void knowsEveryTable() throws SQLException {
        List<String> known = new ArrayList<>(TransferTables.IN_ORDER);
        known.addAll(TransferTables.OWN);
        known.addAll(TransferTables.DERIVED);
        assertThat(query(source, "select tablename from pg_tables where schemaname = 'public'"))
                .containsExactlyInAnyOrderElementsOf(known);
    }

    private Manifest write() {
        return StoreExport.write(source, archive, "test", InstantSource.system());
    }

    private void read() {
        try (StoreImport opened = StoreImport.open(archive)) {
            opened.into(target);
            StoreImport.finish(target);
        }
    }

    /** Takes the rows out of a part, so that nothing is wrong with it but that they are missing. */
    private void empty(String part) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(archive);
                OutputStream emptied = Files.newOutputStream(zip.getPath(part))) {
            emptied.flush();
        }
    }

    /** Accounts 1 to 20, and conversations whose entries the accounts write in turn. */
    private static void fill(Connection connection, int conversations, int messages) throws SQLException {
        run(
                connection,
                "insert into account (id, handle, name, role) select i, 'user' || i, 'User ' || i, 'member' from generate_series(1, 20) i");
        run(connection, """
                insert into session (id, account, secret, generation, created_at, issued_at, device, ended_at, ended_xid)
                values (1, 1, 'one', 1, now(), now(), 'phone', null, null),
                       (2, 2, 'two', 3, now(), now(), 'laptop', now(), pg_current_xact_id())
                """);
        run(connection, "insert into invite (hash, role, expires_at, uses_left) values ('it''s', 'admin', now(), 1)");
        run(connection, "insert into signing_key (kid, private_key, public_key) values ('k', '\\x0001', '\\xff')");
        run(connection, """
                insert into attachment (id, uploader, at, state, name, type, bytes, width, height, conversation, message)
                values (1, 1, now(), 1, 'a.png', 'image/png', 3, 4, 5, 1, gen_random_uuid()),
                       (2, 1, now(), 0, '', '', 6, null, null, null, null)
                """);
        run(connection, """
                insert into scheduled (account, id, conversation, kind, text, data, target, made, due, try_at)
                select i, gen_random_uuid(), 100 + i, 10, 'later ' || i, '{"replyTo":1}', 1, now(), now(), now()
                from generate_series(1, 5) i""");
        run(connection, "insert into emoji values ('party', 'p', 'image/png', '\\x00ff', 2, now())");
        run(connection, "insert into block (account, blocked) values (1, 2), (3, 4)");
        run(connection, """
                insert into conversation (id, kind, title, creator, client_id)
                select i, 1, 'Group ' || i, 1, gen_random_uuid() from generate_series(1, %d) i
                """.formatted(conversations));
        run(connection, "insert into head select id, 0, 0, 1, 0, 2, 1, pg_current_xact_id() from conversation");
        run(connection, """
                insert into member (conversation, account, role, joined, first, first_messages, delivered, read, read_messages, xid)
                select id, a, 0, 1, 1, 0, 1, 1, 0, pg_current_xact_id() from conversation cross join generate_series(1, 2) a
                """);
        run(connection, """
                insert into follow (conversation, account, thread, following, read, read_messages, version)
                select id, 2, 1, id % 2 = 0, 2, 1, 3 from conversation
                """);
        run(connection, """
                insert into entry (conversation, seq, messages, at, sender, kind, id, text)
                select c.id, n, n, now(), 1, 1, gen_random_uuid(), 'message ' || n
                from conversation c cross join generate_series(1, %d) n
                """.formatted(Math.max(2, messages / conversations)));
        run(
                connection,
                "update head h set (seq, messages) = (select max(seq), max(seq) from entry e where e.conversation = h.conversation)");
    }

    private static void appendUntilInterrupted(Connection connection, int conversations) {
        try (connection) {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                append(connection, i % conversations + 1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void append(Connection connection, int conversation) throws SQLException {
        run(connection, """
                with moved as (
                    update head set seq = seq + 1, messages = messages + 1 where conversation = %d returning *),
                entries as (
                    insert into entry (conversation, seq, messages, at, sender, kind, id, text)
                    select conversation, seq, messages, now(), 1, 1, gen_random_uuid(), 'late' from moved)
                update member m set read = moved.seq from moved where m.conversation = moved.conversation
                """.formatted(conversation));
    }

    private Connection migrated() throws SQLException {
        TestDatabase database = TestPostgres.fresh();
        PGSimpleDataSource address = new PGSimpleDataSource();
        address.setUrl(database.jdbcUrl());
        address.setUser(database.user());
        address.setPassword(database.password());
        Migrations.migrate(address);
        Connection connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        connections.add(connection);
        return connection;
    }

    private Connection connect(Connection like) throws SQLException {
        TestDatabase any = TestPostgres.fresh();
        return DriverManager.getConnection(like.getMetaData().getURL(), any.user(), any.password());
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows without their transaction ids, in order. */
    private static List<String> rows(Connection connection, String table) throws SQLException {
        return query(connection, "select (to_jsonb(t) - 'xid' - 'ended_xid')::text from " + table + " t order by 1");
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(Objects.requireNonNull(rows.getString(1)));
            }
        }
        return values;
    }
}
