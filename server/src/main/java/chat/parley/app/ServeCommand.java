package chat.parley.app;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        description = "Run the server. Prints `ready http://HOST:PORT` on standard output once it answers.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The first start on an empty data directory needs nothing else: it brings its own PostgreSQL, and shows once,",
            "on standard error, the link that makes the administrator."
        })
final class ServeCommand implements Runnable {
    private final Function<ServerConfig, Server> start;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on, 8080 by default; 0: a free one.")
    private @Nullable String port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on, 127.0.0.1 by default.")
    private @Nullable String host;

    @Option(names = "--demo", description = "With a few people, rooms and bots, to look around in.")
    private boolean demo;

    ServeCommand() {
        this(Server::start);
    }

    ServeCommand(Function<ServerConfig, Server> start) {
        this.start = start;
    }

    @Override
    public void run() {
        Map<String, String> flags = new HashMap<>();
        if (port != null) {
            flags.put("http.port", port);
        }
        if (host != null) {
            flags.put("http.host", host);
        }
        Server server = start.apply(ServerConfig.of(options.read(flags)));
        endWithTheProcess(server);
        if (demo) {
            say("parley: " + server.demonstrate());
        }
        server.firstLink().ifPresent(this::showLink);
        spec.commandLine().getOut().println("ready " + server.address());
        spec.commandLine().getOut().flush();
        waitForTheEnd();
    }

    private void showLink(String link) {
        say("parley: become the administrator, within the hour, at " + link);
        say("parley: `parley admin-link` makes another link");
    }

    private void say(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    /** A server that was asked to end and did so cleanly has not failed: its exit status is 0. */
    private static void endWithTheProcess(Server server) {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    server.close();
                    Runtime.getRuntime().halt(0);
                }));
    }

    private static void waitForTheEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
