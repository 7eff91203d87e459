package chat.parley.app;

import chat.parley.app.config.NearestName;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a command line that means nothing gets on standard error: what is wrong with it, and where to read on. */
final class UsageMessages implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        if (arguments.length == 0) {
            command.usage(err);
            return command.getCommandSpec().exitCodeOnInvalidInput();
        }
        err.println("parley: " + wrong.getMessage() + nearest(wrong));
        err.println("parley: `" + command.getCommandSpec().qualifiedName() + " --help` says what there is");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String nearest(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        String given = unmatched.getUnmatched().getFirst().replaceFirst("=.*", "");
        return nearest(given, unmatched.getCommandLine())
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    private static Optional<String> nearest(String given, CommandLine command) {
        Set<String> known = new HashSet<>(command.getSubcommands().keySet());
        Collection<String> options = command.getCommandSpec().optionsMap().keySet();
        return NearestName.of(given, given.startsWith("-") ? options : known);
    }
}
