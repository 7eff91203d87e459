package chat.parley.app;

import chat.parley.adapter.postgres.Database;
import chat.parley.adapter.postgres.PostgresInvites;
import chat.parley.app.config.Configuration;
import chat.parley.core.account.AdminLink;
import chat.parley.http.HttpConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "admin-link",
        description = "Make another single-use link, good for an hour, that makes an administrator.",
        mixinStandardHelpOptions = true)
final class AdminLinkCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where people reach the server; http://HOST:PORT of the configuration by default.")
    private @Nullable String url;

    @Override
    public void run() {
        Configuration configuration = options.read(Map.of());
        HttpConfig http = configuration.of(HttpConfig.class);
        String base = url == null ? "http://" + http.host() + ":" + http.port() : url;
        try (OpenStore store = OpenStore.shared(configuration.of(StoreConfig.class));
                Database database = store.open(new SimpleMeterRegistry())) {
            AdminLink links = new AdminLink(new PostgresInvites(database.pool()), InstantSource.system());
            spec.commandLine().getOut().println(base + "/setup#" + links.create());
        }
    }
}
