package chat.parley.adapter.scanner;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.attachment.FileScanner.Verdict;
import chat.parley.core.attachment.ScannerConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, each a few words of shell. */
class ScannerCommandTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final byte[] LARGE = new byte[5 << 20];

    @TempDir
    private Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void givesTheWholeFileAndTakesZeroForClean() {
        assertThat(scanner(LONG, "test $(wc -c) -eq " + LARGE.length).scan(large()))
                .isEqualTo(new Verdict.Clean());
        assertThat(registry.counter("parley.scanner.files", "verdict", "clean").count())
                .isEqualTo(1);
    }

    @Test
    void saysWhatWasFoundInOneHarmlessLine() {
        assertThat(scanner(LONG, "printf 'Eicar\\033[31m-Test\\nand more\\n'; exit 1")
                        .scan(bytes("x")))
                .isEqualTo(new Verdict.Found("Eicar[31m-Test"));
        assertThat(scanner(LONG, "exit 1").scan(bytes("x"))).isEqualTo(new Verdict.Found("something"));
        assertThat(registry.counter("parley.scanner.files", "verdict", "found").count())
                .isEqualTo(2);
    }

    @Test
    void anyOtherEndIsNoAnswer() {
        assertThat(scanner(LONG, "exit 2").scan(bytes("x"))).isEqualTo(new Verdict.Unknown("status"));
        assertThat(scanner(LONG, "kill -9 $$").scan(bytes("x"))).isEqualTo(new Verdict.Unknown("status"));
        ScannerCommand absent = new ScannerCommand(
                new ScannerConfig(List.of(directory.resolve("absent").toString()), LONG, 1, false), registry);
        assertThat(absent.scan(bytes("x"))).isEqualTo(new Verdict.Unknown("failed"));
    }

    @Test
    void needsNotReadToTheEndNorBeHeardToTheEnd() {
        assertThat(scanner(LONG, "head -c 10 > /dev/null").scan(large())).isEqualTo(new Verdict.Clean());
        assertThat(scanner(LONG, "cat; cat /dev/zero | head -c 5000000").scan(large()))
                .isEqualTo(new Verdict.Clean());
    }

    @Test
    void endsWithAllThatItStartedWhenItsTimeIsOver() throws IOException {
        Path pid = directory.resolve("pid");
        Verdict verdict = scanner(Duration.ofSeconds(2), "sleep 600 & echo $! > " + pid + "; wait")
                .scan(bytes("x"));
        assertThat(verdict).isEqualTo(new Verdict.Unknown("time"));
        long sleeper = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(sleeper).ifPresent(left -> left.onExit().join());
    }

    @Test
    void inheritsNoSecretsOfTheServer() {
        assertThat(scanner(
                                LONG,
                                "env | cut -d= -f1 | grep -vE '^(PATH|HOME|LANG|TMPDIR|PWD|OLDPWD|SHLVL|_)$' && exit 1; exit 0")
                        .scan(bytes("x")))
                .isEqualTo(new Verdict.Clean());
    }

    @Test
    void looksIntoSoManyAtATime() {
        Path lock = directory.resolve("lock");
        ScannerCommand scanner =
                scanner(LONG, "mkdir " + lock + " || exit 2; cat > /dev/null; sleep 0.1; rmdir " + lock);
        List<CompletableFuture<Verdict>> scans = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> scanner.scan(bytes("x"))))
                .limit(4)
                .toList();
        assertThat(scans).allSatisfy(scan -> assertThat(scan.join()).isEqualTo(new Verdict.Clean()));
    }

    private ScannerCommand scanner(Duration time, String script) {
        return new ScannerCommand(new ScannerConfig(List.of("/bin/sh", "-c", script), time, 1, false), registry);
    }

    private static ByteArrayInputStream large() {
        return new ByteArrayInputStream(LARGE);
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(US_ASCII));
    }
}
