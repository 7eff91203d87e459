package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.conversation.Access;
import chat.parley.core.conversation.Change;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.Conversations.StatePage;
import chat.parley.core.conversation.Kind;
import chat.parley.core.conversation.MemberRole;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.ConversationState;
import chat.parley.wire.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresConversationsTest {
    private static ConversationFixture here;

    private final UserId ada = here.user();
    private final UserId ben = here.user();
    private final UserId eve = here.user();

    @BeforeAll
    static void open() {
        here = new ConversationFixture();
    }

    @AfterAll
    static void close() {
        here.close();
    }

    @Test
    void knowsWhatTheRulesNeed() {
        ConversationId group = here.group(ada, ben);
        here.role(group, ada, ben, MemberRole.OWNER);

        Access ofBen = here.conversations.access(group, ben).orElseThrow();
        assertThat(ofBen.kind()).isEqualTo(Kind.GROUP);
        assertThat(ofBen.role()).contains(MemberRole.OWNER);
        assertThat(ofBen.owners()).isEqualTo(2);
        assertThat(ofBen.first()).isEqualTo(1);
        assertThat(ofBen.head()).isEqualTo(2);
        assertThat(ofBen.invitesAll()).isFalse();
        assertThat(ofBen.former()).isFalse();
        assertThat(here.conversations.access(group, eve).orElseThrow().member()).isFalse();
        assertThat(here.conversations.access(new ConversationId(4), ada)).isEmpty();
    }

    @Test
    void tellsFormerMembersFromStrangers() {
        ConversationId group = here.group(ada, ben);
        here.leave(group, ben);

        Access ofBen = here.conversations.access(group, ben).orElseThrow();
        assertThat(ofBen.former()).isTrue();
        assertThat(ofBen.member()).isFalse();
        assertThat(here.conversations.access(group, eve).orElseThrow().former()).isFalse();
    }

    @Test
    void movesTheAccessVersionWithEveryChangeOfRights() {
        ConversationId group = here.group(ada, ben);
        long version = here.conversations.access(group, ada).orElseThrow().version();
        here.role(group, ada, ben, MemberRole.MODERATOR);
        assertThat(here.conversations.access(group, ada).orElseThrow().version())
                .isGreaterThan(version);
    }

    @Test
    void knowsOfBlocksInDirectConversationsWhicheverWay() {
        ConversationId direct = here.direct(ada, ben);
        assertThat(here.conversations.access(direct, ada).orElseThrow().blocked())
                .isFalse();
        block(ben, ada);
        assertThat(here.conversations.access(direct, ada).orElseThrow().blocked())
                .isTrue();
        assertThat(here.conversations.access(direct, ben).orElseThrow().blocked())
                .isTrue();
        assertThat(here.people.blocked(ada, ben)).isTrue();
        assertThat(here.people.blocked(ada, eve)).isFalse();
    }

    @Test
    void showsADirectConversationWithItsPeer() {
        ConversationId direct = here.direct(ada, ben);
        here.post(direct, ada, "hello");

        ConversationState ofBen = here.state(direct, ben);
        assertThat(ofBen.kind()).isEqualTo("direct");
        assertThat(ofBen.title()).isNull();
        assertThat(ofBen.peer()).isEqualTo(new ConversationState.Peer(ada.toString(), "u" + ada.value(), "U"));
        assertThat(ofBen.messages()).isEqualTo(1);
        assertThat(ofBen.readMessages()).isZero();
        assertThat(ofBen.head()).isEqualTo(2);
        assertThat(ofBen.members()).isEqualTo(2);
        assertThat(ofBen.last()).isNotNull();
        assertThat(ofBen.last().body())
                .isEqualTo(Entry.Message.plain(((Entry.Message) ofBen.last().body()).id(), "hello"));
        assertThat(here.state(direct, ada).peer().id()).isEqualTo(ben.toString());
    }

    @Test
    void cutsTheLastTextAt200CodePoints() {
        ConversationId direct = here.direct(ada, ben);
        here.post(direct, ada, "\uD83D\uDE00".repeat(201));
        Entry.Message last = (Entry.Message) here.state(direct, ben).last().body();
        assertThat(last.text()).isEqualTo("\uD83D\uDE00".repeat(200));
    }

    @Test
    void showsAsLastTheNewestMessageAndNotTheNewestEntry() {
        ConversationId group = here.group(ada, ben);
        long seq = here.post(group, ada, "the last word");
        here.role(group, ada, ben, MemberRole.MODERATOR);

        assertThat(here.state(group, ben).last().seq()).isEqualTo(seq);
        assertThat(here.state(group, ben).head()).isEqualTo(seq + 1);
    }

    @Test
    void showsNewcomersNothingOfAJoinedHistory() {
        ConversationId group = here.create(Kind.GROUP, Optional.of("New"), false, ada, ben);
        here.post(group, ada, "before");
        here.post(group, ada, "before too");
        here.join(group, ada, eve);

        ConversationState ofEve = here.state(group, eve);
        assertThat(ofEve.history()).isEqualTo("joined");
        assertThat(ofEve.first()).isEqualTo(4);
        assertThat(ofEve.firstMessages()).isEqualTo(2);
        assertThat(ofEve.readMessages()).isEqualTo(ofEve.messages()).isEqualTo(2);
        assertThat(ofEve.last()).isNull();
        assertThat(here.conversations.access(group, eve).orElseThrow().first()).isEqualTo(4);
        assertThat(here.state(group, ben).first()).isEqualTo(1);
        assertThat(here.state(group, ben).last()).isNotNull();
    }

    @Test
    void showsMarkersWhereReceiptsAreLive() {
        ConversationId direct = here.direct(ada, ben);
        ConversationId channel = here.channel("Marks", ada, ben);
        long seq = here.post(direct, ada, "one");

        assertThat(here.state(direct, ben).marks())
                .containsOnlyKeys(ada.toString())
                .containsEntry(ada.toString(), new ConversationState.Marks(seq, seq));
        assertThat(here.state(channel, ben).marks()).isEmpty();
    }

    @Test
    void hidesMarkersOfThoseWhoHideThemAndBetweenThoseWhoBlock() {
        ConversationId group = here.group(ada, ben, eve);
        here.store.execute("update account set read_receipts = false where id = " + ben.value());
        assertThat(here.state(group, ada).marks()).containsOnlyKeys(eve.toString());
        block(eve, ada);
        assertThat(here.state(group, ada).marks()).isEmpty();
        assertThat(here.state(group, ben).marks()).containsOnlyKeys(ada.toString(), eve.toString());
    }

    @Test
    void showsMarkersInGroupsOfTwentyAndNotOfTwentyOne() {
        UserId[] others = new UserId[19];
        for (int i = 0; i < others.length; i++) {
            others[i] = here.user();
        }
        ConversationId group = here.group(ada, others);
        assertThat(here.state(group, ada).marks()).hasSize(19);
        here.join(group, ada, eve);
        assertThat(here.state(group, ada).marks()).isEmpty();
    }

    @Test
    void showsAChannelToAnOnlookerWithoutWhatIsSaidInIt() {
        ConversationId channel = here.channel("Open", ada);
        here.post(channel, ada, "inside");

        ConversationState outside = here.state(channel, eve);
        assertThat(outside.role()).isNull();
        assertThat(outside.title()).isEqualTo("Open");
        assertThat(outside.last()).isNull();
        assertThat(outside.members()).isEqualTo(1);
        assertThat(outside.first()).isEqualTo(1);
    }

    @Test
    void showsStrangersNoGroupOrDirect() {
        List<ConversationId> hidden = List.of(here.group(ada), here.direct(ada, ben), new ConversationId(9));
        assertThat(here.conversations.states(eve, hidden)).isEmpty();
    }

    @Test
    void readsManyStatesAtOnce() {
        List<ConversationId> many = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            many.add(here.group(ada, ben));
        }
        assertThat(here.conversations.states(ben, many))
                .extracting(ConversationState::id)
                .containsExactlyInAnyOrderElementsOf(
                        many.stream().map(ConversationId::toString).toList());
    }

    @Test
    void listsAMembersConversationsByActivityPageByPage() {
        List<String> expected = new ArrayList<>();
        List<ConversationId> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(here.group(ada, ben));
        }
        for (ConversationId group : List.of(made.get(3), made.get(0), made.get(4), made.get(2), made.get(1))) {
            here.post(group, ada, "now");
            expected.addFirst(group.toString());
            // Times are of milliseconds, and equal ones are ordered by id: make them differ.
            here.store.execute("update entry set at = at + make_interval(secs => " + expected.size()
                    + ") where conversation = " + group.value());
        }
        here.leave(here.group(eve, ben), ben);

        List<String> found = new ArrayList<>();
        String before = null;
        do {
            StatePage page = here.conversations.ofMember(ben, before, 2);
            assertThat(page.states()).hasSizeLessThanOrEqualTo(2);
            page.states().forEach(state -> found.add(state.id()));
            before = page.next();
        } while (before != null);
        assertThat(found).isEqualTo(expected);
        assertThat(here.conversations.ofMember(ben, "nonsense", 50).states()).hasSize(5);
    }

    @Test
    void endsAListExactlyAtItsEnd() {
        here.group(ada);
        here.group(ada);
        StatePage whole = here.conversations.ofMember(ada, null, 2);
        assertThat(whole.states()).hasSize(2);
        assertThat(whole.next()).isNull();
        assertThat(here.conversations.ofMember(eve, null, 2).states()).isEmpty();
    }

    @Test
    void listsChannelsByTitlePageByPage() {
        for (String title : List.of("Zebra %_ one", "apple %_ two", "Mango %_ three", "apple %_ two")) {
            here.channel(title, ada);
        }
        here.channel("Elsewhere", ada);
        here.group(ada);

        List<String> found = new ArrayList<>();
        String before = null;
        do {
            StatePage page = here.conversations.channels(eve, false, " %_ ", before, 3);
            page.states().forEach(state -> found.add(state.title()));
            before = page.next();
        } while (before != null);
        assertThat(found).containsExactly("apple %_ two", "apple %_ two", "Mango %_ three", "Zebra %_ one");
        assertThat(here.conversations.channels(eve, false, "MANGO %_", null, 50).states())
                .hasSize(1);
    }

    @Test
    void listsOnlyJoinedChannelsWhereAsked() {
        ConversationId joined = here.channel("For guests", ada, eve);
        here.channel("For guests not", ada);
        assertThat(here.conversations
                        .channels(eve, true, "for guests", null, 50)
                        .states())
                .extracting(ConversationState::id)
                .containsExactly(joined.toString());
    }

    @Test
    void listsMembersAfterOneAnother() {
        ConversationId group = here.group(ada, ben, eve);
        here.leave(group, ben);
        List<Conversations.Member> first = here.conversations.members(group, null, 1);
        assertThat(first).containsExactly(new Conversations.Member(ada, MemberRole.OWNER, 1));
        assertThat(here.conversations.members(group, ada, 10))
                .containsExactly(new Conversations.Member(eve, MemberRole.MEMBER, 1));
    }

    @Test
    void findsTheDirectOfAPairAndWhatSomebodyCreated() {
        ConversationId direct = here.direct(ada, ben);
        assertThat(here.conversations.direct(ben, ada)).contains(direct);
        assertThat(here.conversations.direct(ada, eve)).isEmpty();
        assertThat(here.conversations.created(ada, UUID.randomUUID())).isEmpty();
    }

    @Test
    void knowsWhoIsThereAndWhoSharesAConversation() {
        here.group(ada, ben);
        ConversationId left = here.group(ada, eve);
        here.leave(left, eve);
        here.store.execute("update account set deleted_at = now() where id = " + eve.value());

        List<UserId> all = List.of(ada, ben, eve, new UserId(5));
        assertThat(here.people.present(all)).containsExactlyInAnyOrder(ada, ben);
        assertThat(here.people.sharing(ben, all)).containsExactlyInAnyOrder(ada, ben);
        assertThat(here.people.full(all, 1)).containsExactlyInAnyOrder(ada, ben);
        assertThat(here.people.full(all, 2)).containsExactly(ada);
        assertThat(here.people.full(all, 3)).isEmpty();
        assertThat(here.people.profiles(all)).hasSize(3).anyMatch(profile -> profile.deleted());
    }

    @Test
    void followsChangedProperties() {
        ConversationId group = here.group(ada, ben);
        here.apply(new Change.SetProperties(
                group, ada, Optional.of("Other"), Optional.of("Topic"), Optional.empty(), Optional.of(true)));
        ConversationState state = here.state(group, ben);
        assertThat(state.title()).isEqualTo("Other");
        assertThat(state.topic()).isEqualTo("Topic");
        assertThat(state.invites()).isEqualTo("all");
        assertThat(here.conversations.access(group, ben).orElseThrow().invitesAll())
                .isTrue();
    }

    private static void block(UserId by, UserId blocked) {
        here.store.execute("insert into block (account, blocked) values (" + by.value() + ", " + blocked.value() + ")");
    }
}
