package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the Java SDK, as its page shows it and as whoever tries it starts it: from its source. */
class EchoBotTest extends OneServerTest {
    private static final Path SDK = Path.of("..", "sdk", "java");
    private static final Path EXAMPLE = SDK.resolve("examples").resolve("EchoBot.java");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void answersOnceEvenWhatWasAskedWhileItWasDead(@TempDir Path directory) throws Exception {
        Person ada = person("ada");
        Person echo = person("echo");
        String direct = ada.directWith(echo);
        Process first = start(echo, directory);
        ask(ada, direct, "echo one");
        awaitAnswers(ada, direct, echo, 1);
        Deadline.within(PATIENCE)
                .awaitTrue("a stored position", () -> Files.exists(directory.resolve("position.json")));
        first.destroyForcibly().waitFor();
        ask(ada, direct, "echo two");
        ask(ada, direct, "not for the bot");

        Process second = start(echo, directory);
        ask(ada, direct, "echo three");
        awaitAnswers(ada, direct, echo, 3);
        second.destroyForcibly().waitFor();

        assertThat(answers(ada, direct, echo)).containsExactly("one", "two", "three");
    }

    @Test
    void thePageShowsTheExampleAsItIs() throws IOException {
        String example = withoutIndents(Files.readString(EXAMPLE));
        List<String> shown = JAVA.matcher(Files.readString(SDK.resolve("README.md")))
                .results()
                .map(block -> withoutIndents(block.group(1)))
                .toList();
        assertThat(shown)
                .hasSizeGreaterThan(5)
                .allSatisfy(piece -> assertThat(example).contains(piece));
    }

    /** Returns once the bot is live. */
    private Process start(Person bot, Path directory) throws IOException {
        Path said = directory.resolve("said");
        Files.deleteIfExists(said);
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EXAMPLE.toString(),
                server.address().toString(),
                bot.handle(),
                directory.toString());
        builder.environment().put("PARLEY_PASSWORD", bot.password());
        Process process =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        Deadline.within(PATIENCE).awaitTrue("the bot to be live", () -> {
            String words = read(said);
            if (!process.isAlive()) {
                throw new AssertionError("the bot has ended: " + words);
            }
            return words.contains("live by SOCKET");
        });
        return process;
    }

    private static String read(Path said) {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ask(Person asker, String conversation, String text) {
        asker.http()
                .post("/v1/conversations/" + conversation + "/messages", Json.object("id", Person.uuid(), "text", text))
                .ok();
    }

    private static void awaitAnswers(Person reader, String conversation, Person bot, int count) {
        Deadline.within(PATIENCE)
                .awaitTrue(
                        count + " answers",
                        () -> answers(reader, conversation, bot).size() >= count);
    }

    private static List<String> answers(Person reader, String conversation, Person bot) {
        return reader.log(conversation).stream()
                .filter(entry -> entry.has("id") && entry.get("from").asText().equals(bot.id()))
                .map(entry -> entry.get("text").asText())
                .toList();
    }

    private static String withoutIndents(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
