package chat.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.TestStore;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.gateway.LossyBus.Weather;
import chat.parley.gateway.session.GatewayConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bus loses, delays, doubles and reorders, by as many seeds as {@code -Dparley.seeds} says, from
 * {@code -Dparley.seed} on (twenty, from one of the clock's): every member has everything within 5 s, in order, once, and learns what
 * was read.
 */
class HintStormTest {
    private static final int SEEDS = Integer.getInteger("parley.seeds", 20);
    private static final long FIRST_SEED = Long.getLong("parley.seed", System.currentTimeMillis());
    private static final Duration PROMISED = Duration.ofSeconds(5);
    private static final int MEMBERS = 5;
    private static final int WRITERS = 3;
    private static final int MESSAGES = 20;

    private static TestPeople people;
    private static TestServer server;

    @BeforeAll
    static void start() {
        TestDatabase database = TestStore.fresh();
        server = new TestServer(database, GatewayConfig.defaults());
        people = new TestPeople(database);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static LongStream seeds() {
        return LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
    }

    @ParameterizedTest(name = "-Dparley.seed={0} -Dparley.seeds=1")
    @MethodSource("seeds")
    void everyMemberHasEverythingInOrderOnce(long seed) throws Exception {
        Random chance = new Random(seed);
        Weather weather = new Weather(
                20 + chance.nextInt(60), chance.nextInt(50), chance.nextInt(100), 1 + chance.nextInt(1_000));
        List<TestPeople.Person> members =
                IntStream.range(0, MEMBERS).mapToObj(i -> people.person()).toList();
        TestPeople.Person newcomer = people.person();
        UserId owner = members.getFirst().user();
        List<TestSocket> sockets = new ArrayList<>();
        try (TestSocket added = server.welcome(newcomer);
                TestSocket otherDevice = server.welcome(members.getLast())) {
            for (TestPeople.Person member : members) {
                sockets.add(server.welcome(member));
            }
            server.bus.seed(seed);
            server.bus.weather(weather);
            // made in the storm: nobody may have heard of the group, or of who is added to it
            ConversationId group = server.group(
                    owner, members.stream().skip(1).map(TestPeople.Person::user).toArray(UserId[]::new));
            write(group, members);
            long joined = server.join(group, owner, newcomer.user());
            write(group, members);
            long last = server.post(group, owner, "the last");

            sockets.forEach(socket -> socket.awaitEntry(group, last, PROMISED));
            added.awaitEntry(group, last, PROMISED);
            sockets.getLast().say("{\"op\":\"read\",\"conversation\":\"" + group + "\",\"seq\":" + last + "}");
            UserId reader = members.getLast().user();
            sockets.forEach(socket -> socket.awaitReceipt(reader, last, PROMISED));
            added.awaitReceipt(reader, last, PROMISED);
            assertThat(otherDevice.awaitReceipt(reader, last, PROMISED).has("readMessages"))
                    .isTrue();
            for (TestSocket socket : sockets) {
                assertThat(socket.seqs(group)).as("under %s", weather).isEqualTo(dense(1, last));
            }
            assertThat(added.story(group)).startsWith("conversation", joined + " joined");
            assertThat(added.seqs(group)).as("under %s", weather).isEqualTo(dense(joined, last));
        } finally {
            server.bus.weather(Weather.FAIR);
            for (TestSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void write(ConversationId group, List<TestPeople.Person> members) throws InterruptedException {
        List<Thread> writers = members.stream()
                .limit(WRITERS)
                .map(writer -> Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < MESSAGES; i++) {
                        server.post(group, writer.user(), "m" + i);
                    }
                }))
                .toList();
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private static List<Long> dense(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
