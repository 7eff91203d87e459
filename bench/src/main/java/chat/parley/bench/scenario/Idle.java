package chat.parley.bench.scenario;

import chat.parley.bench.Run;
import chat.parley.bench.Scenario;
import chat.parley.bench.Step;
import chat.parley.bench.client.Crowd;
import chat.parley.bench.client.Identity;
import chat.parley.bench.client.Loops;
import chat.parley.bench.client.Pause;
import chat.parley.bench.client.VirtualUser;
import chat.parley.bench.machine.JvmMemory;
import chat.parley.bench.machine.Parties;
import chat.parley.bench.machine.Usage;
import java.time.Duration;
import java.util.List;

/**
 * What an authenticated connection costs that does nothing, its user a member of five conversations: heap after a full
 * collection, direct and native memory, from a tenth of the connections to all of them; resident memory beside it, and
 * what heartbeats cost of the processor.
 */
public final class Idle implements Scenario {
    /** So that {@link JvmMemory} gets its answers. */
    public static final List<String> SERVER_FLAGS = List.of("-XX:NativeMemoryTracking=summary");

    private static final int CONNECTIONS = 10_000;
    private static final int CONVERSATIONS = 5;
    private static final int AT_ONCE = 250;
    private static final int SECONDS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What a welcome needed on its way has been given back by then. */
    private static final long SETTLE_MILLIS = 2_000;

    private static final double KIBI = 1024;

    /** What was measured with so many connections. */
    private record Sample(int connections, JvmMemory memory, double residentMebibytes) {}

    @Override
    public void run(Run run) {
        int most = run.settings().usersOr(CONNECTIONS);
        List<Identity> people = run.target().seed(most, CONVERSATIONS);
        try (Loops loops = run.loops()) {
            VirtualUser.Behaviour nothing = new VirtualUser.Behaviour() {};
            // The first connections pay for code and caches that all others share.
            Crowd first = new Crowd(loops, people.subList(0, most / 10), nothing);
            first.connect(AT_ONCE, PATIENCE);
            Sample few = sample(run, most / 10);
            Crowd others = new Crowd(loops, people.subList(most / 10, most), nothing);
            others.connect(AT_ONCE, PATIENCE);
            Sample many = sample(run, most);
            run.keep(describe(few, many, cpu(run)));
            first.leave();
            others.leave();
        }
    }

    private static Sample sample(Run run, int connections) {
        Pause.millis(SETTLE_MILLIS);
        Parties parties = run.target().parties();
        JvmMemory memory = JvmMemory.of(parties.server());
        Sample sample = new Sample(connections, memory, parties.usage().serverMebibytes());
        run.say("%,d connections: heap %,.0f KiB, direct %,.0f KiB, native with it %,.0f KiB, RSS %,.1f MiB"
                .formatted(
                        connections,
                        memory.heapKibibytes(),
                        memory.directKibibytes(),
                        memory.nativeKibibytes(),
                        sample.residentMebibytes));
        return sample;
    }

    private static Usage cpu(Run run) {
        int seconds = run.settings().secondsOr(SECONDS);
        Usage before = run.target().parties().usage();
        Pause.millis(seconds * 1_000L);
        Usage used = run.target().parties().usage().since(before);
        return new Usage(
                used.serverSeconds() / seconds,
                used.databaseSeconds() / seconds,
                used.generatorSeconds() / seconds,
                used.serverMebibytes(),
                used.databaseMebibytes(),
                used.generatorMebibytes());
    }

    private static Step describe(Sample few, Sample many, Usage cpus) {
        double more = many.connections - few.connections;
        JvmMemory from = few.memory;
        JvmMemory to = many.memory;
        Step step = Step.of("%,d to %,d connections".formatted(few.connections, many.connections))
                .with("KiB a connection", (to.kibibytes() - from.kibibytes()) / more)
                .with("heap KiB a connection", (to.heapKibibytes() - from.heapKibibytes()) / more)
                .with("direct KiB a connection", (to.directKibibytes() - from.directKibibytes()) / more)
                .with("native KiB a connection", (to.nativeKibibytes() - from.nativeKibibytes()) / more)
                .with("of it the compiler's", (to.compilerKibibytes() - from.compilerKibibytes()) / more)
                .with("RSS KiB a connection", (many.residentMebibytes - few.residentMebibytes) * KIBI / more);
        return Figures.usage(step, cpus, 1);
    }
}
