package chat.parley.bench.scenario;

import chat.parley.bench.Run;
import chat.parley.bench.Step;
import chat.parley.bench.client.Loop;
import chat.parley.bench.client.Loops;
import chat.parley.bench.client.Pause;
import chat.parley.bench.client.Requests;
import chat.parley.bench.machine.Usage;
import chat.parley.bench.server.BenchFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** Requesters, each of which asks again when it has its answer. */
final class Asking {
    /** In which the server compiles what answers. */
    private static final int WARM_SECONDS = 20;

    private Asking() {}

    /** What to ask, and as whom. */
    record Question(String path, String accessToken) {}

    static Step ask(
            Run run,
            Loops loops,
            String name,
            int requesterCount,
            int seconds,
            Function<SplittableRandom, Question> question) {
        List<Requester> requesters = new ArrayList<>();
        for (int i = 0; i < requesterCount; i++) {
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
                .with("p95 ms", nanos.getValueAtPercentile(95) / 1e6)
                .with("p99 ms", nanos.getValueAtPercentile(99) / 1e6)
                .with("bytes an answer", bytes / (double) nanos.getTotalCount())
                .with("refused", (double) refused);
        return Figures.usage(step, used, seconds);
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
