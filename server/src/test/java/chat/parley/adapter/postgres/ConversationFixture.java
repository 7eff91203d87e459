package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.conversation.Change;
import chat.parley.core.conversation.ChangeLog;
import chat.parley.core.conversation.Kind;
import chat.parley.core.conversation.MemberRole;
import chat.parley.core.conversation.NewConversation;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.IdSource;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageChange;
import chat.parley.core.message.MessageChanges;
import chat.parley.core.message.Post;
import chat.parley.wire.ConversationState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** One server's store, with verbs to fill it by its own log. */
final class ConversationFixture implements AutoCloseable {
    private static final int EVERYBODY = 100;

    final LogFixture store = new LogFixture();
    final LogFixture.Node node = store.node();
    final PostgresConversations conversations = new PostgresConversations(node.database.pool());
    final PostgresPeople people = new PostgresPeople(node.database.pool());
    final PostgresSyncStore sync = new PostgresSyncStore(node.database.pool(), people);
    final PostgresReceipts receipts = new PostgresReceipts(node.database.pool());
    final PostgresMarkers markers = new PostgresMarkers(
            node.database.pool(), node.bus, new MarkerConfig(100, 1_000, Duration.ofMillis(1), 3), node.metrics);

    final PostgresThreads threads = new PostgresThreads(node.database.pool(), node.bus);

    private final IdSource ids = new IdSource(InstantSource.system());

    UserId user() {
        return store.user();
    }

    ConversationId direct(UserId one, UserId other) {
        return create(Kind.DIRECT, Optional.empty(), true, one, other);
    }

    ConversationId group(UserId owner, UserId... members) {
        return create(Kind.GROUP, Optional.of("A group"), true, owner, members);
    }

    ConversationId channel(String title, UserId owner, UserId... members) {
        return create(Kind.CHANNEL, Optional.of(title), true, owner, members);
    }

    ConversationId create(Kind kind, Optional<String> title, boolean historyForAll, UserId creator, UserId... members) {
        Optional<UUID> name = kind == Kind.DIRECT ? Optional.empty() : Optional.of(UUID.randomUUID());
        NewConversation wanted =
                new NewConversation(ids.conversation(), creator, kind, name, title, historyForAll, List.of(members));
        return ((ChangeLog.Created.Present) node.changes.create(wanted)).conversation();
    }

    long post(ConversationId conversation, UserId sender, String text) {
        return Answers.store(node.log, Answers.post(conversation, sender, text)).seq();
    }

    /** Posts a message that mentions these, by id or by {@code here} and {@code all}. */
    long mention(ConversationId conversation, UserId sender, String... whom) {
        Post.Context context = new Post.Context(null, null, false, List.of(whom), List.of(), EVERYBODY);
        Post post = new Post(conversation, sender, UUID.randomUUID(), "you there", null, context);
        return Answers.store(node.log, post).seq();
    }

    void recall(ConversationId conversation, UserId by, long message) {
        long version = conversations.access(conversation, by).orElseThrow().version();
        MessageChange recall = new MessageChange.Recall(conversation, by, message, false, Instant.EPOCH);
        assertThat(node.revisions.apply(recall, version)).isInstanceOf(MessageChanges.Outcome.Appended.class);
    }

    void join(ConversationId conversation, UserId by, UserId... users) {
        apply(new Change.Join(conversation, by, List.of(users)));
    }

    void leave(ConversationId conversation, UserId user) {
        apply(new Change.Leave(conversation, user, user));
    }

    void role(ConversationId conversation, UserId by, UserId user, MemberRole role) {
        apply(new Change.SetRole(conversation, by, user, role));
    }

    void apply(Change change) {
        long version = conversations
                .access(change.conversation(), change.by())
                .orElseThrow()
                .version();
        assertThat(node.changes.apply(change, version)).isInstanceOf(ChangeLog.Outcome.Appended.class);
    }

    /** Moves and waits until it is stored. */
    void read(ConversationId conversation, UserId user, long seq) {
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean stored = new AtomicBoolean();
        markers.read(conversation, user, seq, OptionalLong.empty(), ok -> {
            stored.set(ok);
            done.countDown();
        });
        try {
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        assertThat(stored).isTrue();
    }

    /** A reply in the thread under {@code root}. */
    long reply(ConversationId conversation, UserId sender, long root, Object... mentioned) {
        List<String> names = Stream.of(mentioned).map(Object::toString).toList();
        Post.Context context = new Post.Context(null, root, false, names, List.of(), null);
        return Answers.store(node.log, new Post(conversation, sender, UUID.randomUUID(), "reply", null, context))
                .seq();
    }

    /** As {@link #read}, in a thread. */
    void readThread(ConversationId conversation, UserId user, long thread, long seq) {
        CompletableFuture<Boolean> stored = new CompletableFuture<>();
        markers.readThread(conversation, user, thread, seq, stored::complete);
        assertThat(stored.orTimeout(60, TimeUnit.SECONDS).join()).isTrue();
    }

    ConversationState state(ConversationId conversation, UserId user) {
        List<ConversationState> states = conversations.states(user, List.of(conversation));
        assertThat(states).hasSize(1);
        return states.getFirst();
    }

    @Override
    public void close() {
        markers.close();
        store.close();
    }
}
