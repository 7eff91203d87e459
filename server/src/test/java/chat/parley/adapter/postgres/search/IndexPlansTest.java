package chat.parley.adapter.postgres.search;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.PlannedStore;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the index costs does not grow with the log. */
class IndexPlansTest {
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
        assertThat(store.plan(SearchIndexer.TAIL)).contains("entry_tail").doesNotContain("Sort");
    }

    @Test
    void looksUpTheTextOfAnEditWithoutReadingItsConversation() throws SQLException {
        assertThat(store.plan(IndexWriter.READ))
                .contains("(conversation = f.conversation) AND (seq = f.edited)")
                .doesNotContain("Join Filter", "Seq Scan on entry");
    }
}
