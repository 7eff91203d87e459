package chat.parley.gateway.session;

import chat.parley.core.account.Authenticator;
import chat.parley.core.account.Caller;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.sync.Cursor;
import chat.parley.core.sync.SyncStore;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.ServerFrame;
import chat.parley.wire.WireLimits;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code hello}. The order makes history and live join without a gap: register the session, read its memberships,
 * register interest in them, and only then read the heads; what is committed in between is held by the feeds and put after
 * the welcome, in order, once. Runs on virtual threads and asks the session's event loop at each step whether it is still
 * there.
 */
public final class Greeting {
    private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);
    private static final long RETRY_AFTER_MILLIS = 1_000;
    private static final long LOOP_SECONDS = 10;

    private final Authenticator authenticator;
    private final SyncStore sync;
    private final Deliveries deliveries;
    private final Loops loops;
    private final StoreReads reads;

    Greeting(Authenticator authenticator, SyncStore sync, Deliveries deliveries, Loops loops) {
        this.authenticator = authenticator;
        this.sync = sync;
        this.deliveries = deliveries;
        this.loops = loops;
        this.reads = new StoreReads("greeting", deliveries.config().delivery().concurrentReads());
    }

    /** On the session's event loop, for the first frame of a connection. */
    public void greet(Session session, ClientFrame.Hello hello) {
        session.greeting();
        reads.start(() -> answer(session, hello));
    }

    private void answer(Session session, ClientFrame.Hello hello) {
        try {
            welcome(session, hello);
        } catch (UncheckedIOException unreachable) {
            LOG.debug("a hello cannot be answered now", unreachable);
            turnAway(session, ErrorCode.UNAVAILABLE, "the store cannot be reached");
        } catch (RuntimeException fault) {
            LOG.error("a hello failed", fault);
            turnAway(session, ErrorCode.INTERNAL, "the greeting failed");
        }
    }

    private void welcome(Session session, ClientFrame.Hello hello) {
        String token = hello.token();
        Optional<Caller> caller = token == null ? Optional.empty() : authenticator.authenticate(token);
        if (token == null || caller.isEmpty()) {
            refuse(session);
            return;
        }
        if (!ask(session, () -> session.loop().attach(session, caller.get()))) {
            return;
        }
        // Again, now that a revocation would find the session: one that came in between found nothing to end.
        if (authenticator.authenticate(token).isEmpty()) {
            refuse(session);
            return;
        }
        UserId user = caller.get().user();
        List<ConversationId> memberships = sync.memberships(user);
        if (!ask(session, () -> session.loop().follow(session, memberships))) {
            return;
        }
        Welcome welcome = read(caller.get(), Optional.ofNullable(hello.cursor()).flatMap(Cursor::parse));
        session.later(() -> session.loop().welcome(session, welcome.catchUp, welcome.json));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Welcome(SyncStore.CatchUp catchUp, byte[] json) {}

    /** A welcome of at most the size of a server's frame: where it is larger, one that resets to fewer conversations. */
    private Welcome read(Caller caller, Optional<Cursor> cursor) {
        int most = deliveries.config().delivery().resumeConversations();
        int recent = deliveries.config().delivery().recentConversations();
        Welcome welcome = encode(caller, sync.catchUp(caller.user(), cursor, most, recent));
        while (welcome.json.length > WireLimits.SERVER_FRAME_BYTES && recent > 1) {
            recent /= 2;
            welcome = encode(caller, sync.catchUp(caller.user(), Optional.empty(), most, recent));
        }
        return welcome;
    }

    private Welcome encode(Caller caller, SyncStore.CatchUp catchUp) {
        ServerFrame.Welcome welcome = new ServerFrame.Welcome(
                caller.session().toString(),
                caller.user().toString(),
                Math.toIntExact(deliveries.config().heartbeat().toSeconds()),
                catchUp.cursor().toString(),
                catchUp.reset(),
                List.of(),
                catchUp.changed(),
                catchUp.gone().stream().map(ConversationId::toString).toList(),
                catchUp.users());
        deliveries.metrics().out(welcome);
        return new Welcome(catchUp, deliveries.encoder().json(welcome));
    }

    private void refuse(Session session) {
        deliveries.metrics().authFailed();
        session.later(() -> {
            session.refuse(null, ErrorCode.UNAUTHENTICATED, "the access token is not good, or not any more", null);
            session.end(CloseCode.UNAUTHENTICATED);
        });
    }

    /** For an outage: the client comes back by itself. */
    private static void turnAway(Session session, ErrorCode code, String detail) {
        session.later(() -> {
            session.refuse(null, code, detail, RETRY_AFTER_MILLIS);
            session.end(CloseCode.RESTART);
        });
    }

    /** Whether the session is still there, and the server is not stopping, when its loop does {@code step}. */
    private boolean ask(Session session, Callable<Boolean> step) {
        try {
            return !loops.draining() && session.loop().executor().submit(step).get(LOOP_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException | TimeoutException ended) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException fault) {
            throw new IllegalStateException("a step of the greeting failed", fault);
        }
    }
}
