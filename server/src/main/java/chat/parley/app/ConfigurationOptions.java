package chat.parley.app;

import chat.parley.app.config.Configuration;
import chat.parley.app.config.ConfigurationReader;
import chat.parley.app.config.Inputs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that every command which reads the configuration has. */
final class ConfigurationOptions {
    private static final Path FILE_BY_DEFAULT = Path.of("parley.yaml");

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration file; ./parley.yaml where it exists.")
    private @Nullable Path file;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory of the embedded database; ./data by default.")
    private @Nullable String data;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "External PostgreSQL, postgresql://user:password@host:5432/name, instead of the embedded one.")
    private @Nullable String database;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any key of the configuration (`parley config` lists them); may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** The configuration with these flags and those of the command. */
    Configuration read(Map<String, String> flagsOfCommand) {
        Map<String, String> flags = new HashMap<>(settings);
        flags.putAll(flagsOfCommand);
        if (data != null) {
            flags.put("store.data", data);
        }
        if (database != null) {
            flags.put("store.database", database);
        }
        Configuration configuration =
                ConfigurationReader.read(Sections.ALL, new Inputs(file(), System.getenv(), flags));
        Logging.configure(configuration.of(LoggingConfig.class));
        return configuration;
    }

    private Optional<Path> file() {
        if (file != null) {
            return Optional.of(file);
        }
        return Files.exists(FILE_BY_DEFAULT) ? Optional.of(FILE_BY_DEFAULT) : Optional.empty();
    }
}
