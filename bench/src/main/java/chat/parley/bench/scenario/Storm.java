package chat.parley.bench.scenario;

import chat.parley.bench.Run;
import chat.parley.bench.Scenario;
import chat.parley.bench.Step;
import chat.parley.bench.client.Crowd;
import chat.parley.bench.client.Loops;
import chat.parley.bench.client.VirtualUser;
import chat.parley.bench.machine.Usage;
import chat.parley.bench.server.LaunchedServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * 5,000 clients that come back at once after a restart, with valid tokens and cursors: from the moment at which the server
 * says that it answers until the last of them is welcomed.
 */
public final class Storm implements Scenario {
    private static final int CLIENTS = 5_000;
    private static final int CONVERSATIONS = 5;
    private static final int STORMS = 3;
    private static final int AT_ONCE = 250;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public void run(Run run) {
        int clients = run.settings().usersOr(CLIENTS);
        LaunchedServer server = run.target().own();
        Arrivals arrivals = new Arrivals();
        try (Loops loops = run.loops()) {
            Crowd crowd = new Crowd(loops, run.target().seed(clients, CONVERSATIONS), arrivals);
            crowd.connect(AT_ONCE, PATIENCE);
            for (int i = 1; i <= run.settings().secondsOr(STORMS); i++) {
                crowd.leave();
                server.stop();
                server.startAgain();
                run.keep(storm(run, crowd, arrivals, i));
            }
            crowd.leave();
        }
    }

    private static Step storm(Run run, Crowd crowd, Arrivals arrivals, int number) {
        Usage before = run.target().parties().usage();
        arrivals.begin();
        crowd.connect(crowd.users().size(), PATIENCE);
        Usage used = run.target().parties().usage().since(before);
        double seconds = arrivals.nanos.getMaxValue() / 1e9;
        Step step = Step.of("restart " + number)
                .with("all welcomed s", seconds)
                .with("p50 s", arrivals.nanos.getValueAtPercentile(50) / 1e9)
                .with("p99 s", arrivals.nanos.getValueAtPercentile(99) / 1e9)
                .with("clients", crowd.users().size())
                .with("lost on the way", arrivals.lost.get());
        return Figures.usage(step, used, seconds);
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
