package chat.parley.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of the wire against one server that all its sentences share, with other tests too if it wants no more than they. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ServerForTest.class)
abstract class OneServerTest {
    /**
     * Tests make more people than one address may, also after somebody used the administrator's link; and so many that their
     * passwords may not take the time that passwords should.
     */
    static final String[] FOR_ALL = {
        "--set", "limits.registrationsByAddress=10000",
        "--set", "accounts.registration=open",
        "--set", "passwords.memory=64KiB",
        "--set", "passwords.iterations=1"
    };

    ServerProcess server;
    Trouble trouble = Trouble.NONE;

    /** What the server is told beside port and data. A test that wants more says it by {@link #and}, and gets its own. */
    String[] arguments() {
        return FOR_ALL;
    }

    static String[] and(String... more) {
        return Stream.concat(Stream.of(FOR_ALL), Stream.of(more)).toArray(String[]::new);
    }

    boolean wantsItsOwn() {
        return arguments() != FOR_ALL || !trouble.equals(Trouble.NONE);
    }

    ServerProcess newServer() {
        return ServerProcess.start(freshData(), trouble, arguments());
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

    /** An account that may do least, by an invitation of the administrator's. */
    Person guest() {
        String invite = server.administrator()
                .http()
                .post("/v1/invites", Json.object("role", "guest"))
                .ok()
                .get("invite")
                .asText();
        return Person.register(server, "guest", Optional.of(invite));
    }
}
