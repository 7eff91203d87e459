package chat.parley.bench.scenario;

import chat.parley.bench.Step;
import chat.parley.bench.client.Api;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/** Somebody who signs in by password, and again when that has been answered, while something else happens. */
final class SignIns {
    private static final int SIGNED_IN = 2;
    private static final String PASSWORD = "correct horse battery";

    private final Api api;
    private final String handle = "bench" + UUID.randomUUID().toString().substring(0, 8);
    private Histogram nanos = new Histogram(3);
    private int refused;
    private volatile boolean ended;

    /** Makes an account on the server. */
    SignIns(URI server) {
        api = new Api(server);
        api.register(handle, PASSWORD);
    }

    void during(Runnable happening) {
        nanos = new Histogram(3);
        refused = 0;
        ended = false;
        CompletableFuture<Void> signingIn = CompletableFuture.runAsync(
                this::signInUntilEnded, task -> Thread.ofPlatform().daemon().start(task));
        happening.run();
        ended = true;
        signingIn.join();
    }

    private void signInUntilEnded() {
        while (!ended) {
            long start = System.nanoTime();
            if (api.signInAgain(handle, PASSWORD) / 100 == SIGNED_IN) {
                nanos.recordValue(System.nanoTime() - start);
            } else {
                refused++;
            }
        }
    }

    /** What was found, once that has happened. */
    Step tell(Step step) {
        return step.with("sign-ins", (double) nanos.getTotalCount())
                .with("sign-ins refused", refused)
                .with("sign-in p50 ms", nanos.getValueAtPercentile(50) / 1e6)
                .with("sign-in, slowest ms", nanos.getMaxValue() / 1e6);
    }
}
