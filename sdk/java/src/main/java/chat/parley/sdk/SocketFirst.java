package chat.parley.sdk;

import chat.parley.sdk.ConnectionState.Via;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A socket where one can pass, long polling where none does (protocol section 3).
 *
 * <p>After {@link #FALL_BACK_AFTER} attempts in a row to which nobody answered it takes turns between the two, so that a
 * proxy that blocks one of them and a server that is merely away are both got over. What answered last is tried first the
 * next time. While it polls it tries now and then, ever more seldom, whether a socket opens. One that does is proof
 * enough: the poll session is closed, and the next attempt goes over a socket. That attempt resumes from the cursor and
 * sends again what was not acknowledged, as any other, which is why nothing is lost or doubled at the change-over.
 *
 * <p>Runs on the loop.
 */
final class SocketFirst implements Transport {
    static final int FALL_BACK_AFTER = 2;
    static final Duration LONGEST_CLIMB = Duration.ofMinutes(10);

    /** So that the doubling cannot overflow. */
    private static final int MAX_DOUBLINGS = 20;

    private final Transport socket;
    private final Transport poll;
    private final Duration climbAfter;
    private final Loop loop;

    private Via preferred = Via.SOCKET;
    private int unanswered;
    private int climbs;
    private @Nullable Attempt current;

    /** @param climbAfter how long it polls before it tries a socket again; doubles with each try */
    SocketFirst(Transport socket, Transport poll, Duration climbAfter, Loop loop) {
        this.socket = socket;
        this.poll = poll;
        this.climbAfter = climbAfter;
        this.loop = loop;
    }

    @Override
    public void open(Events events) {
        Via via = next();
        Attempt attempt = new Attempt(via, events);
        current = attempt;
        switch (via) {
            case SOCKET -> socket.open(attempt);
            case LONG_POLLING -> poll.open(attempt);
        }
    }

    private Via next() {
        boolean othersTurn = unanswered >= FALL_BACK_AFTER && unanswered % 2 == FALL_BACK_AFTER % 2;
        return othersTurn == (preferred == Via.SOCKET) ? Via.LONG_POLLING : Via.SOCKET;
    }

    private void answered(Attempt attempt) {
        preferred = attempt.via;
        unanswered = 0;
        switch (attempt.via) {
            case SOCKET -> climbs = 0;
            case LONG_POLLING -> climbLater(attempt);
        }
    }

    private void ended(Attempt attempt) {
        if (!attempt.answered) {
            unanswered++;
        }
        if (current == attempt) {
            current = null;
        }
    }

    private void climbLater(Attempt polling) {
        Duration pause = climbAfter.multipliedBy(1L << Math.min(climbs, MAX_DOUBLINGS));
        loop.after(pause.compareTo(LONGEST_CLIMB) < 0 ? pause : LONGEST_CLIMB, () -> {
            if (current == polling) {
                climbs++;
                socket.open(new Probe(polling));
                climbLater(polling);
            }
        });
    }

    private void climb(Attempt polling) {
        Link link = polling.link;
        if (current == polling && link != null) {
            preferred = Via.SOCKET;
            link.close();
        }
    }

    /** Passes on what one attempt brings, and notes whether anybody answered. */
    private final class Attempt implements Events {
        private final Via via;
        private final Events events;
        private volatile @Nullable Link link;
        private volatile boolean answered;

        Attempt(Via via, Events events) {
            this.via = via;
            this.events = events;
        }

        @Override
        public void opened(Link opened) {
            link = opened;
            events.opened(opened);
        }

        @Override
        public void text(byte[] frame) {
            if (!answered) {
                answered = true;
                loop.run(() -> SocketFirst.this.answered(this));
            }
            events.text(frame);
        }

        @Override
        public void heard() {
            events.heard();
        }

        @Override
        public void closed(int code) {
            loop.run(() -> ended(this));
            events.closed(code);
        }
    }

    /** A socket that only shows whether one opens. */
    private final class Probe implements Events {
        private final Attempt polling;

        Probe(Attempt polling) {
            this.polling = polling;
        }

        @Override
        public void opened(Link opened) {
            opened.close();
            loop.run(() -> climb(polling));
        }

        @Override
        public void text(byte[] frame) {}

        @Override
        public void heard() {}

        @Override
        public void closed(int code) {}
    }
}
