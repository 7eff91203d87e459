package chat.parley.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A test of the wire against one server that all its sentences share. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OneServerTest {
    ServerProcess server;
    Trouble trouble = Trouble.NONE;

    @BeforeAll
    void startServer() {
        server = ServerProcess.start(freshData(), trouble, arguments());
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    /** What a test wants on the command line beside port and data: limits far from what it does, as a rule. */
    String[] arguments() {
        return new String[0];
    }

    static Path freshData() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "data"));
            return Files.createTempDirectory(parent, "server").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Person person(String name) {
        return Person.register(server, name);
    }

    List<Person> people(String name, int count) {
        return IntStream.range(0, count).mapToObj(_ -> person(name)).toList();
    }
}
