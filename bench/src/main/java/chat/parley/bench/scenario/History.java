package chat.parley.bench.scenario;

import chat.parley.bench.Run;
import chat.parley.bench.Scenario;
import chat.parley.bench.Step;
import chat.parley.bench.client.Crowd;
import chat.parley.bench.client.Known;
import chat.parley.bench.client.Loop;
import chat.parley.bench.client.Loops;
import chat.parley.bench.client.Pause;
import chat.parley.bench.client.Requests;
import chat.parley.bench.client.VirtualUser;
import chat.parley.bench.machine.Usage;
import chat.parley.bench.server.BenchFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * Pages of 50 messages at a random place of a random one of 1,000 conversations with a million entries in all, and the
 * latest 50 of a hot one. 16 requesters, each asking again when it has its answer. The entries come by the front door.
 */
public final class History implements Scenario {
    private static final int USERS = 400;
    private static final int CONVERSATIONS_EACH = 5;
    private static final int ENTRIES = 1_000_000;
    private static final int REQUESTERS = 16;
    private static final int SECONDS = 20;
    private static final int WARM_SECONDS = 5;
    private static final int AT_ONCE = 200;
    private static final int FILLING_IN_FLIGHT = 40;
    /** Below what a user may send. */
    private static final int FILLING_A_SECOND = 90;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public void run(Run run) {
        int users = run.settings().usersOr(USERS);
        int seconds = run.settings().secondsOr(SECONDS);
        try (Loops loops = run.loops()) {
            Crowd crowd =
                    new Crowd(loops, run.target().seed(users, CONVERSATIONS_EACH), new VirtualUser.Behaviour() {});
            crowd.connect(AT_ONCE, PATIENCE);
            fill(run, loops, crowd, run.settings().entriesOr(ENTRIES));
            VirtualUser hot = crowd.users().getFirst();
            run.keep(read(run, loops, "50 at a random place", seconds, random -> around(crowd, random)));
            run.keep(read(run, loops, "the latest 50 of a hot one", seconds, _ -> latest(hot)));
            crowd.leave();
        }
    }

    /** What to ask, and as whom. */
    private record Question(String path, String accessToken) {}

    private static Question around(Crowd crowd, SplittableRandom random) {
        VirtualUser user = crowd.users().get(random.nextInt(crowd.users().size()));
        Known known =
                user.conversations().get(random.nextInt(user.conversations().size()));
        long seq = 1 + random.nextLong(known.head());
        return new Question(
                "/v1/conversations/" + known.id() + "/messages?limit=50&around=" + seq,
                user.identity().accessToken());
    }

    private static Question latest(VirtualUser user) {
        return new Question(
                "/v1/conversations/" + user.conversations().getFirst().id() + "/messages?limit=50",
                user.identity().accessToken());
    }

    /** Everybody keeps a few sends on their way until there are as many as wanted. */
    private static void fill(Run run, Loops loops, Crowd crowd, int entries) {
        loops.onEach(loop -> loop.tally().record(Long.MIN_VALUE, Long.MAX_VALUE));
        List<Filling> fillings = new ArrayList<>();
        for (Loop loop : loops.all()) {
            List<VirtualUser> mine = crowd.on(loop);
            int share = (int) ((long) entries * mine.size() / crowd.users().size());
            Filling filling = new Filling(loop, mine, share);
            fillings.add(filling);
            loop.execute(filling::turn);
        }
        while (!fillings.stream().allMatch(filling -> filling.done)) {
            Pause.millis(2_000);
            long acked = loops.ask(loop -> loop.tally().acked()).stream()
                    .mapToLong(Long::longValue)
                    .sum();
            run.say("%,d of %,d entries are there".formatted(acked, entries));
        }
    }

    private static Step read(
            Run run, Loops loops, String name, int seconds, Function<SplittableRandom, Question> question) {
        List<Requester> requesters = new ArrayList<>();
        for (int i = 0; i < REQUESTERS; i++) {
            requesters.add(new Requester(loops.of(i), new SplittableRandom(i), question));
        }
        requesters.forEach(each -> each.loop.execute(each::begin));
        Pause.millis(1_000L * Math.min(WARM_SECONDS, seconds));
        loops.onEach(
                loop -> requesters.stream().filter(each -> each.loop == loop).forEach(Requester::forget));
        Usage before = run.target().parties().usage();
        Pause.millis(1_000L * seconds);
        Usage used = run.target().parties().usage().since(before);
        loops.onEach(
                loop -> requesters.stream().filter(each -> each.loop == loop).forEach(Requester::end));
        Histogram nanos = new Histogram(3);
        long bytes = 0;
        long refused = 0;
        for (Requester each : requesters) {
            nanos.add(each.nanos);
            bytes += each.bytes;
            refused += each.refused;
        }
        if (nanos.getTotalCount() == 0) {
            throw new BenchFailure("Nothing was answered.");
        }
        Step step = Step.of(name)
                .with("requests/s", nanos.getTotalCount() / (double) seconds)
                .with("p50 ms", nanos.getValueAtPercentile(50) / 1e6)
                .with("p99 ms", nanos.getValueAtPercentile(99) / 1e6)
                .with("bytes an answer", bytes / (double) nanos.getTotalCount())
                .with("refused", (double) refused);
        return Figures.usage(step, used, seconds);
    }

    /** Sends until its loop's share is acknowledged. Confined to the loop, but for {@link #done}. */
    private static final class Filling {
        private static final long PAUSE_NANOS = 1_000_000;

        private final Loop loop;
        private final List<VirtualUser> users;
        private final int entries;
        private final long start = System.nanoTime();
        private int sent;
        private volatile boolean done;

        Filling(Loop loop, List<VirtualUser> users, int entries) {
            this.loop = loop;
            this.users = users;
            this.entries = entries;
        }

        void turn() {
            long acked = loop.tally().acked();
            double seconds = (System.nanoTime() - start) / 1e9;
            long allowed = (long) (users.size() * (FILLING_IN_FLIGHT + FILLING_A_SECOND * seconds));
            long room = Math.min(
                    Math.min(entries, allowed) - sent, (long) users.size() * FILLING_IN_FLIGHT - (sent - acked));
            for (int i = 0; i < room; i++) {
                VirtualUser user = users.get(sent % users.size());
                List<Known> conversations = user.conversations();
                user.send(conversations.get(sent / users.size() % conversations.size()), System.nanoTime());
                sent++;
            }
            done = acked >= entries;
            if (!done) {
                loop.afterNanos(PAUSE_NANOS, this::turn);
            }
        }
    }

    /** Confined to its loop; read when it has ended. */
    private static final class Requester {
        private final Loop loop;
        private final SplittableRandom random;
        private final Function<SplittableRandom, Question> question;
        private final Requests requests;
        private Histogram nanos = new Histogram(3);
        private long bytes;
        private long refused;
        private boolean ended;

        Requester(Loop loop, SplittableRandom random, Function<SplittableRandom, Question> question) {
            this.loop = loop;
            this.random = random;
            this.question = question;
            this.requests = loop.requests();
        }

        void begin() {
            long start = System.nanoTime();
            Question next = question.apply(random);
            requests.get(next.path, next.accessToken, (status, length) -> {
                if (ended) {
                    requests.close();
                    return;
                }
                if (status == 200) {
                    nanos.recordValue(System.nanoTime() - start);
                    bytes += length;
                } else {
                    refused++;
                }
                begin();
            });
        }

        void forget() {
            nanos = new Histogram(3);
            bytes = 0;
            refused = 0;
        }

        void end() {
            ended = true;
        }
    }
}
