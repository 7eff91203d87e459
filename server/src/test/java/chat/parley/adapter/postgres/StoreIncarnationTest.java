package chat.parley.adapter.postgres;

import static chat.parley.adapter.postgres.Answers.post;
import static chat.parley.adapter.postgres.Answers.store;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.sync.Cursor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreIncarnationTest implements LogContract {
    private final LogFixture fixture = new LogFixture();
    private LogFixture.Node node = fixture.node();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Override
    public LogFixture fixture() {
        return fixture;
    }

    @Override
    public List<LogFixture.Node> servers() {
        return List.of(node);
    }

    @Test
    void stampsTheStoreAnewWhereItCameFromAnotherCluster() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        // more than two pages, with transaction ids far above this cluster's
        fixture.execute("insert into entry (conversation, seq, messages, at, sender, kind, id, text) select "
                + room.value() + ", n, n - 1, now(), " + ada.value()
                + ", 1, gen_random_uuid(), 'n' from generate_series(2, 11000) n;"
                + " update head set seq = 11000, messages = 10999;"
                + " insert into session (id, account, secret, generation, created_at, issued_at, device, ended_xid)"
                + " values (7, " + ada.value() + ", 's', 1, now(), now(), 'd', '9000000000')");
        for (String table : List.of("entry", "head", "member")) {
            fixture.execute("update " + table + " set xid = '9000000000'");
        }
        fixture.execute("update store set cluster = 1");
        Cursor old = node.tail.tailEnd();

        node = fixture.node();

        assertThat(fixture.number("select count(*) from entry where xid <> '3'"))
                .isZero();
        assertThat(fixture.number("select count(*) from head where xid <> '3'")).isZero();
        assertThat(fixture.number("select count(*) from member where xid <> '3'"))
                .isZero();
        assertThat(fixture.number("select count(*) from session where ended_xid = '3'"))
                .isEqualTo(1);
        assertThat(fixture.number("select generation from store")).isEqualTo(2);
        assertThat(fixture.number("select count(*) from store, pg_control_system() where cluster = system_identifier"))
                .isEqualTo(1);
        Cursor fresh = node.tail.tailEnd();
        assertThat(fresh.incarnation()).isNotEqualTo(old.incarnation());
        long seq = store(log(), post(room, ada, "life goes on")).seq();
        fixture.awaitTrue("select exists (select from entry where seq = " + seq
                + " and xid < pg_snapshot_xmin(pg_current_snapshot()))");
        assertThat(node.tail.tail(fresh, 100).heads()).containsEntry(room, seq);
    }

    @Test
    void leavesTheStoreOfItsOwnClusterAlone() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        long xid = fixture.number("select xid::text::bigint from head where conversation = " + room.value());
        Cursor before = node.tail.tailEnd();
        node = fixture.node();
        assertThat(fixture.number("select xid::text::bigint from head where conversation = " + room.value()))
                .isEqualTo(xid);
        assertThat(node.tail.tailEnd().incarnation()).isEqualTo(before.incarnation());
    }
}
