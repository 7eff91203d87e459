package chat.parley.app;

import chat.parley.adapter.postgres.UnfitDatabaseException;
import chat.parley.adapter.postgres.embedded.EmbeddedPostgresException;
import chat.parley.adapter.postgres.transfer.TransferException;
import chat.parley.app.config.ConfigurationException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What a command that failed says on standard error: people get a message, only bugs get a stack trace. */
final class FailureMessages implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return switch (failure) {
            case ConfigurationException e -> {
                String.valueOf(e.getMessage()).lines().forEach(problem -> say(command, problem));
                yield CommandLine.ExitCode.USAGE;
            }
            case CommandFailure e -> failed(command, e);
            case EmbeddedPostgresException e -> failed(command, e);
            case TransferException e -> failed(command, e);
            case UnfitDatabaseException e -> failed(command, e);
            default -> {
                say(command, "failed unexpectedly: " + failure);
                failure.printStackTrace(command.getErr());
                yield CommandLine.ExitCode.SOFTWARE;
            }
        };
    }

    private static int failed(CommandLine command, RuntimeException withMessageForPeople) {
        say(command, String.valueOf(withMessageForPeople.getMessage()));
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static void say(CommandLine command, String message) {
        command.getErr().println("parley: " + message);
    }
}
