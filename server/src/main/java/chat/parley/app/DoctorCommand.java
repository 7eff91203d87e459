package chat.parley.app;

import chat.parley.app.config.Configuration;
import chat.parley.http.HttpConfig;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        description = "Look for what could keep Parley from working here, and say what to do about it.",
        mixinStandardHelpOptions = true,
        footer = {"", "The exit status is 1 when something is wrong, 0 otherwise. Nothing is started or changed."})
final class DoctorCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    @Override
    public Integer call() {
        List<Finding> findings = examine(options.read(Map.of()));
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach(finding -> out.println(line(finding)));
        return findings.stream().anyMatch(Finding.Wrong.class::isInstance) ? 1 : 0;
    }

    private static List<Finding> examine(Configuration configuration) {
        StoreConfig store = configuration.of(StoreConfig.class);
        HttpConfig http = configuration.of(HttpConfig.class);
        List<Finding> findings = new ArrayList<>();
        findings.add(MachineChecks.jdk(Runtime.version().feature()));
        findings.add(MachineChecks.port(http.host(), http.port()));
        findings.add(MachineChecks.disk(store.data()));
        findings.add(MachineChecks.openFiles());
        findings.add(MachineChecks.clock(Instant.now()));
        findings.addAll(StoreChecks.of(store));
        findings.add(MachineChecks.pages(http.pages()));
        return findings;
    }

    private static String line(Finding finding) {
        return switch (finding) {
            case Finding.Good(String what) -> "ok      " + what;
            case Finding.Doubtful(String what, String advice) -> "beware  " + what + "\n        " + advice;
            case Finding.Wrong(String what, String advice) -> "WRONG   " + what + "\n        " + advice;
        };
    }
}
