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

    /** Groups from..to whose states are as large as states get: 20 members' marks, and texts of four bytes a character. */
    void largeGroups(Person owner, int from, int to) {
        long base = 1_000_000 + owner.user().value() * 10_000;
        execute("""
                with groups as (select %1$d + g as id, g from generate_series(%2$d + 1, %3$d) g),
                     accounts as (
                         insert into account (id, handle, name, role)
                         select id * 100 + n, 'l' || id * 100 + n, repeat('N', 60), 'member'
                         from groups, generate_series(1, 19) n),
                     conversations as (
                         insert into conversation (id, kind, title, topic, creator)
                         select id, 1, g || ' ' || repeat('𝄞', 90), repeat('𝄞', 400), %4$d from groups),
                     heads as (
                         insert into head
                         select id, 2, 1, 1, 0, 20, 1, pg_current_xact_id() from groups),
                     entries as (
                         insert into entry (conversation, seq, messages, at, sender, kind, id, text, data)
                         select id, s, s - 1, now() + make_interval(secs => g), %4$d,
                                case s when 1 then 6 else 1 end, case s when 2 then gen_random_uuid() end,
                                case s when 2 then repeat('𝄞', 200) end, case s when 1 then '{"users":[]}' end
                         from groups, generate_series(1, 2) s)
                insert into member (conversation, account, role, joined, first, first_messages, delivered, read,
                                    read_messages, xid)
                select id, case n when 0 then %4$d else id * 100 + n end, 0, 1, 1, 0, 1, 1, 0, pg_current_xact_id()
                from groups, generate_series(0, 19) n""".formatted(base, from, to, owner.user().value()));
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
