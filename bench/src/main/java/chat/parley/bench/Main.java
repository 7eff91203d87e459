package chat.parley.bench;

import chat.parley.bench.server.BenchFailure;
import picocli.CommandLine;

/** The entry of the process; {@code ./parley bench} is its door. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof BenchFailure)) {
                        throw failure;
                    }
                    command.getErr().println("bench: " + failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }
}
