package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Typing reaches the others while it lasts, and leaves no trace. */
class TypingTest extends OneServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Person ada;
    private Person bob;
    private Person cid;

    @BeforeAll
    void settle() {
        ada = person("ada");
        bob = person("bob");
        cid = person("cid");
    }

    @Test
    void reachesTheOthersOnceAndNobodyElse() {
        String group = ada.group("Typists", List.of(bob));
        RawSocket typist = ada.connect();
        RawSocket own = ada.connect();
        RawSocket other = bob.connect();
        RawSocket stranger = cid.connect();
        typeUntilHeard(typist, group, other, ada);
        int heard = typings(other, ada).size();
        for (int i = 0; i < 10; i++) {
            type(typist, group);
        }
        type(stranger, group);
        typeUntilHeard(other, group, typist, bob);
        typeUntilHeard(other, group, own, bob);
        assertThat(typings(other, ada)).as("more than one in the time of one").hasSize(heard);
        assertThat(typings(other, cid)).isEmpty();
        assertThat(typings(typist, ada)).as("one's own").isEmpty();
        assertThat(typings(own, ada)).as("one's own on another device").isEmpty();
        assertThat(stranger.received()).extracting(RawSocket::op).containsExactly("welcome");
        JsonNode frame = typings(other, ada).getFirst();
        assertThat(frame.get("conversation").asText()).isEqualTo(group);
        assertThat(ada.log(group)).as("nothing of it is kept").hasSize(1);
    }

    @Test
    void isToldAgainAfterThreeSeconds() {
        String direct = ada.directWith(bob);
        RawSocket typist = ada.connect();
        RawSocket other = bob.connect();
        typeUntilHeard(typist, direct, other, ada);
        typeUntilHeard(typist, direct, other, ada);
    }

    @Test
    void crossesNoBlockInADirectConversationNorInAGroup() {
        Person eve = person("eve");
        Person fay = person("fay");
        String direct = eve.directWith(fay);
        String group = eve.group("Apart", List.of(fay, cid));
        RawSocket one = eve.connect();
        RawSocket other = fay.connect();
        RawSocket third = cid.connect();
        typeUntilHeard(one, direct, other, eve);
        eve.http().put("/v1/users/me/blocks/" + fay.id(), Json.object()).ok();
        int heard = typings(other, eve).size();
        type(other, direct);
        typeUntilHeard(other, group, third, fay);
        typeUntilHeard(one, group, third, eve);
        typeUntilHeard(third, group, one, cid);
        typeUntilHeard(third, group, other, cid);
        assertThat(typings(one, fay)).isEmpty();
        assertThat(typings(other, eve)).hasSize(heard);
        eve.http().delete("/v1/users/me/blocks/" + fay.id()).ok();
        typeUntilHeard(other, direct, one, fay);
    }

    private static void type(RawSocket socket, String conversation) {
        socket.write(Json.object("op", "typing", "conversation", conversation));
    }

    /** Says it again and again, as a person goes on typing, until one more has been heard. */
    private static void typeUntilHeard(RawSocket typist, String conversation, RawSocket reader, Person who) {
        int before = typings(reader, who).size();
        Deadline.within(PATIENCE).awaitTrue("typing of " + who.handle(), () -> {
            type(typist, conversation);
            return typings(reader, who).size() > before;
        });
    }

    private static List<JsonNode> typings(RawSocket socket, Person who) {
        return socket.received().stream()
                .filter(frame -> RawSocket.op(frame).equals("typing"))
                .filter(frame -> frame.get("user").asText().equals(who.id()))
                .toList();
    }
}
