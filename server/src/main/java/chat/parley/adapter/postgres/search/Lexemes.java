package chat.parley.adapter.postgres.search;

import chat.parley.core.search.Content;
import chat.parley.core.search.Word;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What stands in {@code search_message.words} (V8), as the text of a {@code tsvector}, and queries for it, as that of a {@code
 * tsquery}. Words are letters, digits and marks only, so a quoted one needs no escapes.
 *
 * <p>Characters of scripts without spaces are indexed one by one and in pairs: most words of such scripts have one or two of
 * them, too few for the trigrams that serve other scripts. A longer word is a phrase of pairs.
 */
final class Lexemes {
    /** Changes whenever texts are made into lexemes in another way: all is indexed anew then. */
    private static final int RECIPE = 1;

    /** The last position that a {@code tsvector} knows. */
    private static final int LAST_POSITION = 16_383;

    /** Seconds: the lengths of the stretches of time are the powers of this. */
    private static final long STRETCH = 64;

    private static final int STRETCHES = 6;

    private Lexemes() {}

    static String recipe(List<String> languages) {
        return RECIPE + " " + String.join(" ", languages);
    }

    /** What is known of a message beside its words. */
    record About(long conversation, long sender, Instant at, Set<Content> contents) {}

    /** @param stems as {@link Stems.Table#ofText} gives them */
    static String vector(List<Word> words, Collection<String> stems, About about) {
        Map<String, StringBuilder> lexemes = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            int position = Math.min(i + 1, LAST_POSITION);
            place(lexemes, words.get(i).form(), position);
            if (paired(words, i)) {
                place(lexemes, pair(words, i), position);
            }
        }
        stems.forEach(stem -> lexemes.computeIfAbsent(stem, unseen -> new StringBuilder()));
        facts(about).forEach(fact -> lexemes.put(fact, new StringBuilder()));
        return lexemes.entrySet().stream()
                .map(lexeme -> quoted(lexeme.getKey()) + lexeme.getValue())
                .collect(Collectors.joining(" "));
    }

    private static void place(Map<String, StringBuilder> lexemes, String form, int position) {
        StringBuilder places = lexemes.computeIfAbsent(form, unseen -> new StringBuilder());
        // A weighs more than a stem without a position
        places.append(places.isEmpty() ? ':' : ',').append(position).append('A');
    }

    private static List<String> facts(About about) {
        List<String> facts = new ArrayList<>();
        facts.add("c:" + about.conversation());
        facts.add("f:" + about.sender());
        about.contents().forEach(content -> facts.add("h:" + content.word()));
        long stretch = about.at().getEpochSecond();
        for (int level = 0; level < STRETCHES; level++) {
            facts.add(level + ":" + stretch);
            stretch = Math.floorDiv(stretch, STRETCH);
        }
        return facts;
    }

    /** Any of these lexemes. */
    static String anyOf(Collection<String> lexemes) {
        return lexemes.stream().map(Lexemes::quoted).collect(Collectors.joining("|", "(", ")"));
    }

    /** These words, one right after the other. */
    static String phrase(List<Word> words) {
        StringBuilder phrase = new StringBuilder();
        int last = 0;
        for (int i = 0; i < words.size(); i++) {
            boolean covered = i > 0 && paired(words, i - 1) && !paired(words, i);
            if (!covered) {
                phrase.append(i == 0 ? "" : "<" + (i - last) + ">")
                        .append(quoted(
                                paired(words, i) ? pair(words, i) : words.get(i).form()));
                last = i;
            }
        }
        return "(" + phrase + ")";
    }

    private static boolean paired(List<Word> words, int i) {
        return i + 1 < words.size()
                && words.get(i).ideograph()
                && words.get(i + 1).ideograph()
                && words.get(i).end() == words.get(i + 1).start();
    }

    private static String pair(List<Word> words, int i) {
        return words.get(i).form() + words.get(i + 1).form();
    }

    private static String quoted(String lexeme) {
        return "'" + lexeme + "'";
    }
}
