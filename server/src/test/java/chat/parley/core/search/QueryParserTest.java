package chat.parley.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.core.search.Query.Clause;
import chat.parley.core.search.Query.What;
import chat.parley.wire.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class QueryParserTest {
    private static final UserId ME = new UserId(7);
    private static final SearchConfig LIMITS = SearchConfig.defaults();

    @Example
    void readsWordsPhrasesAndExclusions() {
        assertThat(clauses("Hello -world \"New York\" -\"old town\""))
                .containsExactly("Term hello", "-Term world", "Phrase new york", "-Phrase old town");
    }

    @Example
    void readsBeginningsAndParts() {
        assertThat(clauses("rep* *port* *ort -in*"))
                .containsExactly("Prefix rep", "Part port", "Part ort", "-Prefix in");
        assertThat(refusal("*or")).contains("at least 3");
    }

    @Example
    void keepsTogetherWhatWasWrittenTogether() {
        assertThat(clauses("e-mail report_final.pdf 日本語 人"))
                .containsExactly("Phrase e mail", "Phrase report final pdf", "Phrase 日 本 語", "Phrase 人");
    }

    @Example
    void readsFilters() {
        ConversationId room = new ConversationId(9);
        assertThat(clauses("From:@Ada -from:me in:\"big room\" in:" + room + " has:LINK -has:image from:" + ME))
                .containsExactly(
                        "FromHandle ada",
                        "-From " + ME,
                        "InNamed big room",
                        "In " + room,
                        "Has link",
                        "-Has image",
                        "From " + ME);
        assertThat(refusal("has:fun")).contains("link, file or image");
        assertThat(refusal("a from:")).contains("from: needs a value");
    }

    @Example
    void readsTimesAndTakesTheNarrowest() {
        Query query = good("a after:2026-11-01 after:2026-11-03T10:00:00+02:00 before:2026-11-24 before:2026-12-24");
        assertThat(query.since()).contains(Instant.parse("2026-11-03T08:00:00Z"));
        assertThat(query.before()).contains(Instant.parse("2026-11-24T00:00:00Z"));
        assertThat(refusal("before:yesterday")).contains("2026-11-24");
        assertThat(refusal("-before:2026-11-24")).contains("no -before:");
    }

    @Example
    void takesForWordsWhatIsNoOperator() {
        assertThat(clauses("http://a.b note:this -- \" !? *")).containsExactly("Phrase http a b", "Phrase note this");
    }

    @Example
    void comparesWordsWithoutCaseAccentsAndWidth() {
        assertThat(clauses("ÉCOLE Straße ﬁn ＡＢＣ Йод"))
                .containsExactly("Term ecole", "Term straße", "Term fin", "Term abc", "Term иод");
    }

    @Example
    void addsWhatIsGivenBesideTheText() {
        Reply<Query> reply = QueryParser.parse(
                "a",
                List.of(new QueryParser.Filter("from", "ada"), new QueryParser.Filter("after", "2026-11-24")),
                ME,
                LIMITS);
        assertThat(reply).isInstanceOfSatisfying(Reply.Given.class, given -> {
            Query query = (Query) given.value();
            assertThat(query.wanted(What.FromHandle.class)).containsExactly(new What.FromHandle("ada"));
            assertThat(query.since()).isPresent();
        });
    }

    @Example
    void refusesWhatIsTooLongTooMuchOrNothing() {
        assertThat(refusal("a".repeat(10_000))).contains("500 characters");
        assertThat(refusal("a ".repeat(21))).contains("20 words");
        for (String nothing : List.of("", "   ", "!? -", "\"\"", "🎉")) {
            assertThat(refusal(nothing)).contains("no word");
        }
    }

    @Property
    void answersWhateverIsWritten(@ForAll("pieces") String text) {
        switch (QueryParser.parse(text, List.of(), ME, LIMITS)) {
            case Reply.Given<Query>(Query query) -> {
                assertThat(query.clauses()).hasSizeLessThanOrEqualTo(LIMITS.clauses());
                query.clauses().forEach(QueryParserTest::sound);
            }
            case Reply.Refused<Query> refused -> {
                assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
                assertThat(refused.detail()).isNotBlank();
            }
        }
    }

    /** Nothing that the parser hands on can break out of a quoted word. */
    private static void sound(Clause clause) {
        List<String> words = switch (clause.what()) {
            case What.Term(String word) -> List.of(word);
            case What.Prefix(String start) -> List.of(start);
            case What.Part(String part) -> List.of(part);
            case What.Phrase(List<Word> phrase) ->
                phrase.stream().map(Word::form).toList();
            case What.FromHandle handle -> List.of();
            case What.From from -> List.of();
            case What.InNamed named -> List.of();
            case What.In in -> List.of();
            case What.Has has -> List.of();
        };
        assertThat(words).allMatch(word -> word.matches("[\\p{L}\\p{N}\\p{M}]{1,128}"));
    }

    @Provide
    Arbitrary<String> pieces() {
        Arbitrary<String> syntax = Arbitraries.of(
                "-",
                "\"",
                "*",
                ":",
                " ",
                "from:",
                "in:",
                "has:link",
                "before:2026-01-01",
                "after:",
                "'",
                "\\",
                "|",
                "&",
                "!",
                "<->",
                "日本",
                "é",
                "word",
                "\u0300",
                "ﷺ",
                "½");
        return Arbitraries.oneOf(syntax, Arbitraries.strings().ofMaxLength(5))
                .list()
                .ofMaxSize(30)
                .map(pieces -> String.join("", pieces));
    }

    private static List<String> clauses(String text) {
        return good(text).clauses().stream()
                .map(clause -> (clause.excluded() ? "-" : "") + text(clause.what()))
                .toList();
    }

    private static String text(What what) {
        return switch (what) {
            case What.Term(String word) -> "Term " + word;
            case What.Prefix(String start) -> "Prefix " + start;
            case What.Part(String part) -> "Part " + part;
            case What.Phrase(List<Word> words) ->
                "Phrase " + words.stream().map(Word::form).collect(Collectors.joining(" "));
            case What.FromHandle(String handle) -> "FromHandle " + handle;
            case What.From(UserId user) -> "From " + user;
            case What.InNamed(String name) -> "InNamed " + name;
            case What.In(ConversationId conversation) -> "In " + conversation;
            case What.Has(Content content) -> "Has " + content.word();
        };
    }

    private static Query good(String text) {
        Reply<Query> reply = QueryParser.parse(text, List.of(), ME, LIMITS);
        assertThat(reply).as(text).isInstanceOf(Reply.Given.class);
        return ((Reply.Given<Query>) reply).value();
    }

    private static String refusal(String text) {
        Reply<Query> reply = QueryParser.parse(text, List.of(), ME, LIMITS);
        assertThat(reply).as(text).isInstanceOf(Reply.Refused.class);
        Reply.Refused<Query> refused = (Reply.Refused<Query>) reply;
        assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
        return refused.detail();
    }
}
