package chat.parley.app;

import chat.parley.app.config.Configuration;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "config",
        description = "Print the configuration that holds, and where each value comes from. Secrets are masked.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        for (Configuration.Effective value : options.read(Map.of()).values()) {
            out.printf("%-40s %-30s # %s%n", value.key() + ":", value.text(), value.source());
        }
    }
}
