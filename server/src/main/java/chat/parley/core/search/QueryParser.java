package chat.parley.core.search;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.core.search.Query.Clause;
import chat.parley.core.search.Query.What;
import chat.parley.wire.ErrorCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what people write into a search box. Items are separated by white space: <pre>
 * word          the word or one of its stem      "some words"   these words in this order
 * begin*        words that begin so              *part*         words that hold this
 * from:handle   from:me                          in:title       in:@handle
 * before:DATE   after:DATE                       has:link       has:file   has:image
 * -item         not this</pre>
 *
 * Values may be quoted ({@code in:"two words"}). A date is a day in UTC or a time (RFC 3339); {@code after} includes it,
 * {@code before} does not. What is no item by these rules is searched for as words, so that a pasted text just works.
 */
final class QueryParser {
    /** The fewest characters of a part: three are what an index of parts is made of. */
    private static final int SHORTEST_PART = 3;

    private static final int LAST_YEAR = 9999;

    private static final Set<String> OPERATORS = Set.of("from", "in", "before", "after", "has");

    private final String text;
    private final UserId me;
    private final List<Clause> clauses = new ArrayList<>();
    private Optional<Instant> since = Optional.empty();
    private Optional<Instant> before = Optional.empty();
    /** Why the first item that means nothing does not. */
    private Optional<String> meaningless = Optional.empty();

    private int at;

    private QueryParser(String text, UserId me) {
        this.text = text;
        this.me = me;
    }

    /** An operator and its value that were given beside the text. */
    record Filter(String name, String value) {}

    /** @param me whom {@code from:me} means */
    static Reply<Query> parse(String text, List<Filter> filters, UserId me, SearchConfig limits) {
        if (text.codePointCount(0, text.length()) > limits.queryLength()) {
            return refused("a query has at most " + limits.queryLength() + " characters");
        }
        QueryParser parser = new QueryParser(text, me);
        while (parser.skipSpace()) {
            parser.item();
        }
        filters.forEach(filter -> parser.filter(filter.name(), filter.value(), false));
        return parser.finished(limits);
    }

    private Reply<Query> finished(SearchConfig limits) {
        if (meaningless.isPresent()) {
            return refused(meaningless.get());
        }
        if (clauses.size() > limits.clauses()) {
            return refused("a query has at most " + limits.clauses() + " words, phrases and filters");
        }
        return clauses.isEmpty() && since.isEmpty() && before.isEmpty()
                ? refused("there is no word to look for")
                : Reply.given(new Query(List.copyOf(clauses), since, before));
    }

    /** A day or a time of the years 1 to 9999, or empty where it is neither. A day is its beginning. */
    private static Optional<Instant> time(String value) {
        try {
            OffsetDateTime time = value.length() <= "2026-11-24".length()
                    ? LocalDate.parse(value).atStartOfDay().atOffset(ZoneOffset.UTC)
                    : OffsetDateTime.parse(value);
            return Optional.of(time)
                    .filter(moment -> moment.getYear() >= 1 && moment.getYear() <= LAST_YEAR)
                    .map(OffsetDateTime::toInstant);
        } catch (DateTimeParseException neither) {
            return Optional.empty();
        }
    }

    private boolean skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length();
    }

    private void item() {
        boolean excluded = text.charAt(at) == '-';
        if (excluded) {
            at++;
        }
        if (peek('"')) {
            phrase(quoted(), excluded);
            return;
        }
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && text.charAt(at) != '"') {
            at++;
            String name = text.substring(start, at - 1).toLowerCase(Locale.ROOT);
            if (text.charAt(at - 1) == ':' && OPERATORS.contains(name)) {
                filter(name, value(), excluded);
                return;
            }
        }
        word(text.substring(start, at), excluded);
    }

    private boolean peek(char wanted) {
        return at < text.length() && text.charAt(at) == wanted;
    }

    /** What stands between the quote here and the next one, or the end. */
    private String quoted() {
        int start = at + 1;
        int end = text.indexOf('"', start);
        at = end < 0 ? text.length() : end + 1;
        return text.substring(start, end < 0 ? text.length() : end);
    }

    private String value() {
        if (peek('"')) {
            return quoted();
        }
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private void phrase(String phrase, boolean excluded) {
        List<Word> words = Word.of(phrase);
        if (!words.isEmpty()) {
            add(new What.Phrase(words), excluded);
        }
    }

    private void word(String item, boolean excluded) {
        List<Word> words = Word.of(item);
        if (words.isEmpty()) {
            return;
        }
        // A dash, a dot or another script within: what was written together stands together.
        boolean whole = words.size() == 1 && !words.getFirst().ideograph();
        boolean open = item.endsWith("*");
        if (!whole) {
            add(new What.Phrase(words), excluded);
        } else if (item.startsWith("*")) {
            part(words.getFirst().form(), excluded);
        } else {
            String form = words.getFirst().form();
            add(open ? new What.Prefix(form) : new What.Term(form), excluded);
        }
    }

    private void part(String part, boolean excluded) {
        if (part.codePointCount(0, part.length()) < SHORTEST_PART) {
            senseless("a part of a word has at least " + SHORTEST_PART + " characters");
        } else {
            add(new What.Part(part), excluded);
        }
    }

    private void filter(String name, String value, boolean excluded) {
        if (value.isBlank()) {
            senseless(name + ": needs a value");
            return;
        }
        switch (name) {
            case "from" -> add(from(value), excluded);
            case "in" -> add(in(value), excluded);
            case "has" ->
                Content.named(value)
                        .ifPresentOrElse(
                                content -> add(new What.Has(content), excluded),
                                () -> senseless("has: is followed by link, file or image"));
            default ->
                time(value)
                        .ifPresentOrElse(
                                time -> limit(name, time, excluded),
                                () -> senseless(
                                        name + ": is followed by a day such as 2026-11-24, or a time (RFC 3339)"));
        }
    }

    private What from(String value) {
        String handle = (value.startsWith("@") ? value.substring(1) : value).toLowerCase(Locale.ROOT);
        if (handle.equals("me")) {
            return new What.From(me);
        }
        return UserId.parse(value).<What>map(What.From::new).orElseGet(() -> new What.FromHandle(handle));
    }

    private static What in(String value) {
        return ConversationId.parse(value).<What>map(What.In::new).orElseGet(() -> new What.InNamed(value.strip()));
    }

    /** Of several the narrowest counts. */
    private void limit(String name, Instant time, boolean excluded) {
        if (excluded) {
            senseless("there is no -" + name + ":");
        } else if (name.equals("after")) {
            since = since.filter(later -> later.isAfter(time)).or(() -> Optional.of(time));
        } else {
            before = before.filter(earlier -> earlier.isBefore(time)).or(() -> Optional.of(time));
        }
    }

    private void senseless(String nothing) {
        meaningless = meaningless.or(() -> Optional.of(nothing));
    }

    private void add(What what, boolean excluded) {
        clauses.add(new Clause(what, excluded));
    }

    private static Reply<Query> refused(String why) {
        return Reply.refused(ErrorCode.BAD_REQUEST, why);
    }
}
