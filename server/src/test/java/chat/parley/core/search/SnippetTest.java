package chat.parley.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.core.search.Snippet.Span;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class SnippetTest {
    @Example
    void marksWordsOfTheStemBeginningsPartsAndPhrases() {
        assertThat(marked(
                        "I was running to the Big Apple, reporting", "run \"big apple\" rep* *ing", Set.of("running")))
                .isEqualTo("I was [running] to the [Big Apple], [reporting]");
    }

    @Example
    void marksCharactersWithoutSpaces() {
        assertThat(marked("私は日本語を学ぶ", "日本", Set.of())).isEqualTo("私は[日本]語を学ぶ");
    }

    @Example
    void marksTheWordAsItWasWritten() {
        assertThat(marked("Une ÉCOLE!", "ecole", Set.of("ecole"))).isEqualTo("Une [ÉCOLE]!");
    }

    @Example
    void showsThePlaceOfTheFirstMatch() {
        Snippet snippet = snippet("x ".repeat(500) + "needle" + " y".repeat(500), "needle", Set.of("needle"), 60);
        assertThat(snippet.text())
                .startsWith("…")
                .endsWith("…")
                .contains("needle")
                .hasSize(62);
        assertThat(cut(snippet)).containsExactly("needle");
    }

    @Example
    void showsTheBeginningWhereNothingIsMarked() {
        assertThat(marked("one\ntwo", "has:link", Set.of())).isEqualTo("one two");
    }

    @Property
    void everyMarkIsOfTheSnippetAndApartFromTheOthers(
            @ForAll @StringLength(max = 300) String text, @ForAll @IntRange(min = 20, max = 50) int length) {
        Set<String> all = Set.copyOf(Word.of(text).stream().map(Word::form).toList());
        Snippet snippet = snippet(text, "a", all, length);
        assertThat(snippet.text().codePointCount(0, snippet.text().length())).isLessThanOrEqualTo(length + 2);
        int last = -1;
        for (Span span : snippet.highlights()) {
            assertThat(span.start()).isGreaterThan(last);
            assertThat(span.end())
                    .isGreaterThan(span.start())
                    .isLessThanOrEqualTo(snippet.text().length());
            last = span.end();
        }
    }

    private static String marked(String text, String query, Set<String> related) {
        Snippet snippet = snippet(text, query, related, 200);
        StringBuilder marked = new StringBuilder(snippet.text());
        for (Span span : snippet.highlights().reversed()) {
            marked.insert(span.end(), "]").insert(span.start(), "[");
        }
        return marked.toString();
    }

    private static List<String> cut(Snippet snippet) {
        return snippet.highlights().stream()
                .map(span -> snippet.text().substring(span.start(), span.end()))
                .toList();
    }

    private static Snippet snippet(String text, String query, Set<String> related, int length) {
        Reply<Query> parsed = QueryParser.parse(query, List.of(), new UserId(1), SearchConfig.defaults());
        return Snippet.of(text, ((Reply.Given<Query>) parsed).value(), related, length);
    }
}
