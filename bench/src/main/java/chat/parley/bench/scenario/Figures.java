package chat.parley.bench.scenario;

import chat.parley.bench.Step;
import chat.parley.bench.machine.Usage;

/** Figures that several scenarios give. */
final class Figures {
    private Figures() {}

    /** What the three parties used over some seconds: 1 is one processor. */
    static Step usage(Step step, Usage used, double seconds) {
        return step.with("server CPUs", used.serverSeconds() / seconds)
                .with("database CPUs", used.databaseSeconds() / seconds)
                .with("generator CPUs", used.generatorSeconds() / seconds)
                .with("server MiB", used.serverMebibytes())
                .with("database MiB", used.databaseMebibytes())
                .with("generator MiB", used.generatorMebibytes());
    }
}
