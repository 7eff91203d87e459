package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is told of whose markers, and what stands beside one's own: unread mentions, and the mark "unread from here". */
class ReceiptsTest extends BothTransportsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** In a group of more nobody is told of the others' markers. */
    private static final int MOST = 20;

    @Test
    void areToldInGroupsOfUpToTwentyAsMembersComeAndGo() {
        Person owner = person("owner");
        List<Person> members = people("member", MOST);
        String group = owner.group("Twenty", members.subList(0, MOST - 1));
        Person reader = members.getFirst();
        String beside = owner.group("Beside", List.of(reader));
        String place = "/v1/conversations/" + group + "/members";
        RawConnection watching = owner.connect();
        RawConnection reading = reader.connect();
        assertThat(marks(watching.welcome(), group)).hasSize(MOST - 1).contains(reader.id());
        long told = post(owner, group);
        read(reading, group, told);
        awaitReceipt(watching, reader, group, told);

        Person last = members.getLast();
        owner.http().post(place, Json.object("users", List.of(last.id()))).ok();
        long untold = post(owner, group);
        read(reading, group, untold);
        awaitReceipt(reading, reader, group, untold);
        readBeside(owner, beside, watching, reading, reader);
        assertThat(receipts(watching, reader, group)).doesNotContain(untold);
        assertThat(marks(owner.connect().welcome(), group)).isEmpty();

        owner.http().delete(place + "/" + last.id()).ok();
        long again = post(owner, group);
        read(reading, group, again);
        awaitReceipt(watching, reader, group, again);
        assertThat(marks(owner.connect().welcome(), group)).hasSize(MOST - 1);
    }

    @Test
    void areToldOnlyToOneselfInAChannel() {
        Person owner = person("owner");
        Person reader = person("reader");
        String channel = owner.channel("Few " + Person.uuid());
        reader.http().post("/v1/channels/" + channel + "/join", Json.object()).ok();
        String beside = owner.group("Beside", List.of(reader));
        RawConnection watching = owner.connect();
        RawConnection reading = reader.connect();
        long seq = post(owner, channel);
        read(reading, channel, seq);
        awaitReceipt(reading, reader, channel, seq);
        readBeside(owner, beside, watching, reading, reader);
        assertThat(receipts(watching, reader, channel)).isEmpty();
        assertThat(marks(owner.connect().welcome(), channel)).isEmpty();
    }

    /** Receipts are told in the order in which they are stored: had one been told before, it would be there afterwards. */
    private static void readBeside(
            Person poster, String group, RawConnection watching, RawConnection reading, Person reader) {
        long seq = post(poster, group);
        read(reading, group, seq);
        awaitReceipt(watching, reader, group, seq);
    }

    @Test
    void mentionsAreCountedUntilTheyAreRead() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Roll call", List.of(bob));
        RawConnection reading = bob.connect();
        long named = post(ada, group, bob.id());
        long plain = post(ada, group);
        long everybody = post(ada, group, "all");
        JsonNode state = state(bob.connect().welcome(), group);
        assertThat(state.get("mentions").asLong()).isEqualTo(2);
        assertThat(state.get("unreadFrom").isNull()).isTrue();
        assertThat(state(ada.connect().welcome(), group).get("mentions").asLong())
                .isZero();

        read(reading, group, named);
        assertThat(awaitReceipt(reading, bob, group, named).get("mentions").asLong())
                .isEqualTo(1);
        read(reading, group, plain);
        assertThat(awaitReceipt(reading, bob, group, plain).get("mentions").asLong())
                .isEqualTo(1);
        read(reading, group, everybody);
        assertThat(awaitReceipt(reading, bob, group, everybody).get("mentions").asLong())
                .isZero();
        assertThat(state(bob.connect().welcome(), group).get("mentions").asLong())
                .isZero();
    }

    @Test
    void unreadFromStandsForOneselfAloneUntilTheNextRead() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Later", List.of(bob));
        RawConnection reading = bob.connect();
        RawConnection other = bob.connect();
        RawConnection others = ada.connect();
        long seq = post(ada, group);
        read(reading, group, seq);
        awaitReceipt(others, bob, group, seq);
        bob.http()
                .put("/v1/conversations/" + group + "/read", Json.object("unreadFrom", seq))
                .ok();
        for (RawConnection own : List.of(reading, other)) {
            own.await(
                    "the mark",
                    frame -> isState(frame, group) && frame.get("unreadFrom").asLong() == seq);
        }
        long next = post(ada, group);
        reading.write(Json.object("op", "delivered", "marks", Json.object(group, next)));
        awaitReceipt(others, bob, group, seq, next);
        JsonNode welcomed = state(bob.connect().welcome(), group);
        assertThat(welcomed.get("unreadFrom").asLong()).isEqualTo(seq);
        assertThat(welcomed.get("read").asLong()).isEqualTo(seq);

        read(reading, group, seq);
        other.await(
                "that it is lifted",
                frame -> isState(frame, group) && frame.get("unreadFrom").isNull());
        assertThat(state(bob.connect().welcome(), group).get("unreadFrom").isNull())
                .isTrue();
        assertThat(others.received()).noneMatch(frame -> isState(frame, group));
    }

    private static long post(Person sender, String conversation, String... mentions) {
        var message = Json.object("id", Person.uuid(), "text", "read me");
        if (mentions.length > 0) {
            message.set("mentions", Json.array(List.of(mentions)));
        }
        return sender.http()
                .post("/v1/conversations/" + conversation + "/messages", message)
                .ok()
                .get("seq")
                .asLong();
    }

    private static void read(RawConnection connection, String conversation, long seq) {
        connection.write(Json.object("op", "read", "conversation", conversation, "seq", seq));
    }

    private static boolean isState(JsonNode frame, String conversation) {
        return RawConnection.op(frame).equals("conversation")
                && frame.get("id").asText().equals(conversation);
    }

    private static JsonNode awaitReceipt(RawConnection connection, Person who, String conversation, long seq) {
        return awaitReceipt(connection, who, conversation, seq, seq);
    }

    private static JsonNode awaitReceipt(
            RawConnection connection, Person who, String conversation, long read, long delivered) {
        return Deadline.within(PATIENCE)
                .await(
                        "receipt " + read + " of " + who.handle(),
                        () -> receiptsOf(connection, who, conversation).stream()
                                .filter(frame -> frame.get("read").asLong() == read
                                        && frame.get("delivered").asLong() == delivered)
                                .findFirst());
    }

    private static List<JsonNode> receiptsOf(RawConnection connection, Person who, String conversation) {
        return connection.received().stream()
                .filter(frame -> RawConnection.op(frame).equals("receipt"))
                .filter(frame -> frame.get("user").asText().equals(who.id()))
                .filter(frame -> frame.get("conversation").asText().equals(conversation))
                .toList();
    }

    /** What the connection was told that somebody has read there. */
    private static List<Long> receipts(RawConnection connection, Person who, String conversation) {
        return receiptsOf(connection, who, conversation).stream()
                .map(frame -> frame.get("read").asLong())
                .toList();
    }

    private static JsonNode state(JsonNode welcome, String conversation) {
        for (JsonNode state : welcome.get("conversations")) {
            if (state.get("id").asText().equals(conversation)) {
                return state;
            }
        }
        throw new AssertionError("the welcome does not name " + conversation);
    }

    private static List<String> marks(JsonNode welcome, String conversation) {
        List<String> users = new ArrayList<>();
        state(welcome, conversation).path("marks").fieldNames().forEachRemaining(users::add);
        return users;
    }
}
