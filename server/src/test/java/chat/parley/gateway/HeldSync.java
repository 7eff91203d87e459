package chat.parley.gateway;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.sync.SyncStore;
import chat.parley.gateway.session.Stores;
import chat.parley.wire.ThreadState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Stands before the reads of a greeting: holds them for as long as a test wants, and remembers for whom they were. */
final class HeldSync {
    /** Whom each reading of memberships was for. */
    final List<Collection<UserId>> asked = new CopyOnWriteArrayList<>();

    /** Whose states cannot be read, as if a row of theirs were broken. */
    volatile UserId broken = new UserId(0);

    private volatile CountDownLatch gate = new CountDownLatch(0);

    void hold() {
        gate = new CountDownLatch(1);
    }

    void letGo() {
        gate.countDown();
    }

    Stores before(Stores real) {
        return new Stores(real.log(), real.conversations(), before(real.sync()), real.tail(), real.company());
    }

    private SyncStore before(SyncStore real) {
        return new SyncStore() {
            @Override
            public Map<UserId, List<ConversationId>> memberships(Collection<UserId> users) {
                asked.add(List.copyOf(users));
                await(gate);
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
                if (returning.stream().anyMatch(each -> each.user().equals(broken))) {
                    throw new IllegalStateException("broken by the test");
                }
                return real.catchUp(returning, most, recent);
            }
        };
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
