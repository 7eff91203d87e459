package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How far somebody has read is not for everybody to know. */
class BlocksTest extends BothTransportsTest {

    @Test
    void receiptsCrossNoBlockEitherWayInAGroup() {
        Person ada = person("ada");
        Person bob = person("bob");
        Person cid = person("cid");
        String group = cid.group("Apart", List.of(ada, bob));
        ada.http().put("/v1/users/me/blocks/" + bob.id(), Json.object()).ok();
        RawConnection one = ada.connect();
        RawConnection other = bob.connect();
        RawConnection third = cid.connect();
        long seq = post(cid, group);
        read(one, group, seq);
        read(other, group, seq);
        awaitReceipt(third, ada, seq);
        awaitReceipt(third, bob, seq);
        long last = post(cid, group);
        read(third, group, last);
        awaitReceipt(one, cid, last);
        awaitReceipt(other, cid, last);
        assertThat(receipts(one, bob)).isEmpty();
        assertThat(receipts(other, ada)).isEmpty();
        assertThat(marks(ada, group)).contains(cid.id()).doesNotContain(bob.id());
        assertThat(marks(bob, group)).contains(cid.id()).doesNotContain(ada.id());
    }

    @Test
    void receiptsCrossNoBlockInADirectConversation() {
        Person ada = person("ada");
        Person bob = person("bob");
        String direct = ada.directWith(bob);
        String group = ada.group("Beside", List.of(bob));
        long seq = post(ada, direct);
        RawConnection one = ada.connect();
        RawConnection other = bob.connect();
        bob.http().put("/v1/users/me/blocks/" + ada.id(), Json.object()).ok();
        read(other, direct, seq);
        awaitReceipt(other, bob, seq);
        bob.http().delete("/v1/users/me/blocks/" + ada.id()).ok();
        long after = post(ada, group);
        read(other, group, after);
        awaitReceipt(one, bob, after);
        assertThat(receipts(one, bob))
                .allSatisfy(
                        frame -> assertThat(frame.get("conversation").asText()).isEqualTo(group));
    }

    /** What another one read later comes after what was hidden, had that come; only then is nothing hidden any more. */
    @Test
    void nobodySeesTheReceiptsOfOneWhoHidesThem() {
        Person ada = person("ada");
        Person cid = person("cid");
        Person shy = person("shy");
        String group = ada.group("Shy", List.of(cid, shy));
        String direct = ada.directWith(shy);
        shy.http().patch("/v1/users/me", Json.object("readReceipts", false)).ok();
        RawConnection one = ada.connect();
        RawConnection other = cid.connect();
        RawConnection own = shy.connect();
        long alone = post(ada, direct);
        read(own, direct, alone);
        awaitReceipt(own, shy, alone);
        long seq = post(ada, group);
        read(own, group, seq);
        awaitReceipt(own, shy, seq);
        read(other, group, seq);
        awaitReceipt(one, cid, seq);
        assertThat(receipts(one, shy)).isEmpty();
        shy.http().patch("/v1/users/me", Json.object("readReceipts", true)).ok();
        long last = post(ada, group);
        read(own, group, last);
        awaitReceipt(one, shy, last);
    }

    @Test
    void marksOfOneWhoHidesThemAreInNoState() {
        Person ada = person("ada");
        Person shy = person("shy");
        String group = ada.group("Shy", List.of(shy));
        assertThat(marks(ada, group)).contains(shy.id());
        shy.http().patch("/v1/users/me", Json.object("readReceipts", false)).ok();
        assertThat(marks(ada, group)).doesNotContain(shy.id());
    }

    private static long post(Person sender, String conversation) {
        return sender.http()
                .post(
                        "/v1/conversations/" + conversation + "/messages",
                        Json.object("id", Person.uuid(), "text", "read me"))
                .ok()
                .get("seq")
                .asLong();
    }

    private static void read(RawConnection connection, String conversation, long seq) {
        connection.write(Json.object("op", "read", "conversation", conversation, "seq", seq));
    }

    private static void awaitReceipt(RawConnection connection, Person who, long seq) {
        connection.await(
                "receipt " + seq + " of " + who.handle(),
                frame -> RawConnection.op(frame).equals("receipt")
                        && frame.get("user").asText().equals(who.id())
                        && frame.get("read").asLong() == seq);
    }

    private static List<JsonNode> receipts(RawConnection connection, Person who) {
        return connection.received().stream()
                .filter(frame -> RawConnection.op(frame).equals("receipt"))
                .filter(frame -> frame.get("user").asText().equals(who.id()))
                .toList();
    }

    private static List<String> marks(Person viewer, String conversation) {
        JsonNode state = viewer.http().get("/v1/conversations/" + conversation).ok();
        List<String> users = new ArrayList<>();
        state.path("marks").fieldNames().forEachRemaining(users::add);
        return users;
    }
}
