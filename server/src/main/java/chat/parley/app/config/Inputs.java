package chat.parley.app.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the values are taken from besides the defaults.
 *
 * @param file a YAML file, which must exist
 * @param environment all of the process's variables; those that do not begin with {@code PARLEY_} are ignored
 * @param flags values of the command line, by key
 */
public record Inputs(Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {}
