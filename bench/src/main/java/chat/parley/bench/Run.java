package chat.parley.bench;

import chat.parley.bench.client.Loops;
import chat.parley.bench.server.Target;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** One scenario under way: the server, the settings, what was measured so far, and a line to the one who waits. */
public final class Run implements AutoCloseable {
    private final Target target;
    private final Settings settings;
    private final PrintWriter progress;
    private final List<Step> steps = new ArrayList<>();

    public Run(Target target, Settings settings, PrintWriter progress) {
        this.target = target;
        this.settings = settings;
        this.progress = progress;
    }

    public Target target() {
        return target;
    }

    public Settings settings() {
        return settings;
    }

    public Loops loops() {
        return loops(settings.textBytes());
    }

    /** More threads of the generator, whose messages are so long. */
    public Loops loops(int textBytes) {
        return new Loops(target.address(), settings.threads(), textBytes);
    }

    /** Progress goes to standard error: standard output is for the result. */
    public void say(String line) {
        progress.println("bench: " + line);
        progress.flush();
    }

    /** Keeps a measurement, and shows it. */
    public Step keep(Step step) {
        steps.add(step);
        StringBuilder line = new StringBuilder(step.name()).append(':');
        step.figures()
                .forEach((name, value) -> line.append(' ')
                        .append(name)
                        .append('=')
                        .append(Step.shown(value))
                        .append(';'));
        say(line.toString());
        return step;
    }

    public List<Step> steps() {
        return steps;
    }

    @Override
    public void close() {
        target.close();
    }
}
