package chat.parley.adapter.postgres.search;

import chat.parley.core.search.Content;
import chat.parley.core.search.Word;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads messages as they stand and writes them into the index. */
final class IndexWriter {
    /** The text is null where the message was recalled. */
    static final String READ = """
            select e.conversation, e.seq, coalesce(f.edited, e.seq) as version, e.at, e.sender,
                   case when e.text is not null then coalesce(v.text, e.text) end as text, e.data
            from unnest(?::bigint[], ?::bigint[]) k (conversation, seq)
            join entry e on e.conversation = k.conversation and e.seq = k.seq and e.kind in (1, 10)
            left join fold f on f.conversation = e.conversation and f.seq = e.seq
            left join entry v on v.conversation = f.conversation and v.seq = f.edited""";

    /** What retention took meanwhile is not brought back: it deletes from the index after the log, and waits for who writes here. */
    private static final String PUT = """
            insert into search_message as s (conversation, seq, version, at, words)
            select r.conversation, r.seq, r.version, r.at, r.words::tsvector
            from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::timestamptz[], ?::text[])
                 r (conversation, seq, version, at, words)
            where exists (select from entry e where e.conversation = r.conversation and e.seq = r.seq)
            on conflict (conversation, seq) do update set version = excluded.version, words = excluded.words
            where (s.version, s.words) is distinct from (excluded.version, excluded.words)""";

    private static final String DELETE = """
            delete from search_message s using unnest(?::bigint[], ?::bigint[]) k (conversation, seq)
            where s.conversation = k.conversation and s.seq = k.seq""";

    private static final String ADD_WORDS =
            "insert into search_word select w from unnest(?::text[]) w order by w on conflict do nothing";

    private static final String MERGE = "select gin_clean_pending_list('search_message_words')";

    private static final String WORDS_OF = """
            select distinct l.word
            from unnest(?::bigint[], ?::bigint[]) k (conversation, seq)
            join search_message s on s.conversation = k.conversation and s.seq = k.seq
            cross join lateral unnest(tsvector_to_array(s.words)) l (word)
            where l.word not like '%:%'""";

    private static final String FORGET =
            "delete from search_word w where w.word = any (?::text[]) and not parley_search_knows(w.word)";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stems stems;

    IndexWriter(List<String> languages) {
        this.stems = new Stems(languages);
    }

    /** A message's key. */
    record Key(long conversation, long seq) {}

    private record Row(
            Key key,
            long version,
            OffsetDateTime at,
            long sender,
            @Nullable String text,
            boolean attachments,
            List<Word> words) {}

    /** What a write is made of: messages to put in, those to take out, the words they are made of. */
    record Prepared(List<Put> puts, List<Key> gone, Set<String> words) {
        Optional<OffsetDateTime> oldest() {
            return puts.stream().map(Put::at).min(OffsetDateTime::compareTo);
        }

        Optional<OffsetDateTime> newest() {
            return puts.stream().map(Put::at).max(OffsetDateTime::compareTo);
        }
    }

    record Put(Key key, long version, OffsetDateTime at, String vector) {}

    /** Reads these messages and cuts their words; keys of other entries are passed over. No transaction is open meanwhile. */
    Prepared prepare(Connection connection, Collection<Key> keys) throws SQLException {
        List<Row> rows = read(connection, keys);
        Set<String> all = rows.stream()
                .flatMap(row -> row.words().stream())
                .filter(word -> !word.ideograph())
                .map(Word::form)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Stems.Table table = stems.of(connection, all);
        List<Put> puts = new ArrayList<>();
        List<Key> gone = new ArrayList<>();
        for (Row row : rows) {
            if (row.text() == null) {
                gone.add(row.key());
            } else {
                puts.add(new Put(row.key(), row.version(), row.at(), vector(row, row.text(), table)));
            }
        }
        return new Prepared(puts, gone, all);
    }

    private static String vector(Row row, String text, Stems.Table table) {
        List<String> forms = row.words().stream()
                .filter(word -> !word.ideograph())
                .map(Word::form)
                .distinct()
                .toList();
        return Lexemes.vector(
                row.words(),
                table.ofText(forms),
                new Lexemes.About(
                        row.key().conversation(),
                        row.sender(),
                        row.at().toInstant(),
                        Content.of(text, row.attachments())));
    }

    private static List<Row> read(Connection connection, Collection<Key> keys) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            setKeys(statement, keys);
            List<Row> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String text = row.getString("text");
                    rows.add(new Row(
                            new Key(row.getLong("conversation"), row.getLong("seq")),
                            row.getLong("version"),
                            row.getObject("at", OffsetDateTime.class),
                            row.getLong("sender"),
                            text,
                            hasAttachments(row.getString("data")),
                            text == null ? List.of() : Word.of(text)));
                }
            }
            return rows;
        }
    }

    private static boolean hasAttachments(@Nullable String data) {
        try {
            return data != null && !JSON.readTree(data).path("attachments").isEmpty();
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException("an entry's data is not JSON", notJson);
        }
    }

    /**
     * Writes what was prepared, within the caller's transaction.
     *
     * @param revised messages that were in the index before: words that no message has any more are forgotten, since a recall
     *     takes them out of the store
     */
    void write(Connection connection, Prepared prepared, Collection<Key> revised) throws SQLException {
        Set<String> before = revised.isEmpty() ? Set.of() : wordsOf(connection, revised);
        add(connection, prepared.words());
        put(connection, prepared.puts());
        if (!prepared.gone().isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
                setKeys(statement, prepared.gone());
                statement.executeUpdate();
            }
        }
        Set<String> perhapsGone = new HashSet<>(before);
        perhapsGone.removeAll(prepared.words());
        if (!perhapsGone.isEmpty()) {
            execute(connection, FORGET, perhapsGone);
        }
    }

    /** Brings what was written from the index's list into its tree: until then every query reads the list. Returns its pages. */
    long merge(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MERGE);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void put(Connection connection, List<Put> puts) throws SQLException {
        if (puts.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            setKeys(statement, puts.stream().map(Put::key).toList());
            statement.setArray(3, numbers(connection, puts, Put::version));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "timestamptz", puts.stream().map(Put::at).toArray()));
            statement.setArray(
                    5,
                    connection.createArrayOf(
                            "text", puts.stream().map(Put::vector).toArray()));
            statement.executeUpdate();
        }
    }

    private static void add(Connection connection, Set<String> words) throws SQLException {
        if (!words.isEmpty()) {
            execute(connection, ADD_WORDS, words);
        }
    }

    private static void execute(Connection connection, String sql, Set<String> words) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", words.toArray()));
            statement.executeUpdate();
        }
    }

    private static Set<String> wordsOf(Connection connection, Collection<Key> keys) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WORDS_OF)) {
            setKeys(statement, keys);
            Set<String> words = new HashSet<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    words.add(row.getString(1));
                }
            }
            return words;
        }
    }

    private static void setKeys(PreparedStatement statement, Collection<Key> keys) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(1, numbers(connection, keys, Key::conversation));
        statement.setArray(2, numbers(connection, keys, Key::seq));
    }

    private static <T> Array numbers(Connection connection, Collection<T> items, ToLongFunction<T> number)
            throws SQLException {
        return connection.createArrayOf(
                "bigint", items.stream().mapToLong(number).boxed().toArray());
    }
}
