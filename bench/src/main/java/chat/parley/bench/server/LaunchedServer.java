package chat.parley.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server of this run's own, with the database it brings along. It can be stopped and started again where it was. */
public final class LaunchedServer implements AutoCloseable {
    private static final String READY = "ready ";
    private static final long SECONDS_TO_END = 30;

    private final Launcher launcher;
    private final Path data;
    private final List<String> settings;
    private final Path log;
    private Process process;
    private URI address;
    private long startNanos;

    /** @param settings more arguments of {@code serve} */
    private LaunchedServer(Launcher launcher, Path data, List<String> settings) {
        this.launcher = launcher;
        this.data = data;
        this.settings = settings;
        this.log = data.resolveSibling(data.getFileName() + ".log");
        this.process = launch("0");
        this.address = ready(process);
    }

    public static LaunchedServer start(Launcher launcher, Path data, List<String> settings) {
        return new LaunchedServer(launcher, data, settings);
    }

    public URI address() {
        return address;
    }

    public Path data() {
        return data;
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** How long the last start took from the launch of the process to the line that says it answers. */
    public long startNanos() {
        return startNanos;
    }

    /** Ends it as an operator does, and waits. */
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /** Starts it again on the same data and port. */
    public void startAgain() {
        process = launch(Integer.toString(address.getPort()));
        address = ready(process);
    }

    private Process launch(String port) {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", port, "--data", data.toString()));
        arguments.addAll(settings);
        startNanos = System.nanoTime();
        try {
            return launcher.command(arguments)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URI ready(Process started) {
        try {
            // Not closed, since that would close the server's standard output; nothing follows this line.
            BufferedReader lines = started.inputReader();
            String line = lines.readLine();
            while (line != null && !line.startsWith(READY)) {
                // the JVM's own, of a flag that was given with --jvm
                line = lines.readLine();
            }
            startNanos = System.nanoTime() - startNanos;
            if (line == null) {
                throw new BenchFailure("The server ended before it was ready:\n" + Files.readString(log));
            }
            return URI.create(line.substring(READY.length()).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
