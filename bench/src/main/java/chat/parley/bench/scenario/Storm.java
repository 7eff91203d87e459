package chat.parley.bench.scenario;

import chat.parley.bench.Run;
import chat.parley.bench.Scenario;
import chat.parley.bench.Step;
import chat.parley.bench.client.Api;
import chat.parley.bench.client.Crowd;
import chat.parley.bench.client.Loops;
import chat.parley.bench.client.VirtualUser;
import chat.parley.bench.server.LaunchedServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * 5,000 clients that come back at once after a restart, with valid tokens and cursors: from the moment at which the server
 * says that it answers until the last of them is welcomed. Meanwhile ten pairs, who are back already, write to each other, and
 * somebody signs in by password again and again.
 */
public final class Storm implements Scenario {
    private static final int CLIENTS = 5_000;
    private static final int CONVERSATIONS = 5;
    private static final int PAIRS = 10;
    private static final int RATE = 100;
    private static final int STORMS = 3;
    private static final int AT_ONCE = 250;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public void run(Run run) {
        int clients = run.settings().usersOr(CLIENTS);
        LaunchedServer server = run.target().own();
        Arrivals arrivals = new Arrivals();
        SignIns signIns = new SignIns(run.target().address());
        try (Loops near = run.loops();
                Loops far = run.loops()) {
            Crowd crowd = new Crowd(far, run.target().seed(clients, CONVERSATIONS), arrivals);
            Crowd pairs = new Crowd(near, run.target().seed(2 * PAIRS, 1), new VirtualUser.Behaviour() {});
            Load load = new Load(run, near, loop -> Pairs.inTurn(pairs, loop));
            pairs.connect(AT_ONCE, PATIENCE);
            crowd.connect(AT_ONCE, PATIENCE);
            for (int i = 1; i <= run.settings().secondsOr(STORMS); i++) {
                crowd.leave();
                pairs.leave();
                server.stop();
                server.startAgain();
                pairs.connect(AT_ONCE, PATIENCE);
                run.keep(storm(run, load, crowd, arrivals, signIns, i));
            }
            crowd.leave();
            pairs.leave();
        }
    }

    private static Step storm(Run run, Load load, Crowd crowd, Arrivals arrivals, SignIns signIns, int number) {
        int clients = crowd.users().size();
        int rate = run.settings().rate() == null ? RATE : run.settings().rate();
        Step step = load.meanwhile("restart " + number, rate, () -> {
            arrivals.begin();
            signIns.during(() -> crowd.connect(clients, PATIENCE));
        });
        Api api = new Api(run.target().address());
        return signIns.tell(step.with("clients", clients)
                .with("all welcomed s", arrivals.nanos.getMaxValue() / 1e9)
                .with("p50 s", arrivals.nanos.getValueAtPercentile(50) / 1e9)
                .with("p99 s", arrivals.nanos.getValueAtPercentile(99) / 1e9)
                .with("asked to come back later", api.metric("parley_gateway_hellos_total", "outcome=\"deferred\""))
                .with("refused for good", clients - crowd.welcomed())
                .with("lost on the way", arrivals.lost.get()));
    }

    /** When each was welcomed. */
    private static final class Arrivals implements VirtualUser.Behaviour {
        private volatile Histogram nanos = new SynchronizedHistogram(3);
        private final AtomicInteger lost = new AtomicInteger();
        private volatile long start = System.nanoTime();

        void begin() {
            nanos = new SynchronizedHistogram(3);
            lost.set(0);
            start = System.nanoTime();
        }

        @Override
        public void welcomed(VirtualUser user) {
            nanos.recordValue(System.nanoTime() - start);
        }

        @Override
        public void closed(VirtualUser user, int code) {
            lost.incrementAndGet();
        }
    }
}
