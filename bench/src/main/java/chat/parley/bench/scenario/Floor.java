package chat.parley.bench.scenario;

import chat.parley.bench.Run;
import chat.parley.bench.Scenario;
import chat.parley.bench.floor.FanOutFloor;
import chat.parley.bench.floor.InsertFloor;
import chat.parley.bench.floor.SendFloor;

/**
 * What this machine does without Parley, the same hour: durable inserts into the same PostgreSQL, one pre-encoded frame to
 * as many sockets by the same client, one system call. Every other figure is to be read against these.
 */
public final class Floor implements Scenario {
    private static final int SOCKETS = 5_000;
    private static final int SECONDS = 10;
    private static final int WARM_SECONDS = 2;

    @Override
    public void run(Run run) {
        int seconds = run.settings().secondsOr(SECONDS);
        int warm = Math.min(WARM_SECONDS, seconds);
        run.keep(SendFloor.measure(seconds));
        InsertFloor inserts = new InsertFloor(run.target().own().data());
        run.keep(inserts.measure(1, 1, seconds));
        run.keep(inserts.measure(16, 1, seconds));
        run.keep(inserts.measure(1, 100, seconds));
        run.keep(inserts.measure(2, 500, seconds));
        int sockets = run.settings().usersOr(SOCKETS);
        try (FanOutFloor bare = new FanOutFloor(sockets, run.settings().threads())) {
            run.keep(bare.measure("bare, %,d sockets, one frame a flush".formatted(sockets), 1, warm, seconds));
            run.keep(bare.measure("bare, %,d sockets, eight".formatted(sockets), 8, warm, seconds));
        }
    }
}
