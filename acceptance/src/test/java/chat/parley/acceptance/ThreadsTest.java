package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Threads that are followed: by whom, what is unread in them, and who is told. */
class ThreadsTest extends BothTransportsTest {
    @Test
    void areReadOnAllDevicesOfWhoFollowsThemAndToldToNobodyElse() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Threads", List.of(bob));
        RawConnection one = ada.connect();
        RawConnection two = ada.connect();
        RawConnection other = bob.connect();
        long root = post(ada, group, Json.object("text", "root"));
        long reply = post(bob, group, Json.object("text", "reply", "thread", root));
        for (RawConnection own : List.of(one, two)) {
            JsonNode begun = awaitThread(own, root, 0);
            assertThat(begun.get("following").asBoolean()).isTrue();
            assertThat(begun.get("threadMessages").asLong()).isEqualTo(1);
        }
        one.write(Json.object("op", "read", "conversation", group, "seq", reply, "thread", root));
        assertThat(awaitThread(two, root, 1).get("read").asLong()).isEqualTo(reply);
        assertThat(awaitThread(other, root, 1).get("version").asLong())
                .as("bob's own, by his reply")
                .isEqualTo(1);
        assertThat(other.received().stream()
                        .filter(frame -> RawConnection.op(frame).equals("thread")))
                .hasSize(1);
    }

    @Test
    void areReadOverHttpTooAndNeverBackwards() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Threads", List.of(bob));
        RawConnection own = ada.connect();
        long root = post(ada, group, Json.object("text", "root"));
        post(bob, group, Json.object("text", "one", "thread", root));
        long two = post(bob, group, Json.object("text", "two", "thread", root));
        String read = "/v1/conversations/" + group + "/read";
        ada.http().put(read, Json.object("seq", two, "thread", root)).ok();
        awaitThread(own, root, 2);
        ada.http().put(read, Json.object("seq", root, "thread", root)).ok();
        assertThat(followed(ada, false).get(0).at("/state/readMessages").asLong())
                .isEqualTo(2);
        assertThat(ada.http()
                        .put(read, Json.object("seq", two, "thread", root, "unreadFrom", root))
                        .code())
                .isEqualTo("bad_request");
    }

    @Test
    void areInTheWelcomeOfWhoComesBack() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Threads", List.of(bob));
        RawConnection before = ada.connect();
        String cursor = before.welcome().get("cursor").asText();
        long root = post(ada, group, Json.object("text", "root"));
        post(bob, group, Json.object("text", "reply", "thread", root));
        follow(bob, group, root, false);
        JsonNode threads = ada.connect(cursor).welcome().path("threads");
        assertThat(threads).hasSize(1);
        assertThat(threads.get(0).get("thread").asLong()).isEqualTo(root);
        assertThat(threads.get(0).get("following").asBoolean()).isTrue();
    }

    @Test
    void areFollowedAndLeftBySayingSo() {
        Person ada = person("ada");
        Person bob = person("bob");
        Person cyd = person("cyd");
        String group = ada.group("Threads", List.of(bob, cyd));
        long root = post(ada, group, Json.object("text", "root"));
        post(bob, group, Json.object("text", "reply", "thread", root));
        assertThat(followed(cyd, false)).isEmpty();
        RawConnection own = cyd.connect();
        assertThat(follow(cyd, group, root, true).get("readMessages").asLong()).isEqualTo(1);
        awaitThread(own, root, 1);
        post(bob, group, Json.object("text", "more", "thread", root));
        assertThat(followed(cyd, true)).hasSize(1);
        assertThat(follow(cyd, group, root, false).get("following").asBoolean()).isFalse();
        own.await(
                "that it is not followed",
                frame -> RawConnection.op(frame).equals("thread")
                        && !frame.get("following").asBoolean());
        assertThat(followed(cyd, false)).isEmpty();

        ObjectNode mention = Json.object("text", "you", "thread", root);
        mention.set("mentions", Json.array(List.of(cyd.id())));
        post(bob, group, mention);
        JsonNode called = followed(cyd, true).get(0);
        assertThat(called.at("/state/mentions").asLong()).isEqualTo(1);
        assertThat(called.at("/root/text").asText()).isEqualTo("root");
        assertThat(called.at("/newest/text").asText()).isEqualTo("you");
    }

    @Test
    void areNotThereForWhoIsNoMember() {
        Person ada = person("ada");
        Person eve = person("eve");
        String group = ada.group("Threads", List.of());
        long root = post(ada, group, Json.object("text", "root"));
        String path = "/messages/" + root + "/follow";
        JsonNode hidden = eve.http()
                .put("/v1/conversations/" + group + path, Json.object())
                .body();
        JsonNode nowhere = eve.http()
                .put("/v1/conversations/c0000000000001" + path, Json.object())
                .body();
        assertThat(hidden.get("code").asText()).isEqualTo("not_found");
        assertThat(hidden.get("detail")).isEqualTo(nowhere.get("detail"));
    }

    private static long post(Person sender, String conversation, ObjectNode message) {
        return sender.http()
                .post("/v1/conversations/" + conversation + "/messages", message.put("id", Person.uuid()))
                .ok()
                .get("seq")
                .asLong();
    }

    private static JsonNode follow(Person who, String conversation, long root, boolean following) {
        String path = "/v1/conversations/" + conversation + "/messages/" + root + "/follow";
        return (following ? who.http().put(path, Json.object()) : who.http().delete(path)).ok();
    }

    private static JsonNode followed(Person who, boolean unread) {
        return who.http().get("/v1/threads?unread=" + unread).ok().get("threads");
    }

    private static JsonNode awaitThread(RawConnection connection, long root, long readMessages) {
        return connection.await(
                "thread " + root,
                frame -> RawConnection.op(frame).equals("thread")
                        && frame.get("thread").asLong() == root
                        && frame.get("readMessages").asLong() == readMessages);
    }
}
