package chat.parley.app;

import chat.parley.core.conversation.AddMembers;
import chat.parley.core.conversation.ChangeLog;
import chat.parley.core.conversation.ChangeProperties;
import chat.parley.core.conversation.ConversationLimits;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.CreateConversation;
import chat.parley.core.conversation.JoinChannel;
import chat.parley.core.conversation.People;
import chat.parley.core.conversation.RemoveMember;
import chat.parley.core.conversation.SeeConversations;
import chat.parley.core.conversation.SetRole;
import chat.parley.core.id.IdSource;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.message.MessageConfig;
import chat.parley.core.message.PostMessage;
import chat.parley.core.message.ReadMessages;
import chat.parley.core.message.ReviseMessages;
import chat.parley.core.receipt.MoveMarkers;
import chat.parley.core.receipt.SeeReceipts;
import chat.parley.core.thread.FollowThreads;
import chat.parley.core.thread.ThreadConfig;
import chat.parley.core.typing.TellTyping;
import chat.parley.http.ConversationResource;
import chat.parley.http.MemberResource;
import chat.parley.http.MessageResource;
import chat.parley.http.ReceiptResource;
import chat.parley.http.Resource;
import chat.parley.http.RevisionResource;
import chat.parley.http.ThreadResource;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What people do in conversations. */
final class ConversationWiring implements AutoCloseable {
    private final StoreWiring store;
    private final ConversationLimits limits;
    private final MessageConfig messages;
    private final ThreadConfig threads;
    private final InstantSource clock;
    private final RateLimiter limiter;
    private final ExecutorService blocking = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("post-", 0).factory());
    private final PostMessage posting;
    private final MoveMarkers markers;

    ConversationWiring(StoreWiring store, RateLimiter limiter, ServerConfig.Conversations config, InstantSource clock) {
        this.store = store;
        this.limits = config.limits();
        this.messages = config.messages();
        this.threads = config.threads();
        this.clock = clock;
        this.limiter = limiter;
        posting = new PostMessage(store.messages(), store.conversations(), limiter, messages, blocking);
        markers = new MoveMarkers(store.markers(), store.conversations());
    }

    PostMessage posting() {
        return posting;
    }

    TellTyping typings() {
        return new TellTyping(limiter, store.bus());
    }

    MoveMarkers markers() {
        return markers;
    }

    List<Resource> resources() {
        Conversations conversations = store.conversations();
        ChangeLog changes = store.changes();
        People people = store.people();
        SeeConversations see = new SeeConversations(conversations, people);
        return List.of(
                new ConversationResource(
                        see,
                        create(),
                        new JoinChannel(conversations, changes, people, limits),
                        new ChangeProperties(conversations, changes, limits)),
                new MemberResource(
                        see,
                        new AddMembers(conversations, changes, people, limits),
                        new RemoveMember(conversations, changes, limits),
                        new SetRole(conversations, changes, limits)),
                new MessageResource(reading(), posting),
                new RevisionResource(
                        new ReviseMessages(store.messageChanges(), conversations, limiter, limits, messages, clock)),
                new ThreadResource(
                        new FollowThreads(store.threads(), conversations, store.profiles(), limiter, threads)),
                new ReceiptResource(markers, new SeeReceipts(store.receipts(), store.messages(), conversations)));
    }

    ReadMessages reading() {
        return new ReadMessages(store.messages(), store.recent(), store.conversations(), store.profiles(), messages);
    }

    CreateConversation create() {
        return new CreateConversation(
                store.conversations(), store.changes(), store.people(), new IdSource(clock), limits);
    }

    @Override
    public void close() {
        blocking.close();
    }
}
