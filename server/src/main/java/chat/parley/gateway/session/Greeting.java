package chat.parley.gateway.session;

import chat.parley.core.account.Authenticator;
import chat.parley.core.account.Caller;
import chat.parley.core.bus.OwnThing;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.sync.Cursor;
import chat.parley.core.sync.SyncStore;
import chat.parley.core.sync.SyncStore.CatchUp;
import chat.parley.gateway.session.HelloQueue.Waiting;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.ServerFrame;
import chat.parley.wire.WireLimits;
import io.netty.util.concurrent.Future;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code hello}, for all who wait together. The order makes history and live join without a gap: register the
 * sessions, read their memberships, register interest in them, and only then read the heads; what is committed in between is
 * held by the feeds and put after the welcome, in order, once. Runs on virtual threads and asks the sessions' event loops at
 * each step who is still there.
 */
public final class Greeting {
    private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);
    private static final long LOOP_SECONDS = 10;

    private final Authenticator authenticator;
    private final SyncStore sync;
    private final Deliveries deliveries;
    private final GreetingConfig config;
    private final Loops loops;
    private final HelloQueue queue;

    Greeting(Authenticator authenticator, SyncStore sync, Deliveries deliveries, Loops loops) {
        this.authenticator = authenticator;
        this.sync = sync;
        this.deliveries = deliveries;
        this.config = deliveries.config().greeting();
        this.loops = loops;
        this.queue = new HelloQueue(config, this::answer);
        deliveries.metrics().waitingHellos(queue::size);
    }

    /** Somebody whose token is good; {@code hello} is how long ago they came. */
    private record Guest(Waiting hello, String token, Caller caller) {
        Session session() {
            return hello.session();
        }

        SyncStore.Returning returning() {
            Optional<Cursor> since = Optional.ofNullable(hello.hello().cursor()).flatMap(Cursor::parse);
            return new SyncStore.Returning(caller.user(), since);
        }
    }

    /** On the session's event loop, for the first frame of a connection. */
    public void greet(Session session, ClientFrame.Hello hello) {
        session.greeting();
        if (!queue.offer(new Waiting(session, hello, System.nanoTime()))) {
            defer(session);
        }
    }

    private void answer(List<Waiting> batch) {
        try {
            welcome(inTime(batch));
        } catch (UncheckedIOException unreachable) {
            LOG.debug("{} hellos cannot be answered now", batch.size(), unreachable);
            batch.forEach(hello -> turnAway(hello.session(), ErrorCode.UNAVAILABLE, "the store cannot be reached"));
        } catch (RuntimeException fault) {
            LOG.error("{} hellos failed", batch.size(), fault);
            batch.forEach(hello -> turnAway(hello.session(), ErrorCode.INTERNAL, "the greeting failed"));
        }
    }

    /** Without those who have waited so long that they will have given up before they could be answered. */
    private List<Waiting> inTime(List<Waiting> batch) {
        long now = System.nanoTime();
        List<Waiting> inTime = new ArrayList<>();
        for (Waiting hello : batch) {
            if (now - hello.since() <= config.patience().toNanos()) {
                inTime.add(hello);
            } else {
                hello.session().later(() -> defer(hello.session()));
            }
        }
        return inTime;
    }

    private void welcome(List<Waiting> batch) {
        List<Guest> attached =
                onLoops(identified(batch), guest -> guest.session().loop().attach(guest.session(), guest.caller()));
        // Again, now that a revocation would find the session: one that came in between found nothing to end.
        List<Guest> known = attached.stream().filter(this::stillGood).toList();
        if (known.isEmpty()) {
            return;
        }
        Map<UserId, List<ConversationId>> memberships = sync.memberships(
                known.stream().map(guest -> guest.caller().user()).distinct().toList());
        List<Guest> following = onLoops(
                known,
                guest -> guest.session()
                        .loop()
                        .follow(
                                guest.session(),
                                memberships.getOrDefault(guest.caller().user(), List.of())));
        groups(following, memberships).forEach(this::catchUp);
    }

    private List<Guest> identified(List<Waiting> batch) {
        List<Guest> guests = new ArrayList<>();
        for (Waiting hello : batch) {
            String token = hello.hello().token();
            Optional<Caller> caller = token == null ? Optional.empty() : authenticator.authenticate(token);
            if (token == null || caller.isEmpty()) {
                refuse(hello.session());
            } else {
                guests.add(new Guest(hello, token, caller.get()));
            }
        }
        return guests;
    }

    private boolean stillGood(Guest guest) {
        boolean good = authenticator.authenticate(guest.token()).isPresent();
        if (!good) {
            refuse(guest.session());
        }
        return good;
    }

    /** Groups that have so few conversations together that the states of all of them may be in memory at once. */
    private List<List<Guest>> groups(List<Guest> guests, Map<UserId, List<ConversationId>> memberships) {
        List<List<Guest>> groups = new ArrayList<>();
        int room = 0;
        for (Guest guest : guests) {
            int conversations =
                    memberships.getOrDefault(guest.caller().user(), List.of()).size();
            if (groups.isEmpty() || conversations > room) {
                groups.add(new ArrayList<>());
                room = config.conversations();
            }
            groups.getLast().add(guest);
            room -= conversations;
        }
        return groups;
    }

    /** What one of them breaks is found by halves, so that the others are welcomed. */
    private void catchUp(List<Guest> group) {
        try {
            List<CatchUp> found = read(group.stream().map(Guest::returning).toList());
            for (int i = 0; i < found.size(); i++) {
                welcome(group.get(i), found.get(i));
            }
        } catch (UncheckedIOException unreachable) {
            throw unreachable;
        } catch (RuntimeException fault) {
            if (group.size() > 1) {
                catchUp(group.subList(0, group.size() / 2));
                catchUp(group.subList(group.size() / 2, group.size()));
            } else {
                LOG.error("the hello of {} failed", group.getFirst().caller().user(), fault);
                turnAway(group.getFirst().session(), ErrorCode.INTERNAL, "the greeting failed");
            }
        }
    }

    private List<CatchUp> read(List<SyncStore.Returning> returning) {
        DeliveryConfig bounds = deliveries.config().delivery();
        return sync.catchUp(returning, bounds.resumeConversations(), bounds.recentConversations());
    }

    private void welcome(Guest guest, CatchUp missed) {
        CatchUp found = missed;
        byte[] json = json(guest, found);
        if (json.length > WireLimits.SERVER_FRAME_BYTES && !found.reset()) {
            found = read(List.of(new SyncStore.Returning(guest.caller().user(), Optional.empty())))
                    .getFirst();
            json = json(guest, found);
        }
        while (json.length > WireLimits.SERVER_FRAME_BYTES) {
            long share = (long) found.changed().size() * WireLimits.SERVER_FRAME_BYTES / json.length;
            found = found.shortened((int) (share * 9 / 10));
            json = json(guest, found);
        }
        say(guest, found, json);
    }

    private byte[] json(Guest guest, CatchUp found) {
        return deliveries.encoder().json(welcome(guest.caller(), found));
    }

    private ServerFrame.Welcome welcome(Caller caller, CatchUp found) {
        return new ServerFrame.Welcome(
                caller.session().toString(),
                caller.user().toString(),
                Math.toIntExact(deliveries.config().heartbeat().toSeconds()),
                found.cursor().toString(),
                found.reset(),
                List.of(),
                found.changed(),
                found.gone().stream().map(ConversationId::toString).toList(),
                found.users(),
                found.threads(),
                found.own().stream().map(OwnThing::wireName).toList());
    }

    private void say(Guest guest, CatchUp found, byte[] json) {
        deliveries.metrics().welcomed(System.nanoTime() - guest.hello().since(), found.reset());
        guest.session().later(() -> guest.session().loop().welcome(guest.session(), found, json));
    }

    private void refuse(Session session) {
        deliveries.metrics().authFailed();
        session.later(() -> {
            session.refuse(null, ErrorCode.UNAUTHENTICATED, "the access token is not good, or not any more", null);
            session.end(CloseCode.UNAUTHENTICATED);
        });
    }

    /** On the session's loop: there are too many to greet them all now. */
    private void defer(Session session) {
        if (session.phase() == Session.Phase.GREETING) {
            deliveries.metrics().deferred();
            session.refuse(null, ErrorCode.UNAVAILABLE, "too many clients connect at once", comeBackAfter());
            session.end(CloseCode.TOO_MANY);
        }
    }

    /** For an outage: the client comes back by itself. */
    private void turnAway(Session session, ErrorCode code, String detail) {
        session.later(() -> {
            if (session.phase() == Session.Phase.GREETING) {
                session.refuse(null, code, detail, comeBackAfter());
                session.end(CloseCode.RESTART);
            }
        });
    }

    private long comeBackAfter() {
        long millis = config.awayFor().toMillis();
        return millis / 2 + ThreadLocalRandom.current().nextLong(millis + 1);
    }

    /** Those who are still there when their loop does {@code step}, one task a loop; nobody where the server is stopping. */
    private List<Guest> onLoops(List<Guest> guests, Predicate<Guest> step) {
        if (loops.draining()) {
            return List.of();
        }
        Map<Loop, List<Guest>> byLoop = new LinkedHashMap<>();
        for (Guest guest : guests) {
            byLoop.computeIfAbsent(guest.session().loop(), first -> new ArrayList<>())
                    .add(guest);
        }
        List<Future<List<Guest>>> steps = new ArrayList<>();
        byLoop.forEach((loop, those) -> {
            try {
                steps.add(
                        loop.executor().submit(() -> those.stream().filter(step).toList()));
            } catch (RejectedExecutionException ended) {
                LOG.debug("an event loop has ended with {} of its clients ungreeted", those.size());
            }
        });
        return steps.stream().flatMap(each -> done(each).stream()).toList();
    }

    private static List<Guest> done(Future<List<Guest>> step) {
        try {
            return step.get(LOOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            LOG.warn("an event loop did not get round to its greetings for {} s", LOOP_SECONDS);
            return List.of();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException fault) {
            throw new IllegalStateException("a step of the greeting failed", fault);
        }
    }
}
