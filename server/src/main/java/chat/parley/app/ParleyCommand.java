package chat.parley.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code parley} itself, which only knows its commands. */
@Command(
        name = "parley",
        description = "Real-time chat in which a conversation is a log with dense numbers, and the log is the truth.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            ServeCommand.class,
            AdminLinkCommand.class,
            SeedCommand.class,
            DoctorCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            MoveCommand.class,
            ExportCommand.class,
            ReindexCommand.class,
            ConfigCommand.class,
            VersionCommand.class
        },
        footer = {
            "",
            "In a checkout there is also",
            "  test [--faults]  Check, build and run every test (parley test --help).",
            "  bench SCENARIO   Put a server under load and measure it (parley bench --help).",
            "",
            "`parley COMMAND --help` explains one of them."
        })
final class ParleyCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }
}
