package chat.parley.adapter.postgres;

import static chat.parley.adapter.postgres.Answers.outcome;
import static chat.parley.adapter.postgres.Answers.store;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.conversation.Change;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserGroupId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog.Outcome;
import chat.parley.core.message.MessageLog.Reason;
import chat.parley.core.message.Post;
import chat.parley.core.usergroup.UserGroup;
import chat.parley.core.usergroup.UserGroups.Kept;
import chat.parley.wire.Entry;
import chat.parley.wire.WireLimits;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of messages that mention user groups. */
interface CalledGroupsContract extends RevisionVerbs {
    /** What a message names at most. */
    int MENTIONS = WireLimits.MENTIONS;

    private PostgresUserGroups groups() {
        return new PostgresUserGroups(server(0).database.pool());
    }

    private UserGroup made(UserId... members) {
        UserGroupId id = IDS.userGroup();
        UserGroup group = new UserGroup(
                id, "team-" + id, "A team", Stream.of(members).sorted().toList());
        assertThat(groups().make(group, Integer.MAX_VALUE)).isEqualTo(new Kept.Done());
        return group;
    }

    private static Post calling(ConversationId room, UserId sender, int everybody, Object... who) {
        List<String> mentions = Stream.of(who).map(Object::toString).toList();
        Post.Context context = new Post.Context(null, null, false, mentions, List.of(), everybody);
        return new Post(room, sender, UUID.randomUUID(), "text", null, context);
    }

    private Entry.Message message(ConversationId room, long seq) {
        return (Entry.Message) everything(room).get((int) seq - 1).body();
    }

    private long unread(ConversationId room, UserId user) {
        return fixture()
                .number(
                        "select mentions from member, unread_mentions(conversation, account, read) where conversation = "
                                + room.value() + " and account = " + user.value());
    }

    @Test
    default void mentionsThoseOfAGroupWhoAreMembersNow() {
        UserId ada = user();
        UserId bob = user();
        UserId leaver = user();
        UserId stranger = user();
        ConversationId room = create(group(ada, bob, leaver));
        change(changes(), new Change.Leave(room, ada, leaver));
        UserGroup team = made(ada, bob, leaver, stranger);
        long seq = store(log(), calling(room, ada, MENTIONS, "here", team.id(), bob))
                .seq();
        Entry.Message message = message(room, seq);
        assertThat(message.mentions()).as("bob once, ada not by herself").containsExactly("here", bob.toString());
        assertThat(message.groups()).containsExactly(new Entry.Group(team.id().toString(), team.handle()));
        assertThat(unread(room, bob)).as("of all, and by himself").isEqualTo(2);
        assertThat(unread(room, ada)).isZero();
        assertThat(fixture()
                        .number("select count(*) from mention where account in (%d, %d, %d)"
                                .formatted(ada.value(), leaver.value(), stranger.value())))
                .isZero();
        consistent(room, bob);
    }

    @Test
    default void whatIsPublishedIsWhatTheLogHas() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        UserGroup team = made(bob);
        Entry.Message message = message(
                room,
                store(server(1).log, calling(room, ada, MENTIONS, team.id())).seq());
        assertThat(message.mentions()).containsExactly(bob.toString());
        assertThat(published(room)).contains(message);
    }

    private List<Entry.Body> published(ConversationId room) {
        return servers().stream()
                .flatMap(server -> server.bus.entries(room).stream())
                .map(Entry::body)
                .toList();
    }

    @Test
    default void keepsWhoWasMentionedWhateverBecomesOfTheGroup() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        UserGroup team = made(bob);
        long before = store(log(), calling(room, ada, MENTIONS, team.id())).seq();
        UserGroup renamed = new UserGroup(team.id(), "new-" + team.id(), "New", List.of());
        assertThat(groups().replace(renamed)).isEqualTo(new Kept.Done());
        long after = store(log(), calling(room, ada, MENTIONS, team.id())).seq();
        groups().remove(team.id());
        long gone = store(log(), calling(room, ada, MENTIONS, team.id())).seq();
        assertThat(message(room, before).mentions()).containsExactly(bob.toString());
        assertThat(message(room, before).groups())
                .extracting(Entry.Group::handle)
                .containsExactly(team.handle());
        assertThat(message(room, after).mentions()).isEmpty();
        assertThat(message(room, after).groups())
                .extracting(Entry.Group::handle)
                .containsExactly(renamed.handle());
        assertThat(message(room, gone).mentions()).isEmpty();
        assertThat(message(room, gone).groups()).isEmpty();
        assertThat(unread(room, bob)).isEqualTo(1);
        consistent(room, bob);
    }

    @Test
    default void onlyWhoLeadsMentionsManyByAGroup() {
        UserId ada = user();
        UserId bob = user();
        UserId cleo = user();
        ConversationId room = create(group(ada, bob, cleo, user()));
        UserGroup both = made(ada, bob, cleo);
        UserGroup stranger = made(user(), user(), bob);
        assertThat(outcome(log(), calling(room, bob, 1, both.id())))
                .isEqualTo(new Outcome.Refused(Reason.NOT_EVERYBODY));
        store(log(), calling(room, bob, 2, both.id()));
        store(log(), calling(room, bob, 1, stranger.id()));
        store(log(), calling(room, ada, 1, both.id()));
    }

    @Test
    default void aMessageNamesNoMoreByGroupsThanByItself() {
        UserId ada = user();
        UserId[] many = IntStream.range(0, MENTIONS).mapToObj(i -> user()).toArray(UserId[]::new);
        ConversationId room = create(group(ada, many));
        UserGroup first = made(Stream.of(many).limit(MENTIONS - 1).toArray(UserId[]::new));
        UserGroup all = made(many);
        UserId last = many[MENTIONS - 1];
        long seq = store(log(), calling(room, ada, MENTIONS, first.id(), last)).seq();
        assertThat(message(room, seq).mentions()).hasSize(MENTIONS);
        store(log(), calling(room, ada, MENTIONS, all.id(), last));
        assertThat(outcome(log(), calling(room, ada, MENTIONS, all.id(), "all")))
                .isEqualTo(new Outcome.Refused(Reason.TOO_MANY_MENTIONS));
    }

    @Test
    default void whoIsMentionedByAGroupInAThreadFollowsIt() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        UserGroup team = made(bob);
        long root = store(log(), calling(room, ada, MENTIONS)).seq();
        Post.Context context =
                new Post.Context(null, root, false, List.of(team.id().toString()), List.of(), MENTIONS);
        store(log(), new Post(room, ada, UUID.randomUUID(), "reply", null, context));
        assertThat(fixture().number("select count(*) from follow where following and account = " + bob.value()))
                .isEqualTo(1);
        consistent(room, bob);
    }

    @Test
    default void aRecalledMessageMentionsNobodyByAGroupAnyMore() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        UserGroup team = made(bob);
        long seq = store(log(), calling(room, ada, MENTIONS, team.id())).seq();
        revise(recall(room, ada, seq, false));
        assertThat(message(room, seq).groups()).isEmpty();
        assertThat(message(room, seq).mentions()).isEmpty();
        assertThat(unread(room, bob)).isZero();
    }
}
