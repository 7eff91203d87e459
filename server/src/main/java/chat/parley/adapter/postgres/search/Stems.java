package chat.parley.adapter.postgres.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The stems of words in each of the configured languages, asked of PostgreSQL's dictionaries and remembered, since people use
 * the same words again and again.
 */
final class Stems {
    private static final int REMEMBERED = 50_000;

    /** A stop word, which every text of its language has, has no stem. */
    private static final String NONE = "";

    private static final String SQL = """
            select w.word, array(
                select coalesce((ts_lexize(l.dictionary::regdictionary, w.word))[1], '')
                from unnest(?::text[]) with ordinality l (dictionary, n) order by l.n)
            from unnest(?::text[]) w (word)""";

    private final String[] dictionaries;
    private final Cache<String, List<String>> known =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    Stems(List<String> languages) {
        dictionaries = languages.stream().map(language -> language + "_stem").toArray(String[]::new);
    }

    /** The stems of these words, by word. */
    Table of(Connection connection, Collection<String> words) throws SQLException {
        Map<String, List<String>> found = new HashMap<>(known.getAllPresent(words));
        String[] unknown = words.stream()
                .filter(word -> !found.containsKey(word))
                .distinct()
                .toArray(String[]::new);
        if (unknown.length > 0) {
            try (PreparedStatement statement = connection.prepareStatement(SQL)) {
                statement.setArray(1, connection.createArrayOf("text", dictionaries));
                statement.setArray(2, connection.createArrayOf("text", unknown));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        List<String> stems = List.of((String[]) row.getArray(2).getArray());
                        found.put(row.getString(1), stems);
                        known.put(row.getString(1), stems);
                    }
                }
            }
        }
        return new Table(found, dictionaries.length);
    }

    /** Of each word its stem in each language, in the order in which they are configured. */
    record Table(Map<String, List<String>> stems, int languages) {
        /** The stems of a text's words in the language that it seems to be in, words that are their own stem left out. */
        Set<String> ofText(Collection<String> words) {
            int language = language(words);
            Set<String> found = new LinkedHashSet<>();
            for (String word : words) {
                String stem = of(word).get(language);
                if (!stem.equals(NONE) && !stem.equals(word)) {
                    found.add(stem);
                }
            }
            return found;
        }

        /** The word and all its stems, whatever language it is of. */
        Set<String> ofAny(String word) {
            Set<String> found = new LinkedHashSet<>();
            found.add(word);
            of(word).stream().filter(stem -> !stem.equals(NONE)).forEach(found::add);
            return found;
        }

        /** The language with the most stop words in the text; the first of several, and where there is none. */
        private int language(Collection<String> words) {
            int[] stops = new int[languages];
            int best = 0;
            for (String word : words) {
                List<String> stems = of(word);
                for (int i = 0; i < languages; i++) {
                    stops[i] += stems.get(i).equals(NONE) ? 1 : 0;
                }
            }
            for (int i = 1; i < languages; i++) {
                best = stops[i] > stops[best] ? i : best;
            }
            return best;
        }

        private List<String> of(String word) {
            List<String> found = stems.get(word);
            if (found == null) {
                throw new IllegalArgumentException("the stems of this word were not asked for");
            }
            return found;
        }
    }
}
