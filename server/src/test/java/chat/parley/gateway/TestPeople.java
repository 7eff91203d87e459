package chat.parley.gateway;

import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Accounts and sign-in sessions, put straight into the tables: how they come about is another part's affair. */
final class TestPeople {
    private final TestDatabase address;
    private long last = 1_000;

    TestPeople(TestDatabase address) {
        this.address = address;
    }

    /** Somebody who is signed in. */
    record Person(UserId user, SessionId session) {
        String token() {
            return Tokens.of(user, session);
        }
    }

    Person person() {
        long id = ++last;
        execute("insert into account (id, handle, name, role) values (" + id + ", 'u" + id + "', 'U', 'member')");
        execute("insert into session (id, account, secret, generation, created_at, issued_at, device)" + " values ("
                + id + ", " + id + ", '', 1, now(), now(), 'test')");
        return new Person(new UserId(id), new SessionId(id));
    }

    /** Ends the session where only the tail of the log shows it. */
    void end(Person person) {
        execute("update session set ended_at = now(), ended_xid = pg_current_xact_id() where id = "
                + person.session().value());
    }

    void execute(String sql) {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }
}
