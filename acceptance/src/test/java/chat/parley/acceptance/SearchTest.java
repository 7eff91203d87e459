package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Messages are found by those who may see them, on whichever of two servers, and by nobody else. */
class SearchTest extends OneServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private ServerProcess other;

    /** Who waits for the index asks again and again. */
    @Override
    String[] arguments() {
        return new String[] {"--set", "limits.searches=10000", "--set", "limits.searchesBurst=10000"};
    }

    @BeforeAll
    void startOther() {
        other = ServerProcess.start(freshData(), trouble.and(Trouble.beside(server)), arguments());
    }

    @AfterAll
    void stopOther() {
        other.close();
    }

    @Test
    void whatOneServerTookIsFoundOnTheOther() {
        Person ada = person("ada");
        Person ben = person("ben");
        String direct = ada.directWith(ben);
        long seq = post(ada.at(other), direct, "the needle in the haystack");
        JsonNode hit = awaitFound(ben, "needle", 1).getFirst();
        assertThat(hit.get("conversation").asText()).isEqualTo(direct);
        assertThat(hit.get("seq").asLong()).isEqualTo(seq);
        assertThat(hit.get("highlights").toString()).isEqualTo("[{\"start\":4,\"end\":10}]");
        assertThat(awaitFound(ben.at(other), "needles haystack", 1)).hasSize(1);
    }

    @Test
    void aMemberRemovedASecondAgoFindsNothing() {
        Person owner = person("owner");
        Person member = person("member");
        Person stranger = person("stranger");
        String group = owner.group("Searched", List.of(member));
        post(owner, group, "removalword");
        awaitFound(member, "removalword", 1);
        assertThat(found(stranger, "removalword")).isEmpty();

        owner.http()
                .delete("/v1/conversations/" + group + "/members/" + member.id())
                .ok();

        for (Person there : List.of(member, member.at(other))) {
            assertThat(found(there, "removalword")).isEmpty();
            assertThat(found(there, "removalword in:" + group)).isEmpty();
            assertThat(there.http()
                            .get("/v1/search?q=removalword&conversation=" + group)
                            .code())
                    .isEqualTo("not_found");
        }
        assertThat(found(owner, "removalword")).hasSize(1);
    }

    @Test
    void nothingBelowFirstIsFound() {
        Person owner = person("owner");
        Person late = person("late");
        String group = owner.http()
                .post(
                        "/v1/conversations",
                        Json.object(
                                "id",
                                Person.uuid(),
                                "kind",
                                "group",
                                "title",
                                "Late",
                                "members",
                                List.of(),
                                "history",
                                "joined"))
                .ok()
                .get("id")
                .asText();
        post(owner, group, "firstword before");
        owner.http()
                .post("/v1/conversations/" + group + "/members", Json.object("users", List.of(late.id())))
                .ok();
        post(owner, group, "firstword after");
        awaitFound(owner, "firstword", 2);
        assertThat(found(late, "firstword"))
                .extracting(hit -> hit.get("snippet").asText())
                .containsExactly("firstword after");
    }

    @Test
    void whatWasRecalledOrEditedIsNotFoundFromThatMomentOn() {
        Person ada = person("ada");
        String direct = ada.directWith(person("ben"));
        long recalled = post(ada, direct, "recalledword");
        long edited = post(ada, direct, "beforeword");
        awaitFound(ada, "recalledword", 1);
        awaitFound(ada, "beforeword", 1);
        String messages = "/v1/conversations/" + direct + "/messages/";

        ada.http().delete(messages + recalled).ok();
        assertThat(found(ada, "recalledword")).isEmpty();
        assertThat(found(ada.at(other), "recalledword")).isEmpty();

        ada.http()
                .patch(messages + edited, Json.object("id", Person.uuid(), "text", "afterword"))
                .ok();
        assertThat(found(ada, "beforeword")).isEmpty();
        assertThat(awaitFound(ada, "afterword", 1)).hasSize(1);
        assertThat(found(ada, "beforeword")).isEmpty();
    }

    @Test
    void whatIsPostedWhileTheWorkingServerDiesIsFoundAllTheSame() {
        Person ada = person("ada");
        String direct = ada.directWith(person("ben"));
        for (int i = 0; i < 20; i++) {
            post(ada, direct, "takeover " + i);
        }
        other.kill();
        post(ada, direct, "takeover at last");
        awaitFound(ada, "takeover", 21);
        other.startAgain();
        awaitFound(ada.at(other), "takeover", 21);
    }

    @Test
    void hostileQueriesAreAnsweredOrRefusedAloud() {
        Person ada = person("ada");
        String direct = ada.directWith(person("ben"));
        post(ada, direct, "it's '; drop table entry; --");
        awaitFound(ada, "drop table", 1);
        for (String query : List.of(
                "'; drop table entry; --",
                "a & b | !c",
                "<->",
                ":*",
                "\\",
                "((((",
                "*%%%*",
                "in:\"' or 1=1\" drop",
                "from:'' drop",
                "\"",
                "-",
                "-\"drop",
                "before:0001-01-01",
                "after:9999-12-31T23:59:59Z",
                "💥💥",
                "\u202e\u0000")) {
            Http.Answer answer = ada.http().get("/v1/search?q=" + encoded(query));
            assertThat(answer.status()).as(query).isIn(200, 400);
        }
        Http.Answer tooLong = ada.http().get("/v1/search?q=" + "a".repeat(10_000));
        assertThat(tooLong.code()).isEqualTo("bad_request");
        assertThat(tooLong.body().get("detail").asText()).contains("500 characters");
        Http.Answer nonsense = ada.http().get("/v1/search?q=drop&next=" + encoded("nowhere"));
        assertThat(nonsense.code()).isEqualTo("bad_request");
        assertThat(awaitFound(ada, "drop table", 1)).hasSize(1);
    }

    private static long post(Person sender, String conversation, String text) {
        return sender.http()
                .post("/v1/conversations/" + conversation + "/messages", Json.object("id", Person.uuid(), "text", text))
                .ok()
                .get("seq")
                .asLong();
    }

    private static List<JsonNode> found(Person searcher, String query) {
        List<JsonNode> hits = new ArrayList<>();
        searcher.http().get("/v1/search?q=" + encoded(query)).ok().get("hits").forEach(hits::add);
        return hits;
    }

    /** The index is a moment behind. */
    private static List<JsonNode> awaitFound(Person searcher, String query, int count) {
        return Deadline.within(PATIENCE)
                .await(
                        count + " hits of " + query,
                        () -> Optional.of(found(searcher, query)).filter(hits -> hits.size() == count));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
