package chat.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parley.bench.machine.Port;
import chat.parley.bench.server.BenchFailure;
import chat.parley.bench.server.Launcher;
import chat.parley.bench.server.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "parley bench",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Put a server under load and measure it. Without --url it starts one of its own on an empty store, with the",
            "settings and limits that are shipped. Scenarios:",
            "  floor    what the machine does without Parley: durable inserts, frames to bare sockets, one send",
            "  start    from the launch to the first answer",
            "  idle     memory of connections that do nothing",
            "  pairs    people who talk in twos",
            "  mixed    a company at work: turns, bursts, typing, lost connections, large conversations",
            "  room     one conversation that thousands look at, beside bare sockets",
            "  slow     pairs, beside a crowd that stops reading what it is told",
            "  storm    clients that come back at once after a restart",
            "  history  pages of old messages, and of the latest",
            "  search   messages found among a million, and how soon a new one is",
            "Latencies count from the intended time of a send. Processor time is of server, database and generator."
        })
final class BenchCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "SCENARIO", description = "One of: ${COMPLETION-CANDIDATES}")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Scenarios scenario;

    @Option(names = "--users", paramLabel = "N", description = "Pairs, members or clients.")
    private @Nullable Integer users;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Messages a second (mixed: turns); without it the ceiling is looked for.")
    private @Nullable Integer rate;

    @Option(names = "--seconds", paramLabel = "N", description = "How long a step is measured.")
    private @Nullable Integer seconds;

    @Option(names = "--entries", paramLabel = "N", description = "Entries in all conversations together.")
    private @Nullable Integer entries;

    @Option(names = "--text", paramLabel = "BYTES", defaultValue = "120", description = "Length of a message, 120.")
    private int textBytes;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "Threads of the generator, 1.")
    private int threads;

    @Option(names = "--no-marks", description = "Nobody tells what was delivered and read (pairs).")
    private boolean noMarks;

    @Option(names = "--json", description = "Print the result as JSON instead of a table.")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the JSON to a file.")
    private @Nullable Path out;

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "Kept with the result.")
    private String note = "";

    @Option(names = "--scratch", paramLabel = "DIR", description = "Where the server's store lies; default: /tmp.")
    private @Nullable Path scratch;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of the server that is started.")
    private List<String> set = List.of();

    @Option(names = "--jvm", paramLabel = "FLAG", description = "A flag for the JVM of the server that is started.")
    private List<String> jvm = List.of();

    @Option(names = "--url", paramLabel = "URL", description = "A server that runs on this machine, for tests only.")
    private @Nullable URI url;

    @Option(names = "--data", paramLabel = "DIR", description = "With --url: its data directory, for `parley seed`.")
    private @Nullable Path data;

    @Override
    public void run() {
        String command = "parley bench "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
        Report report = new Report(scenario.name().toLowerCase(Locale.ROOT), command, note);
        Path place = makeScratch();
        try (Run run = new Run(target(place), settings(), spec.commandLine().getErr())) {
            scenario.make().run(run);
            tell(report, run.steps());
        } finally {
            delete(place);
        }
    }

    private Settings settings() {
        return new Settings(users, rate, seconds, entries, threads, textBytes, !noMarks);
    }

    private Target target(Path place) {
        Launcher launcher = Launcher.fromProperties(jvm);
        if (url != null) {
            if (data == null) {
                throw new BenchFailure("--url needs --data DIR too: the users are made with `parley seed`.");
            }
            return Target.running(launcher, url, Port.owner(url.getPort()), place, List.of("--data", data.toString()));
        }
        List<String> arguments = new ArrayList<>();
        set.forEach(each -> arguments.addAll(List.of("--set", each)));
        return Target.started(launcher.with(scenario.serverFlags()), place, arguments);
    }

    private void tell(Report report, List<Step> steps) {
        PrintWriter result = spec.commandLine().getOut();
        result.print(json ? report.json(steps) + "\n" : Report.table(steps));
        result.flush();
        if (out != null) {
            try {
                Files.writeString(out, report.json(steps) + "\n", UTF_8);
            } catch (IOException e) {
                throw new BenchFailure(out + " cannot be written: " + e, e);
            }
        }
    }

    private Path makeScratch() {
        try {
            return scratch == null
                    ? Files.createTempDirectory("parley-bench")
                    : Files.createTempDirectory(Files.createDirectories(scratch), "bench");
        } catch (IOException e) {
            throw new BenchFailure("There is no place for the store: " + e, e);
        }
    }

    private void delete(Path place) {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            spec.commandLine().getErr().println("bench: " + place + " could not be removed: " + e);
        }
    }
}
