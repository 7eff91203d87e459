package chat.parley.app;

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
                e.getMessage().lines().forEach(problem -> say(command, problem));
                yield CommandLine.ExitCode.USAGE;
            }
            case CommandFailure e -> {
                say(command, e.getMessage());
                yield CommandLine.ExitCode.SOFTWARE;
            }
            default -> {
                say(command, "failed unexpectedly: " + failure);
                failure.printStackTrace(command.getErr());
                yield CommandLine.ExitCode.SOFTWARE;
            }
        };
    }

    private static void say(CommandLine command, String message) {
        command.getErr().println("parley: " + message);
    }
}
