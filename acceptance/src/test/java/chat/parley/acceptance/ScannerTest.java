package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A server whose uploads a program looks into: of what it finds, or cannot look into, nothing stays. */
class ScannerTest extends OneServerTest {
    /** The file that scanners find by agreement, split so that none finds it here. */
    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private final Path script = script();
    private Path data;

    @Override
    String[] arguments() {
        return and("--set", "attachments.scanner.command=/bin/sh," + script, "--set", "attachments.scanner.time=20s");
    }

    @Override
    ServerProcess newServer() {
        data = freshData();
        return ServerProcess.start(data, trouble, arguments());
    }

    @Test
    void takesWhatIsCleanAndNothingElse() throws IOException {
        Person ada = person("scanned");
        Http.Answer clean = ada.http().call("POST", "/v1/attachments?name=a.txt", "harmless");
        assertThat(clean.status()).isEqualTo(201);
        String id = clean.ok().get("id").asText();
        assertThat(ada.http().get("/v1/attachments/" + id).status()).isEqualTo(200);

        Http.Answer found = ada.http().call("POST", "/v1/attachments?name=b.txt", EICAR);
        assertThat(found.status()).isEqualTo(400);
        assertThat(found.response().body())
                .contains("the scanner of this server refuses the file")
                .doesNotContain("Eicar");
        Http.Answer unknown = ada.http().call("POST", "/v1/attachments?name=c.txt", "break the scanner");
        assertThat(unknown.status()).isEqualTo(503);
        try (var files = Files.walk(data.resolve("attachments"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
        assertThat(Metrics.of(server, "parley_scanner_files_total", "verdict=\"found\""))
                .isEqualTo(1);
    }

    private static Path script() {
        try {
            Path script = Files.createTempFile(
                    Files.createDirectories(Path.of("target")).toAbsolutePath(), "scanner", ".sh");
            return Files.writeString(script, """
                    file=$(cat)
                    case $file in
                    *EICAR-STANDARD*) echo Eicar-Test; exit 1 ;;
                    *break*) exit 2 ;;
                    esac
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
