package chat.parley.adapter.scanner;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parley.core.attachment.FileScanner;
import chat.parley.core.attachment.ScannerConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a program for each file, without a shell, with the file on its standard input: 0 is clean, 1 is found, whose name stands in
 * the first line that it says, and everything else is no answer. It inherits none of the server's environment but what it takes to run, is ended
 * with all that it started when its time is over, and its output is read as far as a line goes and thrown away beyond.
 */
public final class ScannerCommand implements FileScanner {
    private static final Logger LOG = LoggerFactory.getLogger(ScannerCommand.class);
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "LANG", "TMPDIR");
    private static final int CLEAN = 0;
    private static final int FOUND = 1;
    private static final int LINE = 200;
    private static final int PIECE = 64 * 1024;

    private final ScannerConfig config;
    private final MeterRegistry registry;
    private final Semaphore places;

    public ScannerCommand(ScannerConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
        this.places = new Semaphore(config.concurrent());
    }

    @Override
    public Verdict scan(InputStream bytes) {
        long begun = System.nanoTime();
        Verdict verdict = inTurn(bytes, begun + config.time().toNanos());
        Timer.builder("parley.scanner.time")
                .description("How long a file's scan took, waiting for its turn included")
                .register(registry)
                .record(Duration.ofNanos(System.nanoTime() - begun));
        Counter.builder("parley.scanner.files")
                .description("Files scanned, by verdict: clean, found, or why there is none")
                .tag("verdict", word(verdict))
                .register(registry)
                .increment();
        return verdict;
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Clean() -> "clean";
            case Verdict.Found(String what) -> "found";
            case Verdict.Unknown(String reason) -> reason;
        };
    }

    private Verdict inTurn(InputStream bytes, long end) {
        try {
            if (!places.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return new Verdict.Unknown("busy");
            }
            try {
                return run(bytes, end);
            } finally {
                places.release();
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return new Verdict.Unknown("ending");
        } catch (IOException failed) {
            LOG.warn("the scanner could not be asked: {}", failed.toString());
            return new Verdict.Unknown("failed");
        }
    }

    private Verdict run(InputStream bytes, long end) throws IOException, InterruptedException {
        Process process = builder().start();
        CompletableFuture<Boolean> late =
                new CompletableFuture<Boolean>().completeOnTimeout(true, end - System.nanoTime(), TimeUnit.NANOSECONDS);
        late.thenAccept(over -> {
            if (over) {
                destroy(process);
            }
        });
        try {
            CompletableFuture<String> said = CompletableFuture.supplyAsync(
                    () -> firstLine(process.getInputStream()),
                    task -> Thread.ofVirtual().start(task));
            give(bytes, process.getOutputStream());
            int status = process.waitFor();
            if (!late.complete(false)) {
                return new Verdict.Unknown("time");
            }
            // What it left running may hold on to its output.
            String line = said.completeOnTimeout("", end - System.nanoTime(), TimeUnit.NANOSECONDS)
                    .join();
            return verdict(status, line);
        } finally {
            late.complete(false);
            destroy(process);
        }
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(config.command());
        builder.environment().keySet().retainAll(ENVIRONMENT);
        return builder.redirectError(Redirect.DISCARD);
    }

    /** What it started goes first, since orphans are nobody's children. */
    private static void destroy(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void give(InputStream bytes, OutputStream to) throws IOException {
        byte[] piece = new byte[PIECE];
        int read = bytes.read(piece);
        while (read >= 0 && taken(to, piece, read)) {
            read = bytes.read(piece);
        }
        try {
            to.close();
        } catch (IOException ended) {
            LOG.debug("the scanner did not read to the end", ended);
        }
    }

    /** One that does not read on has seen enough, and will say what it thinks. */
    private static boolean taken(OutputStream to, byte[] piece, int length) {
        try {
            to.write(piece, 0, length);
            return true;
        } catch (IOException ended) {
            LOG.debug("the scanner does not read on", ended);
            return false;
        }
    }

    private static Verdict verdict(int status, String said) {
        return switch (status) {
            case CLEAN -> new Verdict.Clean();
            case FOUND -> new Verdict.Found(said.isEmpty() ? "something" : said);
            default -> new Verdict.Unknown("status");
        };
    }

    /** Of what a program says that a file may have moved to say anything: no control characters, and not long. */
    private static String firstLine(InputStream output) {
        try (output) {
            byte[] begun = output.readNBytes(LINE);
            output.transferTo(OutputStream.nullOutputStream());
            return new String(begun, UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .replaceAll("\\p{Cntrl}", "")
                    .strip();
        } catch (IOException ended) {
            LOG.debug("the scanner's output ended", ended);
            return "";
        }
    }
}
