package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.acceptance.history.History;
import chat.parley.acceptance.history.HistoryChecker;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SIGTERM ends the server within 5 s, whatever its clients and its database are doing: everybody connected is told, what was
 * acknowledged is there after the next start, the exit status is 0. The time is asserted since it is the promise itself: who
 * runs servers sends SIGKILL next.
 */
class SwiftEndTest {
    private static final Duration PROMISED = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PEOPLE = 10;
    private static final int SOCKETS_A_PERSON = 19; // the 20th is its writer's
    private static final int IN_FLIGHT = 30;

    /** What befalls the database while the server ends. */
    enum Database {
        WELL,
        PAUSED {
            @Override
            void befalls(ServerProcess server) {
                server.pauseDatabase();
            }
        },
        DEAD {
            @Override
            void befalls(ServerProcess server) {
                server.killDatabase();
            }
        };

        void befalls(ServerProcess server) {}
    }

    @ParameterizedTest
    @EnumSource
    void endsInTimeAndTellsEverybodyAndLosesNothing(Database database) throws IOException {
        try (ServerProcess server = ServerProcess.start(OneServerTest.freshData(), OneServerTest.FOR_ALL)) {
            List<Person> people = new ArrayList<>();
            for (int i = 0; i < PEOPLE; i++) {
                people.add(Person.register(server, "Eve"));
            }
            String group = people.getFirst().group("The end", people.subList(1, PEOPLE));
            List<RawConnection> sockets = sockets(people);
            List<CompletableFuture<JsonNode>> polls =
                    people.stream().map(SwiftEndTest::heldPoll).toList();
            History history = new History();
            List<Stubborn> writers = people.stream()
                    .map(person -> Stubborn.start(person, group, history))
                    .toList();
            try (Socket stuck = stuckRequest(server.address())) {
                awaitInFlight(writers);
                database.befalls(server);
                long began = System.nanoTime();
                int status = server.stop();
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                System.out.printf("SIGTERM, database %s: ended after %d ms%n", database, took.toMillis());
                assertThat(stuck.isConnected()).isTrue();
                assertThat(status).as(String.join("\n", server.errors())).isZero();
                assertThat(took).as(() -> String.join("\n", server.errors())).isLessThan(PROMISED);
            }
            for (RawConnection socket : sockets) {
                JsonNode bye =
                        socket.await("goodbye", frame -> RawConnection.op(frame).equals("bye"));
                assertThat(bye.path("reason").asText()).isEqualTo("draining");
                assertThat(socket.awaitClose()).isEqualTo(1012);
            }
            assertThat(polls)
                    .allSatisfy(poll -> assertThat(poll.join().get("frames"))
                            .anySatisfy(frame ->
                                    assertThat(frame.path("reason").asText()).isEqualTo("draining")));

            server.startAgain();
            writers.forEach(Stubborn::finish);
            List<JsonNode> log = people.getFirst().log(group);
            assertThat(HistoryChecker.check(history, Scribe.seen(log))).isEmpty();
            assertThat(log).filteredOn(entry -> entry.has("id")).hasSize((int)
                    writers.stream().mapToLong(Stubborn::acked).sum());
        }
    }

    private static List<RawConnection> sockets(List<Person> people) {
        return people.stream()
                .flatMap(person ->
                        java.util.stream.Stream.generate(person::connect).limit(SOCKETS_A_PERSON))
                .toList();
    }

    /** A poll session of somebody who hears of nothing, so that its request is held until there is something to say. */
    private static CompletableFuture<JsonNode> heldPoll(Person friend) {
        Person person = Person.register(friend.server(), "Paul");
        JsonNode hello = Json.object("op", "hello", "client", Json.object("name", "raw", "version", "1"));
        String poll = person.http()
                .post("/v1/poll", Json.object("frames", List.of(hello)))
                .ok()
                .get("poll")
                .asText();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            JsonNode said = Json.object("frames", List.of());
            try {
                long ack = 1;
                while (said.get("frames").isEmpty()
                        || !said.get("frames").toString().contains("bye")) {
                    said = person.http()
                            .post("/v1/poll/" + poll, Json.object("ack", ack, "first", 0, "frames", List.of()))
                            .ok();
                    ack = said.get("next").asLong();
                }
                answer.complete(said);
            } catch (RuntimeException | AssertionError failed) {
                answer.completeExceptionally(failed);
            }
        });
        return answer;
    }

    /** A request whose body never comes to its end. */
    private static Socket stuckRequest(URI server) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        String begun = "POST /v1/accounts HTTP/1.1\r\nHost: " + server.getAuthority()
                + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"handle\":";
        socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void awaitInFlight(List<Stubborn> writers) {
        Deadline.within(PATIENCE)
                .await(
                        "sends in flight",
                        () -> Optional.of(writers.stream()
                                        .mapToInt(Stubborn::inFlight)
                                        .sum())
                                .filter(count -> count >= IN_FLIGHT
                                        && writers.stream().allMatch(writer -> writer.acked() > Stubborn.WINDOW)));
    }
}
