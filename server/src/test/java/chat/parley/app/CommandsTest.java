package chat.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @TempDir
    Path directory;

    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItself(String command) {
        CommandRun help = CommandRun.of(command, "--help");
        assertThat(help.status()).isZero();
        assertThat(help.out()).startsWith("Usage: parley " + command);
        assertThat(CommandRun.of("--help").out()).contains("  " + command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "srve",
                "serve --prot 1",
                "serve --port eighty",
                "serve --port 70000",
                "serve --set http.port",
                "serve more",
                "move --to nonsense",
                "config --database postgresql://",
                "config --database postgresql://me:pa/ss@db/chat",
                "seed --users many --out f",
                "seed --users 0 --out f",
                "seed --out f",
                "backup",
                "export",
                "restore",
                "move",
                "config --set gateway.heartbeats=1s",
                "config --database mysql://db/chat",
                "config --config nowhere.yaml"
            })
    void refusesWrongUseWithAMessageAndStatus2(String line) {
        CommandRun refused = CommandRun.of(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).isNotBlank().doesNotContain("\tat ");
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void namesTheNearestKnownKey() {
        assertThat(CommandRun.of("config", "--set", "gateway.hartbeat=1s").err())
                .contains("did you mean gateway.heartbeat?");
        assertThat(CommandRun.of("serve", "--prot=1").err())
                .contains("'--prot=1'; did you mean --port?")
                .contains("`parley serve --help`");
        assertThat(CommandRun.of("srve").err()).contains("did you mean serve?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config --database postgresql://me:hush@[db/chat",
                "config --database postgresql://me:hu/sh@db/chat",
                "move --to postgresql://me:hu\\sh@db/chat",
                "move --to mysql://me:hush@db/chat",
                "backup --database postgresql://me:hush@127.0.0.1:1/chat?password=hush file",
                "export --database postgresql://me:hush@127.0.0.1:1/chat?password=hush file"
            })
    void repeatsNoPasswordInAMessage(String line) {
        CommandRun refused = CommandRun.of(line.split(" "));
        assertThat(refused.status()).isNotZero();
        assertThat(refused.err()).doesNotContain("hush").doesNotContain("sh@").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backup FILE --data DIRECTORY/none",
                "export FILE --data DIRECTORY/none",
                "move --to postgresql://me@127.0.0.1:1/chat --data DIRECTORY/none",
                "reindex --data DIRECTORY/none"
            })
    void makesNoStoreWhereOneShouldBeThereAlready(String line) {
        CommandRun refused =
                CommandRun.of(line.replace("DIRECTORY", directory.toString()).split(" "));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).startsWith("parley: There is no store in " + directory.resolve("none"));
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void saysWhatIsWrongWithAFileInWordsAndWithoutAStackTrace() throws IOException {
        assertThat(CommandRun.of("config", "--config", "none.yaml").err())
                .contains("none.yaml: cannot be read (no such file or directory)");
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(CommandRun.of("seed", "--users", "1", "--out", "f", "--data", file.toString())
                        .err())
                .contains("cannot be made (something else has that name). Give the server a directory");
        assertThat(CommandRun.of("serve", "--host", "no.such.host.invalid", "--data", directory.toString())
                        .err())
                .isEqualToIgnoringNewLines("parley: The host no.such.host.invalid is not known here. Give --host an"
                        + " address of this machine: 127.0.0.1, or 0.0.0.0 for all of them.");
        assertThat(CommandRun.of("doctor", "--database", "postgresql://me@no.such.host.invalid/chat")
                        .out())
                .contains("does not answer");
    }

    @Test
    void configTellsEachValueAndItsSourceWithoutSecrets() throws IOException {
        Path file = Files.writeString(directory.resolve("parley.yaml"), "http:\n  port: 9000\n  metricsToken: hush\n");
        CommandRun config = CommandRun.of(
                "config", "--config", file.toString(), "--database", "postgresql://me:hush@db.example/chat");
        assertThat(config.status()).isZero();
        assertThat(config.out().lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "http.port: 9000 # file",
                        "http.metricsToken: *** # file",
                        "store.database: postgresql://me:***@db.example/chat # flag",
                        "gateway.heartbeat: 30s # default");
        assertThat(config.out()).doesNotContain("hush");
    }

    @Test
    void versionNamesTheProtocol() {
        assertThat(CommandRun.of("version").out()).startsWith("parley ").contains("protocol 1.0");
    }

    @Test
    void restoreOfNothingSaysSo() {
        CommandRun restore = CommandRun.of(
                "restore",
                directory.resolve("none").toString(),
                "--data",
                directory.resolve("data").toString());
        assertThat(restore.status()).isEqualTo(1);
        assertThat(restore.err()).contains("There is no archive");
    }
}
