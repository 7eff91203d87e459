package chat.parley.http;

import static chat.parley.http.ConversationApiTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.account.Role;
import chat.parley.http.ConversationApi.Answered;
import chat.parley.http.ConversationApi.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of messages over HTTP; its bounds are those of {@link ConversationApi#MESSAGES}. */
class RevisionApiTest {
    private static final String THUMB = "%F0%9F%91%8D";
    private static final String SNAIL = "%F0%9F%90%8C";

    private static ConversationApi api;

    private final Person ada = api.person();
    private final Person ben = api.person();
    private final Person eve = api.person(Role.GUEST);
    private final String group = ada.call("POST", "/conversations", """
                    {"id":"%s","kind":"group","title":"T","members":["%s","%s"]}""".formatted(UUID.randomUUID(), ben, eve))
            .text("id");
    private final String path = "/conversations/" + group;
    private final String message = post(ben, path, "a secret");

    @BeforeAll
    static void open() {
        api = new ConversationApi();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @Test
    void foldsReactionsPinsAndEditsIntoThePage() {
        long thumb = ada.call("PUT", message + "/reactions/" + THUMB, "").number("seq");
        assertThat(ada.call("PUT", message + "/reactions/" + THUMB, "")
                        .body()
                        .get("seq")
                        .isNull())
                .isTrue();
        eve.call("PUT", message + "/reactions/" + THUMB, "");
        ben.call("PUT", message + "/reactions/" + THUMB, "");
        long pin = ben.call("PUT", message + "/pin", "").number("seq");
        Answered edit = edit(ben, UUID.randomUUID().toString(), "no secret");
        assertThat(edit.number("seq")).isEqualTo(thumb + 4);

        JsonNode folded = only(ada.get(path + "/messages"));
        assertThat(folded.get("text").asText()).isEqualTo("no secret");
        assertThat(folded.at("/edited/seq").asLong()).isEqualTo(edit.number("seq"));
        assertThat(folded.at("/edited/at").asText()).isEqualTo(edit.text("at"));
        assertThat(folded.at("/pinned/seq").asLong()).isEqualTo(pin);
        assertThat(folded.at("/pinned/by").asText()).isEqualTo(ben.toString());
        assertThat(folded.at("/reactions/0/emoji").asText()).isEqualTo("\uD83D\uDC4D");
        assertThat(folded.at("/reactions/0/count").asLong()).isEqualTo(3);
        assertThat(folded.at("/reactions/0/mine").asBoolean()).isTrue();
        assertThat(folded.at("/reactions/0/users")).hasSize(2);
        assertThat(ada.get(path + "/messages").texts("users", "id"))
                .containsExactlyInAnyOrder(ada.toString(), ben.toString(), eve.toString());

        ada.call("DELETE", message + "/reactions/" + THUMB, "");
        ada.call("DELETE", message + "/pin", "");
        JsonNode less = only(ada.get(path + "/messages"));
        assertThat(less.at("/reactions/0/count").asLong()).isEqualTo(2);
        assertThat(less.at("/reactions/0").has("mine")).isFalse();
        assertThat(less.has("pinned")).isFalse();
        assertThat(ada.get(path).body().at("/last/text").asText()).isEqualTo("no secret");
    }

    @Test
    void listsWhatIsPinned() {
        String second = post(ada, path, "the plan");
        post(ada, path, "chatter");
        ada.call("PUT", message + "/pin", "");
        long pin = ben.call("PUT", second + "/pin", "").number("seq");
        Answered pinned = ada.get(path + "/messages?pinned=true");
        assertThat(pinned.texts("messages", "text")).containsExactly("a secret", "the plan");
        assertThat(pinned.body().at("/messages/1/pinned/seq").asLong()).isEqualTo(pin);
        String below = pinned.body().at("/messages/1/seq").asText();
        assertThat(ada.get(path + "/messages?pinned=true&before=" + below).texts("messages", "text"))
                .containsExactly("a secret");
        assertThat(ada.get(path + "/messages?pinned=true&limit=1").texts("messages", "text"))
                .containsExactly("the plan");
        refused(ada.get(path + "/messages?pinned=true&after=1"), 400, "bad_request");
        ada.call("DELETE", message + "/pin", "");
        ada.call("DELETE", second, "");
        assertThat(ada.get(path + "/messages?pinned=true").body().get("messages"))
                .isEmpty();
    }

    @Test
    void takesOneEmojiInOneSpellingAndNothingElse() {
        ada.call("PUT", message + "/reactions/%E2%9D%A4", "");
        assertThat(ada.call("PUT", message + "/reactions/%E2%9D%A4%EF%B8%8F", "")
                        .body()
                        .get("seq")
                        .isNull())
                .isTrue();
        for (String other :
                List.of("x", "%3A%2B1%3A", THUMB + THUMB, "%00", "%ED%A0%80", "1", "%2F", "a".repeat(4_000))) {
            refused(ada.call("PUT", message + "/reactions/" + other, ""), 400, "bad_request");
        }
        ada.call("PUT", message + "/reactions/" + THUMB, "");
        ada.call("PUT", message + "/reactions/" + SNAIL, "");
        refused(ada.call("PUT", message + "/reactions/%F0%9F%90%99", ""), 409, "conflict");
    }

    @Test
    void editsOnceHoweverOftenItIsAsked() {
        String id = UUID.randomUUID().toString();
        Answered first = edit(ben, id, "one");
        Answered again = edit(ben, id.toUpperCase(Locale.ROOT), "two");
        assertThat(first.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(only(ada.get(path + "/messages")).get("text").asText()).isEqualTo("one");
        ada.call("DELETE", path + "/members/" + ben, "");
        assertThat(edit(ben, id, "three").body()).isEqualTo(first.body());
        refused(edit(ben, UUID.randomUUID().toString(), "four"), 404, "not_found");
    }

    @Test
    void keepsTheVersionsAndBlanksThemAllByARecall() {
        edit(ben, UUID.randomUUID().toString(), "another secret");
        JsonNode versions = ada.get(message + "/versions").body().get("versions");
        assertThat(versions).hasSize(2);
        assertThat(versions.get(0).get("text").asText()).isEqualTo("a secret");
        assertThat(versions.get(1).get("text").asText()).isEqualTo("another secret");
        assertThat(ben.call("DELETE", message, "").number("seq")).isEqualTo(4);
        assertThat(ben.call("DELETE", message, "").body().get("seq").isNull()).isTrue();
        assertThat(ada.call("DELETE", message, "").body().get("seq").isNull()).isTrue();
        JsonNode tombstone = only(ada.get(path + "/messages"));
        assertThat(tombstone.get("recalled").asBoolean()).isTrue();
        for (String read : List.of("/entries", "/messages", "/messages/2/versions", "")) {
            assertThat(ada.get(path + read).body().toString()).doesNotContain("secret");
        }
        refused(edit(ben, UUID.randomUUID().toString(), "more"), 409, "conflict");
        refused(ada.call("PUT", message + "/reactions/" + THUMB, ""), 409, "conflict");
        refused(ada.call("PUT", message + "/pin", ""), 409, "conflict");
        assertThat(ada.call("DELETE", message + "/reactions/" + THUMB, "")
                        .body()
                        .get("seq")
                        .isNull())
                .isTrue();
    }

    @Test
    void refusesWhatIsTooOldOrSomebodyElses() {
        refused(edit(ada, UUID.randomUUID().toString(), "mine"), 403, "forbidden");
        refused(eve.call("DELETE", message, ""), 403, "forbidden");
        api.execute("update entry set at = at - interval '2 hours' where kind = 1");
        refused(ben.call("DELETE", message, ""), 410, "expired");
        assertThat(edit(ben, UUID.randomUUID().toString(), "still young enough").status())
                .isEqualTo(200);
        api.execute("update entry set at = at - interval '23 hours' where kind = 1");
        refused(edit(ben, UUID.randomUUID().toString(), "late"), 410, "expired");
        assertThat(ada.call("DELETE", message, "").status()).isEqualTo(200);
    }

    @Test
    void refusesBadEditsAndTargets() {
        for (String body : List.of(
                "{}",
                "{\"id\":\"x\",\"text\":\"a\"}",
                "{\"id\":\"%s\",\"text\":\"\"}".formatted(UUID.randomUUID()),
                "{\"id\":\"%s\",\"text\":\"%s\"}".formatted(UUID.randomUUID(), "a".repeat(16_001)))) {
            refused(ben.call("PATCH", message, body), 400, "bad_request");
        }
        String edit = "{\"id\":\"%s\",\"text\":\"a\"}".formatted(UUID.randomUUID());
        for (String target : List.of("0", "1", "-1", "99", "x", "99999999999999999999")) {
            String at = path + "/messages/" + target;
            refused(ben.call("PATCH", at, edit), 404, "not_found");
            refused(ben.call("DELETE", at, ""), 404, "not_found");
            refused(ben.call("PUT", at + "/reactions/" + THUMB, ""), 404, "not_found");
            refused(ben.call("DELETE", at + "/reactions/" + THUMB, ""), 404, "not_found");
            refused(ben.call("PUT", at + "/pin", ""), 404, "not_found");
            refused(ben.get(at + "/versions"), 404, "not_found");
        }
        assertThat(ben.get(path + "/entries").number("head")).isEqualTo(2);
    }

    @Test
    void saysNothingToStrangersAndNothingAcrossABlock() {
        Person stranger = api.person();
        String edit = "{\"id\":\"%s\",\"text\":\"a\"}".formatted(UUID.randomUUID());
        for (String target : List.of(message, path + "/messages/99")) {
            refused(stranger.call("PATCH", target, edit), 404, "not_found");
            refused(stranger.call("DELETE", target, ""), 404, "not_found");
            refused(stranger.call("PUT", target + "/reactions/" + THUMB, ""), 404, "not_found");
            refused(stranger.call("PUT", target + "/reactions/x", ""), 404, "not_found");
            refused(stranger.call("PUT", target + "/pin", ""), 404, "not_found");
            refused(stranger.get(target + "/versions"), 404, "not_found");
        }
        String direct = "/conversations/"
                + ada.call("POST", "/conversations", "{\"kind\":\"direct\",\"members\":[\"" + ben + "\"]}")
                        .text("id");
        String there = post(ben, direct, "hello");
        api.execute("insert into block values (%d, %d)".formatted(ada.id.value(), ben.id.value()));
        refused(ben.call("PATCH", there, edit), 403, "forbidden");
        refused(ada.call("PUT", there + "/reactions/" + THUMB, ""), 403, "forbidden");
        refused(ada.call("PUT", there + "/pin", ""), 403, "forbidden");
        assertThat(ben.call("DELETE", there, "").status()).isEqualTo(200);
    }

    @Test
    void pinsInAChannelAreForThoseWhoLead() {
        String channel = "/conversations/"
                + ada.call("POST", "/conversations", """
                        {"id":"%s","kind":"channel","title":"T","members":["%s"]}""".formatted(UUID.randomUUID(), ben))
                        .text("id");
        String there = post(ben, channel, "pin me");
        refused(ben.call("PUT", there + "/pin", ""), 403, "forbidden");
        assertThat(ada.call("PUT", there + "/pin", "").status()).isEqualTo(200);
        assertThat(ada.call("PUT", post(ben, channel, "me too") + "/pin", "").status())
                .isEqualTo(200);
        refused(ada.call("PUT", post(ben, channel, "and me") + "/pin", ""), 409, "conflict");
    }

    @Test
    void refusesChangesOverTheRate() {
        api.exhausted = Optional.of(ben.id);
        Answered answer = ben.call("PUT", message + "/reactions/" + THUMB, "");
        api.exhausted = Optional.empty();
        refused(answer, 429, "rate_limited");
    }

    private Answered edit(Person who, String id, String text) {
        return who.call("PATCH", message, "{\"id\":\"%s\",\"text\":\"%s\"}".formatted(id, text));
    }

    /** The path of a new message. */
    private static String post(Person who, String conversation, String text) {
        Answered posted = who.call(
                "POST",
                conversation + "/messages",
                "{\"id\":\"%s\",\"text\":\"%s\"}".formatted(UUID.randomUUID(), text));
        return conversation + "/messages/" + posted.number("seq");
    }

    private static JsonNode only(Answered page) {
        assertThat(page.body().get("messages")).hasSize(1);
        return page.body().get("messages").get(0);
    }
}
