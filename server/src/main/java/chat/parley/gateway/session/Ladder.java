package chat.parley.gateway.session;

import java.util.ArrayList;
import java.util.List;

/**
 * Back-pressure, for the sessions of one event loop: what is put on a reader who does not keep up is less with each rung, so
 * that nobody's outbox grows beyond its bound and a reader who is only slow for a while loses nothing.
 *
 * <pre>
 *   PROMPT ── whispers' mark ──▶ QUIET ── heads' mark ──▶ HEADS ── outbox full, or nothing read ──▶ bye slow
 *      ▲                           │                        │
 *      └──────── has read ─────────┴──── has read ──────────┘
 * </pre>
 *
 * <p>Up it goes as bytes are put, down with the loop's tick: who hovers about a mark does not go to and fro with each frame.
 * Confined to the event loop.
 */
final class Ladder {
    /** How much a session is spared. */
    enum Rung {
        /** Gets everything. */
        PROMPT,
        /** Is not told what may be lost. */
        QUIET,
        /** Nor given entries: it stands on the far side of all its feeds. */
        HEADS
    }

    private final Loop loop;
    private final long whispersMark;
    private final long headsMark;
    private final long backMark;
    private final int patienceTicks;
    private List<Session> behind = new ArrayList<>();

    Ladder(Loop loop, GatewayConfig config, int patienceTicks) {
        this.loop = loop;
        this.whispersMark = share(config, config.slow().whispersPercent());
        this.headsMark = share(config, config.slow().headsPercent());
        this.backMark = share(config, config.slow().backPercent());
        this.patienceTicks = patienceTicks;
    }

    private static long share(GatewayConfig config, int percent) {
        return config.outboxBytes() * percent / 100;
    }

    /** Something was put on the session: {@code unread} bytes wait now. */
    void filled(Session session, long unread) {
        if (session.rung == Rung.PROMPT && unread > whispersMark) {
            session.rung = Rung.QUIET;
            behind.add(session);
            loop.metrics().step(GatewayMetrics.Step.QUIET);
        }
        if (session.rung == Rung.QUIET && unread > headsMark) {
            session.rung = Rung.HEADS;
            session.unreadThen = unread;
            session.readTick = loop.tick();
            loop.metrics().step(GatewayMetrics.Step.HEADS);
        }
    }

    /** There is no room for what would have to be put on the session. */
    void full(Session session) {
        loop.metrics().step(GatewayMetrics.Step.BYE);
        session.bye("slow", null, CloseCode.SLOW);
    }

    /** Each tick: who has read, and who reads nothing. */
    void sweep() {
        List<Session> looked = behind;
        behind = new ArrayList<>();
        for (Session session : looked) {
            if (session.phase() == Session.Phase.LIVE) {
                look(session, session.unread());
            }
        }
    }

    private void look(Session session, long unread) {
        if (unread <= backMark) {
            Rung before = session.rung;
            session.rung = Rung.PROMPT;
            loop.metrics().step(GatewayMetrics.Step.BACK);
            if (before == Rung.HEADS) {
                session.nearAgain();
            }
            return;
        }
        if (unread < session.unreadThen) {
            session.readTick = loop.tick();
        }
        session.unreadThen = unread;
        if (session.rung == Rung.HEADS && loop.tick() - session.readTick >= patienceTicks) {
            full(session);
        } else {
            behind.add(session);
        }
    }
}
