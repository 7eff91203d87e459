package chat.parley.http;

import static chat.parley.http.ConversationApiTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.account.Role;
import chat.parley.http.ConversationApi.Answered;
import chat.parley.http.ConversationApi.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Searching over HTTP; what is found is the contract of the index. */
class SearchApiTest {
    private static ConversationApi api;

    private final Person ada = api.person();
    private final Person ben = api.person();
    private final String direct = ada.call(
                    "POST", "/conversations", "{\"kind\":\"direct\",\"members\":[\"" + ben + "\"]}")
            .text("id");

    @BeforeAll
    static void open() {
        api = new ConversationApi();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @Test
    void answersHitsWithSnippetsHighlightsAndSenders() {
        long seq = post(ada, "the quick brown fox");
        Answered page = awaitHits(ben, "q=" + encoded("quick fo*"), 1);
        JsonNode hit = page.body().get("hits").get(0);
        assertThat(hit.get("conversation").asText()).isEqualTo(direct);
        assertThat(hit.get("seq").asLong()).isEqualTo(seq);
        assertThat(hit.get("from").asText()).isEqualTo(ada.toString());
        assertThat(hit.get("at").asText()).endsWith("Z");
        assertThat(hit.get("snippet").asText()).isEqualTo("the quick brown fox");
        assertThat(hit.get("highlights").toString()).isEqualTo("[{\"start\":4,\"end\":9},{\"start\":16,\"end\":19}]");
        assertThat(page.texts("users", "id")).containsExactly(ada.toString());
        assertThat(page.body().get("next").isNull()).isTrue();
    }

    @Test
    void narrowsByParameters() {
        post(ada, "narrow one");
        post(ben, "narrow two https://a.example/");
        awaitHits(ada, "q=narrow", 2);
        for (String one : List.of(
                "q=narrow&from=" + ben,
                "q=narrow&has=link",
                "q=narrow&conversation=" + direct + "&from=" + ben,
                "q=&has=link",
                "from=" + ben)) {
            assertThat(hits(ada, one)).as(one).hasSize(1);
        }
        assertThat(hits(ada, "q=narrow&before=2020-01-01")).isEmpty();
        assertThat(hits(ada, "q=narrow&after=2999-01-01")).isEmpty();
    }

    @Test
    void pagesInBothOrders() {
        for (int i = 0; i < 5; i++) {
            post(ada, "paged " + i);
        }
        awaitHits(ada, "q=paged", 5);
        for (String order : List.of("date", "rank")) {
            List<Long> seen = new ArrayList<>();
            String from = "";
            while (from != null) {
                Answered page = ada.get("/search?q=paged&limit=2&order=" + order + from);
                page.body().get("hits").forEach(hit -> seen.add(hit.get("seq").asLong()));
                String next = page.body().get("next").textValue();
                from = next == null ? null : "&next=" + next;
            }
            assertThat(seen).as(order).hasSize(5).doesNotHaveDuplicates();
        }
    }

    /** It would begin anew, and a reader who goes on would read the same for ever. */
    @Test
    void goesOnFromNoPlaceThatIsNone() {
        post(ada, "somewhere");
        post(ada, "somewhere else");
        awaitHits(ada, "q=somewhere", 2);
        String next = ada.get("/search?q=somewhere&limit=1").text("next");
        assertThat(hits(ada, "q=somewhere&next=" + next)).hasSize(1);
        refused(ada.get("/search?q=somewhere&order=rank&next=" + next), 400, "bad_request");
        for (String bad : List.of("", "a", next + "A", next.substring(4), encoded("日"))) {
            refused(ada.get("/search?q=somewhere&next=" + bad), 400, "bad_request");
        }
    }

    @Test
    void refusesWhatMeansNothing() {
        for (String bad : List.of(
                "q=",
                "",
                "q=" + encoded("! ?"),
                "q=a&order=best",
                "q=a&limit=0",
                "q=has:fun",
                "q=a&before=soon",
                "q=a&has=fun",
                "q=" + "a".repeat(10_000),
                "q=" + encoded("日".repeat(10_000)),
                "q=%00")) {
            refused(ada.get("/search?" + bad), 400, "bad_request");
        }
    }

    @Test
    void tellsStrangersAndGuestsNothing() {
        Person eve = api.person();
        Person guest = api.person(Role.GUEST);
        post(ada, "strangeword");
        awaitHits(ada, "q=strangeword", 1);
        assertThat(hits(eve, "q=strangeword")).isEmpty();
        assertThat(hits(guest, "q=strangeword")).isEmpty();
        refused(eve.get("/search?q=strangeword&conversation=" + direct), 404, "not_found");
        refused(eve.get("/search?q=strangeword&conversation=nonsense"), 404, "not_found");
    }

    @Test
    void refusesSearchesOverTheRate() {
        api.exhausted = Optional.of(ada.id);
        Answered answer = ada.get("/search?q=a");
        api.exhausted = Optional.empty();
        refused(answer, 429, "rate_limited");
    }

    private long post(Person sender, String text) {
        return sender.call(
                        "POST",
                        "/conversations/" + direct + "/messages",
                        "{\"id\":\"" + UUID.randomUUID() + "\",\"text\":\"" + text + "\"}")
                .number("seq");
    }

    private static JsonNode hits(Person searcher, String query) {
        return searcher.get("/search?" + query).body().get("hits");
    }

    /** The index is a moment behind. */
    private static Answered awaitHits(Person searcher, String query, int count) {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (true) {
            Answered page = searcher.get("/search?" + query);
            if (page.body().get("hits").size() == count) {
                return page;
            }
            assertThat(System.nanoTime())
                    .as("waited in vain for %d hits of %s", count, query)
                    .isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
