package chat.parley.http;

import static chat.parley.http.ConversationApiTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.http.ConversationApi.Answered;
import chat.parley.http.ConversationApi.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Replies, threads and mentions over HTTP. */
class ReplyApiTest {
    private static ConversationApi api;

    private final Person ada = api.person();
    private final Person ben = api.person();
    private final Person eve = api.person();
    private final String path = "/conversations/"
            + ada.call("POST", "/conversations", """
                    {"id":"%s","kind":"group","title":"T","members":["%s"]}""".formatted(UUID.randomUUID(), ben))
                    .text("id");
    private final long root = post(ada, "\"text\":\"root\"").number("seq");

    @BeforeAll
    static void open() {
        api = new ConversationApi();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private Answered post(Person by, String fields) {
        return by.call("POST", path + "/messages", "{\"id\":\"%s\",%s}".formatted(UUID.randomUUID(), fields));
    }

    private List<Long> seqs(String query) {
        List<Long> seqs = new java.util.ArrayList<>();
        ben.get(path + "/messages" + query)
                .body()
                .get("messages")
                .forEach(message -> seqs.add(message.get("seq").asLong()));
        return seqs;
    }

    @Test
    void pagesTheMainTimelineAndAThreadApart() {
        long first = post(ben, "\"text\":\"one\",\"thread\":" + root).number("seq");
        long second = post(ben, "\"text\":\"two\",\"thread\":" + root + ",\"broadcast\":true")
                .number("seq");
        long third = post(ada, "\"text\":\"three\",\"thread\":" + root).number("seq");
        assertThat(seqs("")).containsExactly(root, second);
        assertThat(seqs("?thread=" + root)).containsExactly(first, second, third);
        assertThat(seqs("?thread=" + root + "&limit=2")).containsExactly(second, third);
        assertThat(seqs("?thread=" + root + "&before=" + third + "&limit=1")).containsExactly(second);
        assertThat(seqs("?thread=" + root + "&after=" + first + "&limit=1")).containsExactly(second);
        assertThat(seqs("?thread=" + root + "&around=" + second + "&limit=3")).containsExactly(first, second, third);
        assertThat(seqs("?thread=" + first)).isEmpty();
        JsonNode shown = ben.get(path + "/messages").body().at("/messages/0/replies");
        assertThat(shown.get("count").asLong()).isEqualTo(3);
        assertThat(shown.get("last").asLong()).isEqualTo(third);
        JsonNode reply = ben.get(path + "/messages?thread=" + root).body().at("/messages/2");
        assertThat(reply.get("thread").asLong()).isEqualTo(root);
        assertThat(reply.get("threadMessages").asLong()).isEqualTo(3);
        refused(eve.get(path + "/messages?thread=" + root), 404, "not_found");
    }

    @Test
    void aReplyCanBeReactedToEditedAndRecalled() {
        String reply = path + "/messages/"
                + post(ben, "\"text\":\"a secret\",\"thread\":%d,\"mentions\":[\"%s\"]".formatted(root, ada))
                        .number("seq");
        assertThat(ada.call("PUT", reply + "/reactions/%F0%9F%91%8D", "").status())
                .isEqualTo(200);
        assertThat(ben.call("PATCH", reply, "{\"id\":\"%s\",\"text\":\"no secret\"}".formatted(UUID.randomUUID()))
                        .status())
                .isEqualTo(200);
        assertThat(ada.get(reply + "/versions").body().get("versions")).hasSize(2);
        assertThat(ada.get(path).number("mentions")).isEqualTo(1);
        assertThat(ben.call("DELETE", reply, "").status()).isEqualTo(200);
        assertThat(ada.get(path).number("mentions")).isZero();
        JsonNode tombstone = ada.get(path + "/messages?thread=" + root).body().at("/messages/0");
        assertThat(tombstone.get("recalled").asBoolean()).isTrue();
        assertThat(tombstone.toString()).doesNotContain("secret", "mentions");
    }

    @Test
    void countsMentionsUntilTheyAreRead() {
        post(ben, "\"text\":\"you\",\"mentions\":[\"" + ada + "\",\"" + ada + "\"]");
        long all = post(ben, "\"text\":\"all of you\",\"mentions\":[\"here\",\"all\"]")
                .number("seq");
        assertThat(ada.get(path).number("mentions")).isEqualTo(2);
        assertThat(ben.get(path).number("mentions")).isZero();
        ada.call("PUT", path + "/read", "{\"seq\":" + (all - 1) + "}");
        assertThat(ada.get(path).number("mentions")).isEqualTo(1);
        ada.call("PUT", path + "/read", "{\"seq\":" + all + "}");
        assertThat(ada.get(path).number("mentions")).isZero();
    }

    @Test
    void refusesWhatCannotBeRepliedTo() {
        long reply = post(ben, "\"text\":\"one\",\"thread\":" + root).number("seq");
        for (String field : List.of("replyTo", "thread")) {
            refused(post(ben, "\"text\":\"x\",\"" + field + "\":1"), 404, "not_found");
            refused(post(ben, "\"text\":\"x\",\"" + field + "\":" + Long.MAX_VALUE), 404, "not_found");
            refused(post(eve, "\"text\":\"x\",\"" + field + "\":" + root), 404, "not_found");
        }
        refused(post(ben, "\"text\":\"x\",\"thread\":" + reply), 409, "conflict");
        refused(post(ben, "\"text\":\"x\",\"broadcast\":true"), 400, "bad_request");
        refused(post(ben, "\"text\":\"x\",\"mentions\":[\"ben\"]"), 400, "bad_request");
        String many = "\"" + ada + "\"" + (",\"" + ada + "\"").repeat(100);
        refused(post(ben, "\"text\":\"x\",\"mentions\":[" + many + "]"), 400, "bad_request");
        ada.call("DELETE", path + "/messages/" + root, "");
        refused(post(ben, "\"text\":\"x\",\"replyTo\":" + root), 409, "conflict");
        refused(post(ben, "\"text\":\"x\",\"thread\":" + root), 409, "conflict");
    }

    @Test
    void onlyThoseWhoLeadMentionAllOfMoreThanTheBound() {
        ada.call("POST", path + "/members", "{\"users\":[\"" + eve + "\"]}");
        refused(post(ben, "\"text\":\"x\",\"mentions\":[\"all\"]"), 403, "forbidden");
        assertThat(post(ben, "\"text\":\"x\",\"mentions\":[\"" + ada + "\"]").status())
                .isEqualTo(201);
        assertThat(post(ada, "\"text\":\"x\",\"mentions\":[\"here\"]").status()).isEqualTo(201);
    }
}
