package chat.parley.app;

import chat.parley.adapter.inprocess.InProcessBus;
import chat.parley.adapter.postgres.ConnectionSource;
import chat.parley.adapter.postgres.LogMutant;
import chat.parley.adapter.postgres.embedded.EmbeddedPostgres;
import chat.parley.adapter.postgres.embedded.PostgresAddress;
import chat.parley.adapter.web.PublicInternet;
import chat.parley.adapter.web.Reachable;
import chat.parley.core.bus.Bus;
import chat.parley.gateway.LossyBus;
import chat.parley.gateway.session.Faults;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * {@code parley serve} with a trouble built in, for tests that talk to a whole server. System properties choose it:
 *
 * <ul>
 *   <li>{@code parley.test.log}: the {@link LogMutant} that the log is;
 *   <li>{@code parley.test.hints}: {@code seed,lost,doubled,delayed,mostMillis} of a {@link LossyBus};
 *   <li>{@code parley.test.beside}: the data directory of a running server, whose embedded database this one shares;
 *   <li>{@code parley.test.web}: links to this machine may be looked at, and no others;
 *   <li>{@code parley.test.gateway.faults}: the gateway's {@link Faults}, by comma.
 * </ul>
 */
public final class TroubledServer {
    private TroubledServer() {}

    public static void main(String[] arguments) {
        StoreWiring.Ways ways = new StoreWiring.Ways(bus(), appending(), delivering(), reaching());
        Stream<String> own = Arrays.stream(arguments).skip(1);
        String[] all = Stream.concat(own, sharedDatabase()).toArray(String[]::new);
        int status = new CommandLine(new ServeCommand(config -> Server.start(config, ways)))
                .setExecutionExceptionHandler(new FailureMessages())
                .execute(all);
        if (status != 0) {
            System.exit(status);
        }
    }

    private static Bus bus() {
        return chosen("parley.test.hints").<Bus>map(TroubledServer::lossy).orElseGet(InProcessBus::new);
    }

    private static Bus lossy(String hints) {
        String[] parts = hints.split(",");
        int[] weather = IntStream.range(1, parts.length)
                .map(i -> Integer.parseInt(parts[i]))
                .toArray();
        LossyBus bus = new LossyBus(Long.parseLong(parts[0]));
        bus.weather(new LossyBus.Weather(weather[0], weather[1], weather[2], weather[3]));
        return bus;
    }

    private static UnaryOperator<ConnectionSource> appending() {
        return chosen("parley.test.log")
                .map(LogMutant::valueOf)
                .<UnaryOperator<ConnectionSource>>map(mutant -> source -> infected(mutant, source))
                .orElse(UnaryOperator.identity());
    }

    private static Faults delivering() {
        List<String> wanted =
                List.of(chosen("parley.test.gateway.faults").orElse("").split(","));
        return new Faults(
                wanted.contains("no-healing"), wanted.contains("clock-cursor"), wanted.contains("left-ignored"));
    }

    /** A web of this machine's own, which the server that is shipped never looks at. */
    private static Reachable reaching() {
        return chosen("parley.test.web").isPresent() ? new OwnWeb() : new PublicInternet();
    }

    private static final class OwnWeb implements Reachable {
        @Override
        public boolean address(InetAddress address) {
            return address.isLoopbackAddress();
        }

        @Override
        public boolean port(int port) {
            return true;
        }
    }

    private static ConnectionSource infected(LogMutant mutant, ConnectionSource source) {
        try (Connection connection = source.open()) {
            mutant.infect(connection);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return mutant.connections(source);
    }

    private static Stream<String> sharedDatabase() {
        return chosen("parley.test.beside")
                .map(data -> EmbeddedPostgres.findRunning(Path.of(data)).orElseThrow())
                .map(address -> Stream.of("--database", url(address)))
                .orElse(Stream.empty());
    }

    private static String url(PostgresAddress address) {
        return "postgresql://" + address.user() + ":" + URLEncoder.encode(address.password(), StandardCharsets.UTF_8)
                + "@" + address.jdbcUrl().replaceFirst("jdbc:postgresql://", "");
    }

    private static Optional<String> chosen(String property) {
        return Optional.ofNullable(System.getProperty(property));
    }
}
