package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.adapter.postgres.embedded.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class MigrationsTest {
    private static final Path RESOURCES = Path.of("src/main/resources/db");
    private static final Pattern DEFINITION = Pattern.compile("create (?:or replace )?function (\\w+)");
    /** The last version of when functions were defined with tables. */
    private static final int FUNCTIONS_APART_SINCE = 12;

    @Test
    void everyFunctionIsDefinedInOnePlace() throws Exception {
        TestDatabase database = TestPostgres.fresh();
        PGSimpleDataSource address = new PGSimpleDataSource();
        address.setUrl(database.jdbcUrl());
        address.setUser(database.user());
        address.setPassword(database.password());
        Migrations.migrate(address);
        assertThat(definedIn("function")).containsExactlyInAnyOrderElementsOf(functions(database));
    }

    @Test
    void noVersionDefinesAFunctionAnyMore() throws IOException {
        try (Stream<Path> versions = Files.list(RESOURCES.resolve("migration"))) {
            assertThat(versions.filter(file -> version(file) > FUNCTIONS_APART_SINCE))
                    .allSatisfy(file ->
                            assertThat(definitions(file)).as(file.toString()).isEmpty());
        }
    }

    private static int version(Path file) {
        String name = file.getFileName().toString();
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }

    private static List<String> definedIn(String folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
            for (Path file : files.toList()) {
                names.addAll(definitions(file));
            }
        }
        return names;
    }

    private static List<String> definitions(Path file) throws IOException {
        return DEFINITION
                .matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static List<String> functions(TestDatabase database) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select p.proname from pg_proc p
                        where p.pronamespace = current_schema()::regnamespace
                          and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')""")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
