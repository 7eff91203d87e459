package chat.parley.bench.server;

import chat.parley.bench.client.Identity;
import chat.parley.bench.machine.Parties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The server under load and the users it knows. */
public final class Target implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Launcher launcher;
    private final Optional<LaunchedServer> launched;
    private final URI address;
    private final Path scratch;
    private final List<String> store;
    private final Supplier<ProcessHandle> process;

    private Target(
            Launcher launcher,
            Optional<LaunchedServer> launched,
            URI address,
            Path scratch,
            List<String> store,
            Supplier<ProcessHandle> process) {
        this.launcher = launcher;
        this.launched = launched;
        this.address = address;
        this.scratch = scratch;
        this.store = store;
        this.process = process;
    }

    /** Starts a server on a data directory below {@code scratch}; its settings are those that are shipped, and {@code settings}. */
    public static Target started(Launcher launcher, Path scratch, List<String> settings) {
        makePassable(scratch);
        LaunchedServer server = LaunchedServer.start(launcher, scratch.resolve("data"), settings);
        return new Target(
                launcher,
                Optional.of(server),
                server.address(),
                scratch,
                List.of("--data", server.data().toString()),
                server::process);
    }

    /** The database may run under another user, who has to get to it. */
    private static void makePassable(Path directory) {
        try {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A server that runs on this machine.
     *
     * @param store how {@code parley seed} is told its store: {@code --data DIR} or {@code --database URL}
     */
    public static Target running(Launcher launcher, URI address, long pid, Path scratch, List<String> store) {
        ProcessHandle process =
                ProcessHandle.of(pid).orElseThrow(() -> new BenchFailure("There is no process " + pid + "."));
        return new Target(launcher, Optional.empty(), address, scratch, store, () -> process);
    }

    public URI address() {
        return address;
    }

    public Parties parties() {
        return new Parties(process.get());
    }

    /** Where files of this run may lie. */
    public Path scratch() {
        return scratch;
    }

    public Launcher launcher() {
        return launcher;
    }

    /** The server, where this run started it; the scenario that asks for it cannot do without. */
    public LaunchedServer own() {
        return launched.orElseThrow(
                () -> new BenchFailure("This scenario stops and starts the server: run it without --url."));
    }

    /** Makes users that are signed in, each with this many direct conversations with others of them. */
    public List<Identity> seed(int users, int conversationsEach) {
        Path out = scratch.resolve("users.jsonl");
        List<String> arguments = new ArrayList<>(List.of(
                "seed",
                "--users",
                Integer.toString(users),
                "--conversations-per-user",
                Integer.toString(conversationsEach),
                "--out",
                out.toString()));
        arguments.addAll(store);
        if (launched.isPresent()) {
            // Whoever has a password in this run's own store is of this run too.
            arguments.add("--force");
        }
        launcher.run(arguments, scratch.resolve("seed.log"));
        try {
            List<Identity> identities = new ArrayList<>();
            for (String line : Files.readAllLines(out)) {
                JsonNode user = JSON.readTree(line);
                identities.add(new Identity(
                        user.get("user").asText(), user.get("accessToken").asText()));
            }
            return identities;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        launched.ifPresent(LaunchedServer::close);
    }
}
