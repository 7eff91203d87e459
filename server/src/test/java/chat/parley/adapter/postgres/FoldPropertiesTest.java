package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.caffeine.CaffeineRecentLog;
import chat.parley.adapter.caffeine.RecentConfig;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageChange;
import chat.parley.core.message.MessageLog;
import chat.parley.core.message.MessageLog.Around;
import chat.parley.core.message.MessageLog.Current;
import chat.parley.core.message.MessageLog.Outcome;
import chat.parley.core.message.MessageLog.Place;
import chat.parley.core.message.MessageLog.Viewer;
import chat.parley.core.message.Post;
import chat.parley.core.message.RecentLog;
import chat.parley.wire.Entry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever people do, on whichever of two servers: what pages are read from is the fold of the log, and so is what is remembered. */
class FoldPropertiesTest implements RevisionVerbs {
    private static LogFixture fixture;
    private static final int BYTES = 1 << 20;

    private static List<LogFixture.Node> servers;
    private static List<RecentLog> memories;

    @BeforeContainer
    static void start() {
        fixture = new LogFixture();
        servers = List.of(fixture.node(), fixture.node());
        memories = servers.stream()
                .<RecentLog>map(node ->
                        new CaffeineRecentLog(node.log, node.bus, RecentConfig.defaults(), new SimpleMeterRegistry()))
                .toList();
    }

    @AfterContainer
    static void stop() {
        fixture.close();
    }

    @Override
    public LogFixture fixture() {
        return fixture;
    }

    @Override
    public List<LogFixture.Node> servers() {
        return servers;
    }

    enum Verb {
        POST,
        QUOTE,
        REPLY,
        BROADCAST,
        MENTION,
        REACT,
        UNREACT,
        PIN,
        UNPIN,
        EDIT,
        EDIT_AGAIN,
        RECALL,
        MODERATE
    }

    /** One thing somebody does; {@code target} counts the messages from the newest. */
    record Deed(Verb verb, int who, int target, int emoji, int server) {}

    @Provide
    Arbitrary<List<Deed>> deeds() {
        Arbitrary<Deed> deed = Combinators.combine(
                        Arbitraries.of(Verb.class),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 1))
                .as(Deed::new);
        return deed.list().ofMinSize(1).ofMaxSize(40);
    }

    @Property(tries = 40)
    void theMaterialisedStateIsTheFoldOfTheLog(@ForAll("deeds") List<Deed> deeds) {
        List<UserId> users = List.of(user(), user(), user());
        ConversationId room = create(group(users.get(0), users.get(1), users.get(2)));
        Stage stage = new Stage(room, users);
        for (Deed deed : deeds) {
            stage.play(deed);
            rememberedAsTheStoreSays(room, users.get(deed.emoji() % users.size()), 1 + deed.target() * 2);
        }
        for (UserId user : users) {
            consistent(room, user);
        }
        assertThat(everything(room))
                .extracting(Entry::body)
                .filteredOn(Entry.Message.class::isInstance)
                .hasSize(stage.messages.size());
    }

    /** Each server hears of its own deeds only, so that the other's must be found out. */
    private static void rememberedAsTheStoreSays(ConversationId room, UserId user, int limit) {
        for (int i = 0; i < memories.size(); i++) {
            MessageLog log = servers.get(i).log;
            Viewer viewer = new Viewer(user, NAMED);
            Current stored = log.messages(room, viewer, new Place(null, new Around.Latest()), 1, limit, BYTES);
            assertThat(memories.get(i).latest(room, viewer, 1, limit, BYTES, stored.head()))
                    .isEqualTo(stored);
        }
    }

    private final class Stage {
        private static final List<String> EMOJI = List.of("👍", "🎉", "🐌", "🐙");

        private final ConversationId room;
        private final List<UserId> users;
        private final List<Long> messages = new ArrayList<>();
        private UUID lastEdit = UUID.randomUUID();

        Stage(ConversationId room, List<UserId> users) {
            this.room = room;
            this.users = users;
        }

        void play(Deed deed) {
            UserId who = users.get(deed.who());
            if (deed.verb() == Verb.POST || messages.isEmpty()) {
                messages.addFirst(Answers.store(server(deed.server()).log, Answers.post(room, who, "text"))
                        .seq());
                return;
            }
            long target = messages.get(deed.target() % messages.size());
            switch (deed.verb()) {
                case QUOTE -> send(deed, new Post.Context(target, null, false, List.of(), List.of(), null));
                case REPLY -> send(deed, new Post.Context(null, target, false, List.of(), List.of(), null));
                case BROADCAST -> send(deed, new Post.Context(null, target, true, List.of(), List.of(), null));
                case MENTION ->
                    send(
                            deed,
                            new Post.Context(
                                    null,
                                    null,
                                    false,
                                    List.of(users.get(0).toString(), "here", "all"),
                                    List.of(),
                                    MOST));
                default -> revise(deed, who, target);
            }
        }

        /** Refused where it replies to what was recalled, or in a thread to a reply. */
        private void send(Deed deed, Post.Context context) {
            UserId who = users.get(deed.who());
            Post post = new Post(room, who, UUID.randomUUID(), "reply", null, context);
            if (Answers.outcome(server(deed.server()).log, post) instanceof Outcome.Stored stored) {
                messages.addFirst(stored.seq());
            }
        }

        private void revise(Deed deed, UserId who, long target) {
            String emoji = EMOJI.get(deed.emoji());
            FoldPropertiesTest.this.revise(
                    server(deed.server()),
                    switch (deed.verb()) {
                        case POST, QUOTE, REPLY, BROADCAST, MENTION -> throw new IllegalStateException("played above");
                        case REACT -> react(room, who, target, emoji, true);
                        case UNREACT -> react(room, who, target, emoji, false);
                        case PIN -> new MessageChange.Pin(room, who, target, true, MOST);
                        case UNPIN -> new MessageChange.Pin(room, who, target, false, MOST);
                        case EDIT -> edit(who, target, UUID.randomUUID());
                        case EDIT_AGAIN -> edit(who, target, lastEdit);
                        case RECALL -> recall(room, who, target, false);
                        case MODERATE -> recall(room, who, target, true);
                    });
        }

        private MessageChange.Edit edit(UserId who, long target, UUID id) {
            lastEdit = id;
            return new MessageChange.Edit(room, who, target, id, "edit " + id, ANY_AGE, MOST);
        }
    }
}
