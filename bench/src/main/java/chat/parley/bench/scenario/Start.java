package chat.parley.bench.scenario;

import chat.parley.bench.Run;
import chat.parley.bench.Scenario;
import chat.parley.bench.Step;
import chat.parley.bench.server.LaunchedServer;
import java.util.ArrayList;
import java.util.List;

/**
 * From the launch of the process to the line that says it answers, its database included, on a data directory that exists.
 * The first start, which makes the database, stands beside it.
 */
public final class Start implements Scenario {
    private static final int STARTS = 5;
    private static final double NANOS_A_SECOND = 1e9;

    @Override
    public void run(Run run) {
        LaunchedServer server = run.target().own();
        run.keep(Step.of("first start").with("seconds", server.startNanos() / NANOS_A_SECOND));
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < run.settings().usersOr(STARTS); i++) {
            server.stop();
            server.startAgain();
            seconds.add(server.startNanos() / NANOS_A_SECOND);
            run.say("start %d: %.2f s".formatted(i + 1, seconds.getLast()));
        }
        seconds.sort(null);
        run.keep(Step.of("start again")
                .with("seconds", seconds.get(seconds.size() / 2))
                .with("best seconds", seconds.getFirst())
                .with("worst seconds", seconds.getLast())
                .with("starts", seconds.size())
                .with("server CPU seconds", run.target().parties().usage().serverSeconds())
                .with("server MiB", run.target().parties().usage().serverMebibytes())
                .with("database MiB", run.target().parties().usage().databaseMebibytes()));
    }
}
