package chat.parley.adapter.postgres.search;

import chat.parley.adapter.postgres.ConnectionSource;
import chat.parley.adapter.postgres.Transactions;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.search.MessageIndex;
import chat.parley.core.search.Query;
import chat.parley.core.search.Word;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages by {@code parley_search} (R__search), then holds what it found against the log: one more statement asks for the
 * rights, the text as it stands and whether it is that of the index, so that what was recalled, edited or taken from the viewer
 * a moment ago is left out.
 */
public final class PostgresMessageIndex implements MessageIndex {
    private static final String PLACES = """
            select conversation, seq, at, rank
            from parley_search(?, ?::tsquery, ?::tsquery, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String MESSAGES = """
            select e.conversation, e.seq, e.at, e.sender, coalesce(v.text, e.text) as text
            from unnest(?::bigint[], ?::bigint[]) with ordinality p (conversation, seq, n)
            join member m on m.conversation = p.conversation and m.account = ? and m.left_at is null
            join head h on h.conversation = p.conversation
            join search_message s on s.conversation = p.conversation and s.seq = p.seq
            join entry e on e.conversation = p.conversation and e.seq = p.seq
            left join fold f on f.conversation = p.conversation and f.seq = p.seq
            left join entry v on v.conversation = f.conversation and v.seq = f.edited
            where e.seq >= greatest(m.first, h.first) and e.text is not null and s.version = coalesce(f.edited, e.seq)
            order by p.n""";

    private static final Comparator<Ranked> BEST_FIRST = Comparator.comparingDouble(Ranked::rank)
            .thenComparingLong(Ranked::at)
            .thenComparingLong(Ranked::conversation)
            .thenComparingLong(Ranked::seq)
            .reversed();

    private final Transactions transactions;
    private final IndexConfig config;
    private final Stems stems;
    private final Timer byDate;
    private final Timer byRank;

    public PostgresMessageIndex(ConnectionSource connections, IndexConfig config, MeterRegistry registry) {
        this.transactions = new Transactions(connections);
        this.config = config;
        this.stems = new Stems(config.languages());
        byDate = timer("date", registry);
        byRank = timer("rank", registry);
    }

    private static Timer timer(String order, MeterRegistry registry) {
        return Timer.builder("parley.search.query")
                .description("How long a page of hits takes the store")
                .tag("order", order)
                .publishPercentileHistogram()
                .register(registry);
    }

    /** A row of {@code parley_search}. */
    private record Ranked(float rank, long at, long conversation, long seq) {
        Place byDate() {
            return Place.byDate(at, conversation, seq);
        }
    }

    /** Some places in order, and where to go on. */
    private record Places(List<Ranked> places, @Nullable Place next) {}

    @Override
    public Found find(UserId viewer, Query query, Order order, Optional<String> after, int limit) {
        Timer.Sample begun = Timer.start();
        try {
            // Or a message that is edited between being found and being read is shown for words that it has lost.
            return transactions.snapshot(connection -> {
                Optional<Terms> terms =
                        new Terms.Reader(connection, viewer, stems, config.expansions(), query).read(query);
                if (terms.isEmpty()) {
                    return new Found(List.of(), Set.of(), null);
                }
                Search search = new Search(viewer, query, order, terms.get(), limit);
                Optional<Place> last = after.flatMap(text -> Place.parse(text, order));
                return found(
                        connection,
                        search,
                        switch (order) {
                            case DATE -> newest(connection, search, last);
                            case RANK -> best(connection, search, last);
                        });
            });
        } finally {
            begun.stop(order == Order.DATE ? byDate : byRank);
        }
    }

    private record Search(UserId viewer, Query query, Order order, Terms terms, int limit) {}

    private Places newest(Connection connection, Search search, Optional<Place> last) throws SQLException {
        List<Ranked> rows =
                places(connection, search, last.orElse(Place.byDate(Place.NEVER, 0, 0)), search.limit() + 1);
        // A place in no conversation is where the budget ended.
        if (!rows.isEmpty() && rows.getLast().conversation() == 0) {
            return new Places(rows.subList(0, rows.size() - 1), rows.getLast().byDate());
        }
        if (rows.size() <= search.limit()) {
            return new Places(rows, null);
        }
        List<Ranked> page = rows.subList(0, search.limit());
        return new Places(page, page.getLast().byDate());
    }

    private Places best(Connection connection, Search search, Optional<Place> last) throws SQLException {
        long newest = last.map(Place::newest).orElse(Place.NEVER);
        List<Ranked> rows = new ArrayList<>(places(connection, search, Place.byDate(newest, 0, 0), config.ranked()));
        rows.removeIf(row -> row.conversation() == 0);
        if (rows.isEmpty()) {
            return new Places(rows, null);
        }
        long fixed = last.isPresent() ? newest : rows.getFirst().at() + 1;
        rows.sort(BEST_FIRST);
        last.ifPresent(place -> {
            Ranked end = new Ranked(place.rank(), place.at(), place.conversation(), place.seq());
            rows.removeIf(row -> BEST_FIRST.compare(row, end) <= 0);
        });
        if (rows.size() <= search.limit()) {
            return new Places(rows, null);
        }
        List<Ranked> page = rows.subList(0, search.limit());
        Ranked end = page.getLast();
        return new Places(page, new Place(Order.RANK, end.at(), end.conversation(), end.seq(), end.rank(), fixed));
    }

    private List<Ranked> places(Connection connection, Search search, Place from, int limit) throws SQLException {
        Terms terms = search.terms();
        try (PreparedStatement statement = connection.prepareStatement(PLACES)) {
            statement.setLong(1, search.viewer().value());
            statement.setString(2, terms.query().isEmpty() ? null : terms.query());
            statement.setString(3, search.order() == Order.DATE || terms.rank().isEmpty() ? null : terms.rank());
            statement.setArray(
                    4,
                    terms.within().isEmpty()
                            ? null
                            : connection.createArrayOf(
                                    "bigint", terms.within().get().toArray()));
            statement.setObject(
                    5, time(search.query().since().map(Instant::toEpochMilli).orElse(0L)));
            statement.setObject(
                    6, time(search.query().before().map(Instant::toEpochMilli).orElse(Place.NEVER)));
            statement.setObject(7, time(from.at()));
            statement.setLong(8, from.conversation());
            statement.setLong(9, from.seq());
            statement.setInt(10, limit);
            statement.setInt(11, config.budget());
            List<Ranked> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(new Ranked(
                            row.getFloat("rank"), millis(row), row.getLong("conversation"), row.getLong("seq")));
                }
            }
            return rows;
        }
    }

    private Found found(Connection connection, Search search, Places places) throws SQLException {
        List<Match> matches = places.places().isEmpty() ? List.of() : matches(connection, search, places.places());
        Place next = places.next();
        return new Found(
                matches, related(connection, matches, search.terms().stems()), next == null ? null : next.text());
    }

    private static List<Match> matches(Connection connection, Search search, List<Ranked> places) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MESSAGES)) {
            statement.setArray(1, numbers(connection, places, Ranked::conversation));
            statement.setArray(2, numbers(connection, places, Ranked::seq));
            statement.setLong(3, search.viewer().value());
            List<Match> matches = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    matches.add(new Match(
                            new ConversationId(row.getLong("conversation")),
                            row.getLong("seq"),
                            Instant.ofEpochMilli(millis(row)),
                            new UserId(row.getLong("sender")),
                            row.getString("text")));
                }
            }
            return matches;
        }
    }

    private static Array numbers(Connection connection, List<Ranked> places, ToLongFunction<Ranked> number)
            throws SQLException {
        return connection.createArrayOf(
                "bigint", places.stream().mapToLong(number).boxed().toArray());
    }

    /** The words of these texts that share a stem with the words asked for. */
    private Set<String> related(Connection connection, List<Match> matches, Set<String> asked) throws SQLException {
        if (asked.isEmpty()) {
            return Set.of();
        }
        Set<String> candidates = new HashSet<>();
        Predicate<String> likely = word -> asked.stream().anyMatch(stem -> stem.charAt(0) == word.charAt(0));
        for (Match match : matches) {
            Word.of(match.text()).stream()
                    .filter(word -> !word.ideograph())
                    .map(Word::form)
                    .filter(likely)
                    .forEach(candidates::add);
        }
        Stems.Table table = stems.of(connection, candidates);
        candidates.removeIf(word -> table.ofAny(word).stream().noneMatch(asked::contains));
        return candidates;
    }

    private static OffsetDateTime time(long millis) {
        return Instant.ofEpochMilli(Math.clamp(millis, 0, Place.NEVER)).atOffset(ZoneOffset.UTC);
    }

    private static long millis(ResultSet row) throws SQLException {
        return row.getObject("at", OffsetDateTime.class).toInstant().toEpochMilli();
    }
}
