package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.search.IndexConfig;
import chat.parley.adapter.postgres.search.PostgresMessageIndex;
import chat.parley.adapter.postgres.search.SearchIndexer;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageChange;
import chat.parley.core.search.MessageIndex;
import chat.parley.core.search.MessageIndex.Order;
import chat.parley.core.search.Query;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresMessageIndexTest implements MessageIndexContract {
    private static final String SETTLED = """
            select not walking and recipe <> 'another' and incarnation = store_incarnation() and not exists (
                select from entry where kind in (1, 2, 3, 10) and xid >= position::text::xid8)
            from search_progress""";

    private static ConversationFixture fixture;
    private static IndexConfig config;
    private static SearchIndexer indexer;
    private static MessageIndex index;

    @BeforeAll
    static void open() {
        fixture = new ConversationFixture();
        config = config(50, 10_000);
        indexer = new SearchIndexer(fixture.node.database.pool(), config, fixture.node.metrics);
        index = new PostgresMessageIndex(fixture.node.database.pool(), config, fixture.node.metrics);
    }

    @AfterAll
    static void close() {
        indexer.close();
        fixture.close();
    }

    /** @param batch small, so that many posts are several batches */
    private static IndexConfig config(int batch, int budget) {
        IndexConfig defaults = IndexConfig.defaults();
        return new IndexConfig(
                defaults.languages(), Duration.ofMillis(5), batch, Duration.ofSeconds(1), 50, 500, budget);
    }

    @Override
    public ConversationFixture store() {
        return fixture;
    }

    @Override
    public MessageIndex index() {
        return index;
    }

    @Override
    public void settle() {
        fixture.store.awaitTrue(SETTLED);
    }

    @Test
    void forgetsTheWordsThatNoMessageHasAnyMore() {
        UserId ada = fixture.user();
        ConversationId room = fixture.group(ada);
        long seq = fixture.post(room, ada, "onlyhere commonword");
        fixture.post(room, ada, "commonword");
        settle();
        fixture.store.execute(
                "select parley_recall(%d, %d, %d, true, '-infinity', access_version, true) from head where conversation = %d"
                        .formatted(room.value(), ada.value(), seq, room.value()));
        settle();
        assertThat(fixture.store.texts("select word from search_word where word in ('onlyhere', 'commonword')"))
                .containsExactly("commonword");
        assertThat(fixture.store.number("select count(*) from search_message where conversation = " + room.value()))
                .isEqualTo(1);
    }

    @Test
    void makesAllAnewWhereItIsAskedWhileItFollowsTheLog() {
        UserId ada = fixture.user();
        ConversationId room = fixture.group(ada);
        for (int i = 0; i < 200; i++) {
            fixture.post(room, ada, "anew " + i);
        }
        settle();
        List<String> before = rows(room);
        fixture.store.execute("delete from search_message where seq % 2 = 0");
        fixture.store.execute("update search_message set words = '''lost''' where seq % 3 = 0");
        fixture.store.execute("update search_progress set version = version + 1, recipe = 'another'");
        fixture.post(room, ada, "meanwhile");
        settle();
        assertThat(rows(room)).containsAll(before).hasSize(201);
    }

    @Test
    void saysHowToGoOnWhereTheBudgetEnds() {
        UserId ada = fixture.user();
        ConversationId room = fixture.group(ada);
        for (int i = 0; i < 60; i++) {
            fixture.post(room, ada, i < 5 ? "budgetword rareword" : "budgetword");
        }
        settle();
        fixture.store.execute(
                "update entry set at = at - seq * interval '1 hour' where conversation = " + room.value());
        fixture.store.execute("delete from search_message where conversation = " + room.value());
        fixture.store.execute("update search_progress set version = version + 1, recipe = 'another'");
        settle();
        MessageIndex poor =
                new PostgresMessageIndex(fixture.node.database.pool(), config(50, 1), new SimpleMeterRegistry());
        List<Long> found = new ArrayList<>();
        Optional<String> next = Optional.empty();
        int pages = 0;
        do {
            MessageIndex.Found page = poor.find(
                    ada,
                    new Query(
                            List.of(new Query.Clause(new Query.What.Term("budgetword"), false)),
                            Optional.empty(),
                            Optional.empty()),
                    Order.DATE,
                    next,
                    50);
            page.matches().forEach(match -> found.add(match.seq()));
            next = Optional.ofNullable(page.next());
            pages++;
        } while (next.isPresent());
        assertThat(found).doesNotHaveDuplicates().hasSize(60);
        assertThat(pages).isGreaterThan(2);
    }

    @Test
    void showsNoMessageForWordsThatItLostMeanwhile() {
        UserId ada = fixture.user();
        ConversationId room = fixture.group(ada);
        long seq = fixture.post(room, ada, "wordbefore");
        settle();
        AtomicInteger found = new AtomicInteger();
        MessageIndex interrupted = new PostgresMessageIndex(
                Interference.with(fixture.node.database.pool(), (connection, query) -> {
                    ResultSet rows = (ResultSet) query.run();
                    if (rows.getMetaData()
                            .getColumnName(rows.getMetaData().getColumnCount())
                            .equals("rank")) {
                        found.incrementAndGet();
                        revise(new MessageChange.Edit(
                                room, ada, seq, UUID.randomUUID(), "wordafter", Instant.EPOCH, 9));
                        settle();
                    }
                    return rows;
                }),
                config,
                new SimpleMeterRegistry());
        Query query = new Query(
                List.of(new Query.Clause(new Query.What.Term("wordbefore"), false)),
                Optional.empty(),
                Optional.empty());
        assertThat(interrupted
                        .find(ada, query, Order.DATE, Optional.empty(), 50)
                        .matches())
                .extracting(MessageIndex.Match::text)
                .containsExactly("wordbefore");
        assertThat(found).hasValue(1);
        assertThat(found(ada, "wordbefore")).isEmpty();
    }

    @Test
    void findsInTheConversationsOfOneWhoIsInVeryMany() {
        UserId ada = fixture.user();
        UserId ben = fixture.user();
        ConversationId elsewhere = fixture.group(ben);
        List<ConversationId> rooms = new ArrayList<>();
        for (int i = 0; i < 210; i++) {
            rooms.add(fixture.group(ada));
            if (i == 7 || i == 70 || i == 209) {
                fixture.post(rooms.getLast(), ada, "manyrooms");
                fixture.post(elsewhere, ben, "manyrooms elsewhere");
                settle();
                // one who sees little: conversations are named in the index
                fixture.store.execute("update pg_class set reltuples = 1e9 where relname = 'search_message'");
                assertThat(found(ada, "manyrooms")).hasSameSizeAs(found(ada, "manyrooms from:me"));
                // one who sees much
                fixture.store.execute("update pg_class set reltuples = 0 where relname = 'search_message'");
                assertThat(found(ada, "manyrooms")).hasSameSizeAs(found(ada, "manyrooms from:me"));
            }
        }
        assertThat(found(ada, "manyrooms")).containsExactly("manyrooms", "manyrooms", "manyrooms");
    }

    @Test
    void letsOneOfTwoServersWorkAndTheOtherTakeOver() {
        UserId ada = fixture.user();
        ConversationId room = fixture.group(ada);
        SimpleMeterRegistry second = new SimpleMeterRegistry();
        SearchIndexer other = new SearchIndexer(fixture.node.database.pool(), config, second);
        try {
            for (int i = 0; i < 100; i++) {
                fixture.post(room, ada, "twoservers " + i);
            }
            settle();
            assertThat(rows(room)).hasSize(100);
            indexer.close();
            fixture.post(room, ada, "twoservers afterwards");
            settle();
            assertThat(found(ada, "afterwards")).hasSize(1);
            assertThat(second.get("parley.search.indexed").counter().count()).isPositive();
        } finally {
            other.close();
            indexer = new SearchIndexer(fixture.node.database.pool(), config, new SimpleMeterRegistry());
        }
    }

    private List<String> rows(ConversationId room) {
        return fixture.store.texts("select row(s.*)::text from search_message s where conversation = " + room.value());
    }
}
