package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A server that loses the hint of everything that is committed: the log heals it all, and cursors tell no lies. */
class LostHintsTest extends BothTransportsTest {
    private static final int CURSORS = 5;

    LostHintsTest() {
        trouble = Trouble.silence();
    }

    /** A cursor as often as it may be had, and time enough to leave between it and a repair that it should have awaited. */
    @Override
    String[] arguments() {
        return and("--set", "gateway.delivery.cursorEvery=0s", "--set", "gateway.delivery.gapWait=300ms");
    }

    @Test
    void everyEntryArrivesInOrder() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Unheard", List.of(bob));
        RawConnection connection = bob.connect();
        post(ada, group, 5);
        await(connection, group, 6);
        assertThat(connection.entries(group))
                .extracting(entry -> entry.get("seq").asLong())
                .containsExactly(2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void whatIsReadOnOneDeviceShowsOnTheOtherAndToTheOthers() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Unheard of reading", List.of(bob));
        RawConnection one = bob.connect();
        RawConnection two = bob.connect();
        RawConnection other = ada.connect();
        post(ada, group, 1);
        await(one, group, 2);
        one.write(Json.object("op", "read", "conversation", group, "seq", 2));
        JsonNode own = two.await("bob's own marker", frame -> isRead(frame, bob, 2));
        JsonNode receipt = other.await("bob's receipt", frame -> isRead(frame, bob, 2));
        assertThat(own.get("readMessages").asLong()).isEqualTo(1);
        assertThat(receipt.has("readMessages")).isFalse();
    }

    @Test
    void whatIsMarkedUnreadOnOneDeviceShowsOnTheOther() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Unheard of again", List.of(bob));
        RawConnection connection = bob.connect();
        post(ada, group, 1);
        await(connection, group, 2);
        markUnread(bob, group, 2);
        connection.await("the mark", frame -> isState(frame, group) && unreadFrom(frame) == 2);
        bob.http()
                .put("/v1/conversations/" + group + "/read", Json.object("seq", 2))
                .ok();
        connection.await("that it is read", frame -> isState(frame, group) && unreadFrom(frame) == 0);
    }

    @Test
    void aNewRoleIsToldWhomItIsGiven() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Unheard of promotion", List.of(bob));
        RawConnection connection = bob.connect();
        ada.http()
                .patch("/v1/conversations/" + group + "/members/" + bob.id(), Json.object("role", "moderator"))
                .ok();
        connection.await("bob's state", frame -> MembershipTest.tellsRole(frame, group, "moderator"));
    }

    /** As with entries, below: what was marked before a cursor was given, this connection or the next one says. */
    @Test
    void aCursorCoversNoMarkOfWhichNobodyWasTold() {
        Person ada = person("ada");
        Person bob = person("bob");
        String lively = ada.group("Lively", List.of(bob));
        String marked = ada.group("Marked", List.of(bob));
        post(ada, marked, CURSORS);
        RawConnection connection = bob.connect();
        for (int i = 2; i < 2 + CURSORS; i++) {
            post(ada, lively, 1);
            await(connection, lively, i);
            long before = cursors(connection);
            markUnread(bob, marked, i);
            RawConnection leaving = connection;
            Deadline.within(Duration.ofSeconds(30)).awaitTrue("a cursor", () -> cursors(leaving) > before);
            leaving.drop();
            connection = bob.connect(leaving.cursor());
            Set<Long> known = new HashSet<>(marksKnownBy(leaving, marked));
            known.addAll(marksKnownBy(connection, marked));
            assertThat(known).as("the marks that bob knows of").contains((long) i);
        }
    }

    private static void markUnread(Person who, String conversation, long from) {
        who.http()
                .put("/v1/conversations/" + conversation + "/read", Json.object("unreadFrom", from))
                .ok();
    }

    private static boolean isState(JsonNode frame, String conversation) {
        return RawConnection.op(frame).equals("conversation")
                && frame.get("id").asText().equals(conversation);
    }

    /** Where the mark stands, 0 for nowhere. */
    private static long unreadFrom(JsonNode state) {
        return state.path("unreadFrom").asLong();
    }

    private static Set<Long> marksKnownBy(RawConnection connection, String conversation) {
        Set<Long> marks = new HashSet<>();
        for (JsonNode frame : connection.received()) {
            if (isState(frame, conversation)) {
                marks.add(unreadFrom(frame));
            }
            for (JsonNode state : frame.path("conversations")) {
                if (state.get("id").asText().equals(conversation)) {
                    marks.add(unreadFrom(state));
                }
            }
        }
        return marks;
    }

    private static boolean isRead(JsonNode frame, Person by, long seq) {
        return RawConnection.op(frame).equals("receipt")
                && frame.get("user").asText().equals(by.id())
                && frame.get("read").asLong() == seq;
    }

    @Test
    void whoIsAddedIsToldTheConversationAndItsEntries() {
        Person ada = person("ada");
        Person bob = person("bob");
        RawConnection connection = bob.connect();
        String group = ada.group("Unheard of", List.of(bob));
        await(connection, group, 1);
        post(ada, group, 1);
        await(connection, group, 2);
        List<String> ops = connection.received().stream()
                .filter(frame -> frame.path("id").asText().equals(group)
                        || frame.path("conversation").asText().equals(group))
                .map(RawConnection::op)
                .toList();
        assertThat(ops).containsExactly("conversation", "entry", "entry");
    }

    @Test
    void whoIsRemovedIsToldToForget() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Farewell", List.of(bob));
        RawConnection connection = bob.connect();
        ada.http().delete("/v1/conversations/" + group + "/members/" + bob.id()).ok();
        connection.await("gone", frame -> frame.path("gone").asBoolean());
    }

    /**
     * The client leaves at the cursor that follows what it was given of one conversation. What was posted to another one
     * meanwhile, and was not given yet, the next welcome has to name.
     */
    @Test
    void aCursorCoversOnlyWhatWasPutBeforeIt() {
        Person ada = person("ada");
        Person bob = person("bob");
        String lively = ada.group("Lively", List.of(bob));
        String quiet = ada.group("Quiet", List.of(bob));
        RawConnection connection = bob.connect();
        long known = headKnownBy(connection, quiet);
        for (int i = 2; i < 2 + CURSORS; i++) {
            post(ada, lively, 1);
            await(connection, lively, i);
            long before = cursors(connection);
            post(ada, quiet, 1);
            RawConnection leaving = connection;
            Deadline.within(Duration.ofSeconds(90)).awaitTrue("a cursor", () -> cursors(leaving) > before);
            leaving.drop();
            connection = bob.connect(leaving.cursor());
            known = Math.max(known, Math.max(headKnownBy(leaving, quiet), headKnownBy(connection, quiet)));
            assertThat(known).as("the newest entry that bob knows of").isEqualTo(i);
        }
    }

    private static long cursors(RawConnection connection) {
        return connection.received().stream()
                .filter(frame -> RawConnection.op(frame).equals("cursor"))
                .count();
    }

    /** The newest entry of the conversation that this connection was given or told of. */
    private static long headKnownBy(RawConnection connection, String conversation) {
        long head = 0;
        for (JsonNode frame : connection.received()) {
            if (frame.path("conversation").asText().equals(conversation)) {
                head = Math.max(head, frame.path("seq").asLong());
            }
            for (JsonNode state : frame.path("conversations")) {
                if (state.get("id").asText().equals(conversation)) {
                    head = Math.max(head, state.get("head").asLong());
                }
            }
        }
        return head;
    }

    private static void await(RawConnection connection, String conversation, long seq) {
        connection.await(
                "entry " + seq,
                frame -> RawConnection.op(frame).equals("entry")
                        && frame.get("conversation").asText().equals(conversation)
                        && frame.get("seq").asLong() == seq);
    }

    private static void post(Person sender, String conversation, int count) {
        for (int i = 0; i < count; i++) {
            sender.http()
                    .post(
                            "/v1/conversations/" + conversation + "/messages",
                            Json.object("id", Person.uuid(), "text", "n" + i))
                    .ok();
        }
    }
}
