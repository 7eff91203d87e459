package chat.parley.sdk;

import chat.parley.sdk.ConnectionState.Reason;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.FrameReader;
import chat.parley.wire.FrameWriter;
import chat.parley.wire.MalformedFrame;
import chat.parley.wire.Rid;
import chat.parley.wire.ServerFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the connection, one after another.
 *
 * <pre>
 *              ┌───────────────────── pause is over ─────────────────────┐
 *              ▼                                                         │
 *   start ─► token ─────► opening ─────► greeting ─────► live            │
 *              │ not now     │ failed       │ closed,      │ closed,     │
 *              │             │              │ 10 s         │ silent      │
 *              │             ▼              ▼              ▼             │
 *              └──────────────────────► waiting ────────────────────────┘
 *   signed out, superseded, closed with a code that forbids to come back, stop() ─► stopped
 * </pre>
 *
 * A pause is at least as long as the server asks for, by an {@code error} instead of a {@code welcome} or by {@code bye}.
 * Each attempt has a number, so that what belongs to an earlier one is told apart and dropped. Runs on the loop.
 */
final class ConnectionLoop {
    static final Duration GREETING_TIMEOUT = Duration.ofSeconds(10);
    static final Duration PONG_TIMEOUT = Duration.ofSeconds(10);
    static final Duration CLOSE_AFTER_BYE_TIMEOUT = Duration.ofSeconds(5);

    /** The {@code reason} of a {@code bye} after which two clients would throw each other out for ever. */
    private static final String SUPERSEDED = "superseded";

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLoop.class);

    private final FrameReader reader = new FrameReader();
    private final FrameWriter writer = new FrameWriter();
    private final ClientOptions options;
    private final Transport transport;
    private final Credentials credentials;
    private final LiveSession session;
    private final Backoff backoff;
    private final Loop loop;

    private int attempt;
    private int failures;
    private Transport.@Nullable Link link;
    private boolean live;
    private boolean stopped;
    private String token = "";
    private boolean tokenRefused;
    private boolean refreshed;
    private @Nullable Long retryAfterMs;
    private boolean superseded;
    private Duration heartbeat = Duration.ZERO;
    private long heardAt;
    private long pings;

    ConnectionLoop(
            ClientOptions options,
            Transport transport,
            Credentials credentials,
            LiveSession session,
            Backoff backoff,
            Loop loop) {
        this.options = options;
        this.transport = transport;
        this.credentials = credentials;
        this.session = session;
        this.backoff = backoff;
        this.loop = loop;
    }

    void start() {
        int current = ++attempt;
        retryAfterMs = null;
        superseded = false;
        tell(new ConnectionState.Connecting());
        String refused = tokenRefused ? token : null;
        loop.aside(() -> {
            try {
                String next = refused == null ? credentials.accessToken() : credentials.refresh(refused);
                loop.run(() -> open(current, next));
            } catch (SignedOut end) {
                loop.run(() -> stopIf(current, Reason.SIGNED_OUT, String.valueOf(end.getMessage())));
            } catch (IOException notNow) {
                LOG.debug("no access token now", notNow);
                loop.run(() -> ended(current, CloseCode.ABNORMAL));
            }
        });
    }

    /** For good; whoever waits for an answer is told. Completes once the goodbye is said or cannot be. */
    CompletableFuture<?> stop(Reason reason, String detail) {
        if (stopped) {
            return CompletableFuture.completedFuture(null);
        }
        Transport.Link open = link;
        leave();
        stopped = true;
        CompletableFuture<?> goodbye = open == null ? CompletableFuture.completedFuture(null) : open.close();
        tell(new ConnectionState.Stopped(reason, detail));
        session.abandon(new IllegalStateException("the client has stopped: " + detail));
        return goodbye;
    }

    private void open(int current, String accessToken) {
        if (current == attempt) {
            refreshed = tokenRefused;
            tokenRefused = false;
            token = accessToken;
            transport.open(new Events(current));
        }
    }

    /** Brings the events of one attempt to the loop, and drops them once it is over. */
    private final class Events implements Transport.Events {
        private final int current;

        Events(int current) {
            this.current = current;
        }

        @Override
        public void opened(Transport.Link link) {
            if (!loop.run(() -> greet(current, link))) {
                link.abort();
            }
        }

        @Override
        public void text(byte[] frame) {
            loop.run(() -> received(current, frame));
        }

        @Override
        public void heard() {
            loop.run(() -> {
                if (current == attempt) {
                    heardAt = loop.nanos();
                }
            });
        }

        @Override
        public void closed(int code) {
            loop.run(() -> ended(current, code));
        }
    }

    private void greet(int current, Transport.Link opened) {
        if (current != attempt) {
            opened.abort();
            return;
        }
        link = opened;
        ClientFrame.Client program = new ClientFrame.Client(options.name(), options.version());
        opened.send(writer.client(new ClientFrame.Hello(token, program, session.cursor())));
        loop.after(GREETING_TIMEOUT, () -> {
            if (current == attempt && !live) {
                opened.abort();
            }
        });
    }

    private void received(int current, byte[] bytes) {
        Transport.Link from = link;
        if (current != attempt || from == null) {
            return;
        }
        heardAt = loop.nanos();
        try {
            frame(current, from, reader.server(bytes, 0, bytes.length));
            from.more();
        } catch (MalformedFrame malformed) {
            if (malformed.json()) {
                LOG.debug("ignoring a frame of a newer server: {}", malformed.detail());
                from.more();
            } else {
                LOG.warn("the server does not speak the protocol: {}", malformed.detail());
                from.abort();
            }
        }
    }

    private void frame(int current, Transport.Link from, ServerFrame frame) {
        if (frame instanceof ServerFrame.Welcome welcome && !live) {
            live = true;
            failures = 0;
            refreshed = false;
            heartbeat = Duration.ofSeconds(welcome.heartbeat());
            loop.after(heartbeat, () -> listen(current));
            tell(new ConnectionState.Live(from.via()));
            session.welcomed(welcome, from);
        } else if (frame instanceof ServerFrame.Bye bye) {
            retryAfterMs = bye.retryAfterMs();
            superseded = bye.reason().equals(SUPERSEDED);
            loop.after(CLOSE_AFTER_BYE_TIMEOUT, () -> abortIf(current));
        } else if (frame instanceof ServerFrame.Refusal refusal && !live) {
            LOG.debug("not welcomed: {} {}", refusal.code(), refusal.detail());
            retryAfterMs = refusal.retryAfterMs();
        } else {
            session.frame(frame);
        }
    }

    /** Asks for a sign of life after {@link #heartbeat} of silence, and gives up where none comes. */
    private void listen(int current) {
        if (current != attempt || link == null) {
            return;
        }
        Duration silence = Duration.ofNanos(loop.nanos() - heardAt);
        if (silence.compareTo(heartbeat) < 0) {
            loop.after(heartbeat.minus(silence), () -> listen(current));
            return;
        }
        link.send(writer.client(new ClientFrame.Ping(Rid.of(++pings))));
        long asked = heardAt;
        loop.after(PONG_TIMEOUT, () -> {
            if (heardAt == asked) {
                abortIf(current);
            } else {
                listen(current);
            }
        });
    }

    private void abortIf(int current) {
        if (current == attempt && link != null) {
            link.abort();
        }
    }

    private void stopIf(int current, Reason reason, String detail) {
        if (current == attempt) {
            stop(reason, detail);
        }
    }

    private void ended(int current, int code) {
        if (current != attempt || stopped) {
            return;
        }
        boolean refusedAgain = code == CloseCode.UNAUTHENTICATED && refreshed;
        leave();
        CloseCode.Comeback comeback = CloseCode.comebackAfter(code);
        if (superseded) {
            stop(Reason.SUPERSEDED, "the user has newer connections, and as many as one may have");
        } else if (comeback == CloseCode.Comeback.NEVER || refusedAgain) {
            stop(Reason.REFUSED, "closed by the server with " + code);
        } else {
            tokenRefused |= comeback == CloseCode.Comeback.REFRESHED;
            comeBackLater();
        }
    }

    private void comeBackLater() {
        Duration pause = backoff.pause(failures++, retryAfterMs);
        int waiting = attempt;
        tell(new ConnectionState.Waiting(pause));
        loop.after(pause, () -> {
            if (waiting == attempt) {
                start();
            }
        });
    }

    private void leave() {
        attempt++;
        link = null;
        live = false;
        session.lost();
    }

    private void tell(ConnectionState state) {
        session.emit(new Event.Connection(state));
    }
}
