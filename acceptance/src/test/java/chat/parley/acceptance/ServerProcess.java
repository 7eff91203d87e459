package chat.parley.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * A Parley server as its user runs it: a process of its own, started by {@code parley serve}'s main class from the built
 * jar, known by its one line on standard output. It can be stopped, killed, and started again on the same data and port.
 */
final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration END = Duration.ofSeconds(15);
    /** Not virtual ones: a read of a pipe keeps its carrier, and two of them all carriers of a small machine. */
    private static final Thread.Builder READING = Thread.ofPlatform().daemon();

    private static final Pattern READY = Pattern.compile("ready (http://\\S+)");
    private static final Pattern SETUP = Pattern.compile("/setup#(\\S+)");

    /** PostgreSQL's programs as the first server of this run unpacked them, which takes seconds. */
    private static Optional<Path> programs = Optional.empty();

    private static final String BUILD = "build it by `mvn -pl server,acceptance -am package`";
    private static final Path JAR = built(Path.of("..", "server", "target"));

    private static final StartCache CACHE = new StartCache(JAR);

    private final List<String> flags;
    private final Path data;
    private final Trouble trouble;
    private final List<String> extraArguments;
    private Process process;
    private URI address;
    private Optional<Person> administrator = Optional.empty();
    private final List<String> errors = new ArrayList<>();

    private ServerProcess(List<String> flags, Path data, Trouble trouble, List<String> extraArguments) {
        this.flags = flags;
        this.data = data;
        this.trouble = trouble;
        this.extraArguments = extraArguments;
        lendPrograms(data);
        launch("0");
        keepPrograms(data);
    }

    /**
     * The jar, unless it holds other classes than lie beside it: a test of yesterday's server would prove nothing. Times do not
     * tell, since a jar that would be built the same is not touched.
     */
    private static Path built(Path target) {
        Path file = target.resolve("parley-server.jar");
        Path root = target.resolve("classes");
        try (var classes = Files.walk(root);
                JarFile jar = new JarFile(file.toFile())) {
            for (Path each : classes.filter(Files::isRegularFile).toList()) {
                ZipEntry packaged = jar.getEntry(root.relativize(each).toString());
                if (packaged == null
                        || !Arrays.equals(jar.getInputStream(packaged).readAllBytes(), Files.readAllBytes(each))) {
                    throw new IllegalStateException(file + " is older than " + each + "; " + BUILD);
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("there is no server to test; " + BUILD, e);
        }
    }

    /** Spares whoever starts on this data directory to unpack PostgreSQL once more. */
    static synchronized void lendPrograms(Path data) {
        programs.ifPresent(directory -> {
            try {
                Path place = Files.createDirectories(data.resolve("postgres")).resolve(directory.getFileName());
                if (!Files.exists(place)) {
                    Files.createSymbolicLink(place, directory);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static synchronized void keepPrograms(Path data) {
        if (programs.isPresent() || !Files.exists(data.resolve("postgres"))) {
            return;
        }
        try (var unpacked = Files.newDirectoryStream(data.resolve("postgres"), "bin-*[0-9]")) {
            unpacked.forEach(directory -> programs = Optional.of(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server on a data directory of its own, on a free port. */
    static ServerProcess start(Path data, String... extraArguments) {
        return start(data, Trouble.NONE, extraArguments);
    }

    static ServerProcess start(Path data, Trouble trouble, String... extraArguments) {
        return new ServerProcess(cached(), data, trouble, List.of(extraArguments));
    }

    private static synchronized List<String> cached() {
        if (CACHE.isWanted()) {
            ServerProcess trainee = new ServerProcess(CACHE.make(), OneServerTest.freshData(), Trouble.NONE, List.of());
            trainee.process
                    .toHandle()
                    .destroy(); // unlike Process.destroy, leaves it its output, on which the JVM goes on
            trainee.join(START);
            CACHE.made();
        }
        return CACHE.use();
    }

    URI address() {
        return address;
    }

    Path data() {
        return data;
    }

    long pid() {
        return process.pid();
    }

    /** What the server has said on standard error so far. */
    List<String> errors() {
        synchronized (errors) {
            return List.copyOf(errors);
        }
    }

    /** The administrator's single-use token, as the first start shows it. */
    String setupToken() {
        return Deadline.within(Duration.ofSeconds(60))
                .await(
                        "the set-up link on standard error",
                        () -> errors().stream()
                                .map(SETUP::matcher)
                                .filter(Matcher::find)
                                .map(link -> link.group(1))
                                .findFirst());
    }

    /** Who used that link; the first call does. */
    synchronized Person administrator() {
        if (administrator.isEmpty()) {
            administrator = Optional.of(Person.register(this, "admin", Optional.of(setupToken())));
        }
        return administrator.get();
    }

    /** Kills the server as a power cut would, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        join(END);
    }

    /** Asks the server to end, and waits. Returns its exit code. */
    int stop() {
        process.destroy();
        return join(END);
    }

    /** Starts the server again on the same data and port. */
    void startAgain() {
        launch(Integer.toString(address.getPort()));
    }

    /** As {@link #startAgain}, if it has ended. */
    void ensureRunning() {
        if (!process.isAlive()) {
            startAgain();
        }
    }

    /** Kills the database under the running server: its postmaster and every backend. Waits for one that lives. */
    void killDatabase() {
        ProcessHandle postmaster = Deadline.within(START)
                .await("a living postmaster", () -> postmasterPid().flatMap(ProcessHandle::of));
        List<ProcessHandle> backends = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        backends.forEach(ProcessHandle::destroyForcibly);
    }

    /** Pauses the database under the running server, as a machine does that hangs: nothing is closed, nothing answers. */
    void pauseDatabase() {
        ProcessHandle postmaster = Deadline.within(START)
                .await("a living postmaster", () -> postmasterPid().flatMap(ProcessHandle::of));
        List<String> command = new ArrayList<>(List.of("kill", "-STOP", Long.toString(postmaster.pid())));
        postmaster.descendants().forEach(backend -> command.add(Long.toString(backend.pid())));
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Empty while the database is between two lives. */
    private Optional<Long> postmasterPid() {
        try (var files = Files.walk(data, 4)) {
            Optional<Path> file =
                    files.filter(each -> each.endsWith("postmaster.pid")).findFirst();
            return file.isEmpty()
                    ? Optional.empty()
                    : Files.readAllLines(file.get()).stream().findFirst().map(line -> Long.parseLong(line.strip()));
        } catch (IOException | UncheckedIOException changing) {
            return Optional.empty();
        }
    }

    /** What a command said that ran beside the server, on its store: standard error, which is where people read. */
    record Beside(int status, String said) {}

    /** Runs another command of the same build on the server's store, to its end. */
    Beside beside(String... arguments) {
        List<String> command = java();
        command.addAll(Trouble.NONE.launch(JAR.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString()));
        try {
            Process other = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(other.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Beside(other.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> java() {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1", // few live long enough for the second compiler, which costs half of a start
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xlog:disable", // what the JVM says of its cache is no line of the server's
                "-Xlog:all=warning:stderr"));
    }

    private void launch(String port) {
        List<String> command = java();
        command.addAll(flags);
        command.addAll(trouble.launch(JAR.toString()));
        command.addAll(List.of("serve", "--port", port, "--data", data.toString()));
        command.addAll(extraArguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PARLEY_"));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        drainErrors(process);
        address = URI.create(readyLine(process));
    }

    private void drainErrors(Process started) {
        READING.start(() -> {
            try (BufferedReader reader = started.errorReader(StandardCharsets.UTF_8)) {
                reader.lines().forEach(line -> {
                    synchronized (errors) {
                        errors.add(line);
                    }
                });
            } catch (IOException | UncheckedIOException closed) {
                synchronized (errors) {
                    errors.add("standard error ended: " + closed.getMessage());
                }
            }
        });
    }

    private String readyLine(Process started) {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        READING.start(() -> {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
                lines.add("nothing more");
            } catch (IOException | UncheckedIOException closed) {
                lines.add("standard output ended: " + closed.getMessage());
            }
        });
        try {
            String line = lines.poll(START.toSeconds(), TimeUnit.SECONDS);
            Matcher ready = READY.matcher(line == null ? "" : line);
            if (!ready.find()) {
                started.destroyForcibly();
                throw new IllegalStateException(
                        "the server did not become ready but said: " + line + "\n" + String.join("\n", errors()));
            }
            return ready.group(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private int join(Duration patience) {
        try {
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server did not end:\n" + String.join("\n", errors()));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
