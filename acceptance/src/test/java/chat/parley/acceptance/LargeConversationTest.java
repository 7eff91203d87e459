package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Conversations above the boundary, here five members: heads for whoever looks elsewhere, everything for whoever looks. */
class LargeConversationTest extends BothTransportsTest {
    private static final int BOUNDARY = 5;

    @Override
    String[] arguments() {
        return and("--set", "gateway.delivery.large.members=" + BOUNDARY);
    }

    @Test
    void whoLooksElsewhereIsToldHeadsAndFindsEverythingBehindThem() {
        Person owner = person("owner");
        List<Person> members = people("member", BOUNDARY);
        String group = owner.group("Crowd", members);
        Person reader = members.getFirst();
        RawConnection far = reader.connect();
        RawConnection sender = owner.connect();
        for (int i = 1; i <= 50; i++) {
            send(sender, group, i);
        }
        JsonNode head = awaitHead(far, group, 51);
        awaitHead(sender, group, 51);

        assertThat(head.get("messages").asLong()).isEqualTo(50);
        assertThat(far.entries(group)).isEmpty();
        assertThat(sender.entries(group)).isEmpty();
        assertThat(heads(far, group)).isLessThan(50);
        assertThat(reader.log(group)).hasSize(51);
    }

    @Test
    void whoHasItInFocusGetsEverythingFromTheBaselineOn() {
        Person owner = person("owner");
        List<Person> members = people("member", BOUNDARY);
        String group = owner.group("Stage", members);
        RawConnection sender = owner.connect();
        send(sender, group, 1);
        RawConnection near = members.getFirst().connect();
        near.write(Json.object("op", "focus", "conversations", List.of(group)));
        long baseline = near.await(
                        "the baseline", frame -> RawConnection.op(frame).equals("head"))
                .get("seq")
                .asLong();
        for (int i = 2; i <= 30; i++) {
            send(sender, group, i);
        }
        near.await("the last entry", frame -> isEntry(frame, group, 31));

        assertThat(baseline).isEqualTo(2);
        assertThat(near.entries(group))
                .extracting(entry -> entry.get("seq").asLong())
                .containsExactlyElementsOf(LongStream.rangeClosed(3, 31).boxed().toList());
    }

    @Test
    void theBoundaryIsCrossedBothWaysAsMembersComeAndGo() {
        Person owner = person("owner");
        List<Person> members = people("member", BOUNDARY);
        String group = owner.group("Tide", members.subList(0, BOUNDARY - 1));
        String place = "/v1/conversations/" + group + "/members";
        RawConnection reader = members.getFirst().connect();
        RawConnection sender = owner.connect();
        send(sender, group, 1);
        reader.await("an entry while it is small", frame -> isEntry(frame, group, 2));

        Person last = members.getLast();
        owner.http().post(place, Json.object("users", List.of(last.id()))).ok();
        send(sender, group, 2);
        awaitHead(reader, group, 4);
        owner.http().delete(place + "/" + last.id()).ok();
        send(sender, group, 3);
        reader.await("an entry when it is small again", frame -> isEntry(frame, group, 6));

        assertThat(members.getFirst().log(group)).hasSize(6);
        assertThat(told(reader, group)).isSorted().endsWith(6L);
    }

    @Test
    void whoIsRemovedWhileLookingElsewhereGetsTheLeftAndNothingAfterIt() {
        Person owner = person("owner");
        List<Person> members = people("member", BOUNDARY + 1);
        String group = owner.group("Exit", members);
        Person removed = members.getFirst();
        RawConnection far = removed.connect();
        RawConnection sender = owner.connect();
        send(sender, group, 1);
        owner.http()
                .delete("/v1/conversations/" + group + "/members/" + removed.id())
                .ok();
        far.await("gone", frame -> frame.path("gone").asBoolean());
        send(sender, group, 2);
        awaitHead(sender, group, 4);
        far.write(Json.object("op", "ping", "rid", 7));
        far.answer(7);

        assertThat(far.entries(group))
                .extracting(entry -> entry.get("kind").asText())
                .containsExactly("left");
        assertThat(told(far, group)).endsWith(3L).doesNotContain(4L);
    }

    @Test
    void aHeadSaysWhetherSomebodyElseMentionsOneButNotAcrossABlock() {
        Person owner = person("owner");
        List<Person> members = people("member", BOUNDARY);
        String group = owner.group("Roll call", members);
        Person named = members.get(0);
        Person bystander = members.get(1);
        Person apart = members.get(2);
        apart.http().put("/v1/users/me/blocks/" + owner.id(), Json.object()).ok();
        RawConnection sender = owner.connect();
        RawConnection one = named.connect();
        RawConnection two = bystander.connect();
        RawConnection three = apart.connect();
        awaitBlocksKnown(two, three, group);

        mention(sender, group, 1, named.id(), apart.id());
        assertThat(mentioned(one, group, 2)).isTrue();
        assertThat(mentioned(two, group, 2)).isFalse();
        assertThat(mentioned(three, group, 2)).isFalse();
        assertThat(mentioned(sender, group, 2)).isFalse();

        mention(sender, group, 2, "all");
        assertThat(mentioned(one, group, 3)).isTrue();
        assertThat(mentioned(two, group, 3)).isTrue();
        assertThat(mentioned(three, group, 3)).isFalse();
        assertThat(mentioned(sender, group, 3)).isFalse();

        send(sender, group, 3);
        assertThat(mentioned(one, group, 4)).isFalse();
        assertThat(mentioned(two, group, 4)).isFalse();
    }

    /** Until its blocks are read a session is told of nobody's typing. */
    private static void awaitBlocksKnown(RawConnection typist, RawConnection reader, String group) {
        Deadline.within(Duration.ofSeconds(60)).awaitTrue("typing", () -> {
            typist.write(Json.object("op", "typing", "conversation", group));
            return reader.received().stream()
                    .anyMatch(frame -> RawConnection.op(frame).equals("typing"));
        });
    }

    private static void mention(RawConnection connection, String conversation, long rid, String... whom) {
        connection.write(Json.object(
                "op",
                "send",
                "rid",
                rid,
                "conversation",
                conversation,
                "id",
                Person.uuid(),
                "text",
                "you there",
                "mentions",
                List.of(whom)));
        assertThat(RawConnection.op(connection.answer(rid))).isEqualTo("ack");
    }

    private static boolean mentioned(RawConnection connection, String conversation, long seq) {
        return awaitHead(connection, conversation, seq).get("mention").asBoolean();
    }

    @Test
    void focusOnSomebodyElsesConversationIsRefusedAsIfItWereNone() {
        Person owner = person("owner");
        String foreign = owner.group("Private", List.of());
        RawConnection stranger = person("stranger").connect();
        stranger.write(Json.object("op", "focus", "conversations", List.of(foreign)));
        JsonNode error =
                stranger.await("a refusal", frame -> RawConnection.op(frame).equals("error"));

        assertThat(error.get("code").asText()).isEqualTo("not_found");
        assertThat(error.get("detail").asText().replace(foreign, "x")).isEqualTo("no such conversation: x");
    }

    private static void send(RawConnection connection, String conversation, long rid) {
        connection.write(Json.object(
                "op", "send", "rid", rid, "conversation", conversation, "id", Person.uuid(), "text", "number " + rid));
        connection.answer(rid);
    }

    private static JsonNode awaitHead(RawConnection connection, String conversation, long seq) {
        return connection.await(
                "head " + seq,
                frame -> isHead(frame, conversation) && frame.get("seq").asLong() == seq);
    }

    private static boolean isHead(JsonNode frame, String conversation) {
        return RawConnection.op(frame).equals("head")
                && frame.get("conversation").asText().equals(conversation);
    }

    private static boolean isEntry(JsonNode frame, String conversation, long seq) {
        return RawConnection.op(frame).equals("entry")
                && frame.get("conversation").asText().equals(conversation)
                && frame.get("seq").asLong() == seq;
    }

    private static long heads(RawConnection connection, String conversation) {
        return connection.received().stream()
                .filter(frame -> isHead(frame, conversation))
                .count();
    }

    /** The numbers of entries and heads, as they came. */
    private static List<Long> told(RawConnection connection, String conversation) {
        return connection.received().stream()
                .filter(frame -> frame.path("conversation").asText().equals(conversation) && frame.has("seq"))
                .filter(frame -> !RawConnection.op(frame).equals("ack"))
                .map(frame -> frame.get("seq").asLong())
                .toList();
    }
}
