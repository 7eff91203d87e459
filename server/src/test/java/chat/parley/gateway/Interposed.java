package chat.parley.gateway;

import chat.parley.core.conversation.Conversations;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog;
import chat.parley.core.sync.Cursor;
import chat.parley.core.sync.LogTail;
import chat.parley.core.sync.SyncStore;
import chat.parley.gateway.session.Stores;
import chat.parley.wire.ThreadState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between the gateway and the real stores: cuts the way for a while, and counts who went by. */
final class Interposed {
    final AtomicInteger gapReads = new AtomicInteger();
    final AtomicInteger tailReads = new AtomicInteger();
    volatile boolean logCut;
    volatile boolean syncCut;
    volatile boolean tailCut;

    /** From now on the tail shows nothing, not even by a pass that is under way. */
    void cutTail() {
        tailCut = true;
        int before = tailReads.get();
        Deadline.until("the passes under way to end", () -> tailReads.get() > before + 1);
    }

    Stores before(Stores real) {
        Conversations conversations = real.conversations();
        return new Stores(log(real.log()), conversations, sync(real.sync()), tail(real.tail()), real.company());
    }

    private static void failWhere(boolean cut) {
        if (cut) {
            throw new UncheckedIOException(new IOException("cut by the test"));
        }
    }

    private MessageLog log(MessageLog real) {
        return new MessageLog() {
            @Override
            public void append(List<Appending> posts) {
                real.append(posts);
            }

            @Override
            public Slice entries(ConversationId conversation, long after, int limit, int maxBytes) {
                gapReads.incrementAndGet();
                failWhere(logCut);
                return real.entries(conversation, after, limit, maxBytes);
            }

            @Override
            public Current messages(
                    ConversationId conversation, Viewer viewer, Place place, long first, int limit, int maxBytes) {
                return real.messages(conversation, viewer, place, first, limit, maxBytes);
            }

            @Override
            public Optional<Versions> versions(
                    ConversationId conversation, long message, long after, int limit, int maxBytes) {
                return real.versions(conversation, message, after, limit, maxBytes);
            }
        };
    }

    private SyncStore sync(SyncStore real) {
        return new SyncStore() {
            @Override
            public Map<UserId, List<ConversationId>> memberships(Collection<UserId> users) {
                failWhere(syncCut);
                return real.memberships(users);
            }

            @Override
            public Optional<ThreadState> thread(UserId user, ConversationId conversation, long thread) {
                return real.thread(user, conversation, thread);
            }

            @Override
            public Optional<Membership> membership(UserId user, ConversationId conversation) {
                return real.membership(user, conversation);
            }

            @Override
            public List<CatchUp> catchUp(List<Returning> returning, int most, int recent) {
                return real.catchUp(returning, most, recent);
            }
        };
    }

    private LogTail tail(LogTail real) {
        return new LogTail() {
            @Override
            public Cursor tailEnd() {
                return real.tailEnd();
            }

            @Override
            public Tail tail(Cursor from, int limit) {
                tailReads.incrementAndGet();
                failWhere(tailCut);
                return real.tail(from, limit);
            }
        };
    }
}
