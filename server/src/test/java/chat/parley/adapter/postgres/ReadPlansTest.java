package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a look at the log costs does not grow with it. */
class ReadPlansTest {
    private static PlannedStore store;

    @BeforeAll
    static void open() throws SQLException {
        store = new PlannedStore();
    }

    @AfterAll
    static void close() throws SQLException {
        store.close();
    }

    @Test
    void takesTheNextOfTheTailWithoutSortingAllThatFollow() throws SQLException {
        assertThat(store.plan(PostgresLogTail.ENTRIES)).contains("entry_tail").doesNotContain("Sort");
    }

    @Test
    void looksUpEditsAndPinsOfMessagesWithoutReadingTheirConversations() throws SQLException {
        assertThat(store.plan(MessageQueries.NAMED))
                .contains(
                        "(conversation = f.conversation) AND (seq = f.edited)",
                        "(conversation = f.conversation) AND (seq = f.pinned)")
                .doesNotContain("Seq Scan on entry");
    }

    @Test
    void asksForReactionsOnlyWhereThereAreSome() throws SQLException {
        assertThat(store.plan(MessageQueries.NAMED)).containsPattern("(?s)SubPlan.*Scan.* reaction a");
    }
}
