package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Typing reaches the others while it lasts, and leaves no trace. */
class TypingTest extends BothTransportsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

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
        RawConnection typist = ada.connect();
        RawConnection own = ada.connect();
        RawConnection other = bob.connect();
        RawConnection stranger = cid.connect();
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
        assertThat(stranger.received()).extracting(RawConnection::op).containsExactly("welcome");
        JsonNode frame = typings(other, ada).getFirst();
        assertThat(frame.get("conversation").asText()).isEqualTo(group);
        assertThat(ada.log(group)).as("nothing of it is kept").hasSize(1);
    }

    @Test
    void isToldAgainAfterThreeSeconds() {
        String direct = ada.directWith(bob);
        RawConnection typist = ada.connect();
        RawConnection other = bob.connect();
        typeUntilHeard(typist, direct, other, ada);
        typeUntilHeard(typist, direct, other, ada);
    }

    @Test
    void crossesNoBlockInADirectConversationNorInAGroup() {
        Person eve = person("eve");
        Person fay = person("fay");
        String direct = eve.directWith(fay);
        String group = eve.group("Apart", List.of(fay, cid));
        RawConnection one = eve.connect();
        RawConnection other = fay.connect();
        RawConnection third = cid.connect();
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

    private static void type(RawConnection connection, String conversation) {
        connection.write(Json.object("op", "typing", "conversation", conversation));
    }

    /** Says it again and again, as a person goes on typing, until one more has been heard. */
    private static void typeUntilHeard(RawConnection typist, String conversation, RawConnection reader, Person who) {
        int before = typings(reader, who).size();
        Deadline.within(PATIENCE).awaitTrue("typing of " + who.handle(), () -> {
            type(typist, conversation);
            return typings(reader, who).size() > before;
        });
    }

    private static List<JsonNode> typings(RawConnection connection, Person who) {
        return connection.received().stream()
                .filter(frame -> RawConnection.op(frame).equals("typing"))
                .filter(frame -> frame.get("user").asText().equals(who.id()))
                .toList();
    }
}
