package chat.parley.core.search;

import chat.parley.core.search.Query.What;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The part of a message that shows why it was found.
 *
 * @param text plain text, line breaks and controls made spaces, with {@code …} where something was left out
 * @param highlights what matched, in order and apart from each other
 */
public record Snippet(String text, List<Span> highlights) {
    private static final String LEFT_OUT = "…";

    /** How much of what stands before the first match is shown: a quarter of all. */
    private static final int BEFORE = 4;

    /** From {@code start} to {@code end}, in UTF-16 units of the snippet. */
    public record Span(int start, int end) {}

    /**
     * @param related the forms of words that count as the query's, because they have its words' stems
     * @param length the most characters
     */
    static Snippet of(String text, Query query, Set<String> related, int length) {
        List<Span> marks = apart(marks(text, query, related));
        int wanted = marks.isEmpty() ? 0 : marks.getFirst().start();
        int start = back(text, wanted, length / BEFORE);
        int end = forth(text, start, length);
        if (end == text.length()) {
            start = back(text, end, length);
        }
        String head = start > 0 ? LEFT_OUT : "";
        String tail = end < text.length() ? LEFT_OUT : "";
        String shown = head + text.substring(start, end).replaceAll("\\p{Cc}", " ") + tail;
        int shift = head.length() - start;
        int from = start;
        int to = end;
        return new Snippet(
                shown,
                marks.stream()
                        .filter(mark -> mark.start() >= from && mark.end() <= to)
                        .map(mark -> new Span(mark.start() + shift, mark.end() + shift))
                        .toList());
    }

    private static List<Span> marks(String text, Query query, Set<String> related) {
        List<Word> words = Word.of(text);
        List<Span> marks = new ArrayList<>();
        List<What.Prefix> prefixes = query.wanted(What.Prefix.class);
        List<What.Part> parts = query.wanted(What.Part.class);
        List<What.Phrase> phrases = query.wanted(What.Phrase.class);
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            String form = word.form();
            if (related.contains(form)
                    || prefixes.stream().anyMatch(prefix -> form.startsWith(prefix.start()))
                    || parts.stream().anyMatch(part -> form.contains(part.part()))) {
                marks.add(new Span(word.start(), word.end()));
            }
            for (What.Phrase phrase : phrases) {
                if (begins(words, i, phrase.words())) {
                    marks.add(new Span(
                            word.start(),
                            words.get(i + phrase.words().size() - 1).end()));
                }
            }
        }
        return marks;
    }

    private static boolean begins(List<Word> words, int at, List<Word> phrase) {
        if (at + phrase.size() > words.size()) {
            return false;
        }
        for (int i = 0; i < phrase.size(); i++) {
            if (!words.get(at + i).form().equals(phrase.get(i).form())) {
                return false;
            }
        }
        return true;
    }

    /** In order, those that meet made one. */
    private static List<Span> apart(List<Span> marks) {
        List<Span> apart = new ArrayList<>();
        marks.sort(Comparator.comparingInt(Span::start));
        for (Span mark : marks) {
            Span last = apart.isEmpty() ? null : apart.getLast();
            if (last != null && mark.start() <= last.end()) {
                apart.set(apart.size() - 1, new Span(last.start(), Math.max(last.end(), mark.end())));
            } else {
                apart.add(mark);
            }
        }
        return apart;
    }

    private static int back(String text, int from, int characters) {
        int count = text.codePointCount(0, from);
        return text.offsetByCodePoints(0, Math.max(0, count - characters));
    }

    private static int forth(String text, int from, int characters) {
        int count = text.codePointCount(from, text.length());
        return text.offsetByCodePoints(from, Math.min(count, characters));
    }
}
