package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.acceptance.history.History;
import chat.parley.acceptance.history.HistoryChecker;
import chat.parley.sdk.ConnectionState;
import chat.parley.sdk.ConnectionState.Via;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Java SDK behind a proxy that refuses upgrades: it polls, and the promises hold there and at the change-over. */
class SdkPollTest extends OneServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LESS_THAN_A_LAPSE = Duration.ofSeconds(30);

    private History history;
    private Line line;
    private Person ada;
    private Person bob;
    private String group;

    /** Its polls are counted. */
    @Override
    boolean wantsItsOwn() {
        return true;
    }

    @BeforeEach
    void standBehindTheProxy() {
        history = new History();
        line = Line.to(server.address());
        line.refuseUpgrades(true);
        ada = person("ada");
        bob = person("bob");
        group = ada.group("Behind a proxy", List.of(bob));
    }

    @AfterEach
    void leave() {
        line.close();
    }

    @Test
    void programsPollAndClimbBackWithoutLossOrDoubles() {
        try (SdkScribe writer = connect(ada);
                SdkScribe reader = connect(bob)) {
            assertThat(writer.state()).isEqualTo(new ConnectionState.Live(Via.LONG_POLLING));
            send(writer, 100);
            writer.awaitAnswers();
            reader.awaitSeq(101);

            line.refuseUpgrades(false);
            Deadline.within(PATIENCE).awaitTrue("both to climb back", () -> {
                if (writer.inFlight() < 10) {
                    send(writer, 10);
                }
                return bySocket(writer) && bySocket(reader);
            });
            send(writer, 100);
            checkThatEverythingCameOnceAndInOrder(writer, reader);
        }
    }

    @Test
    void whatALostAnswerHeldComesAgainInTheSameSession() {
        try (SdkScribe writer = connect(ada);
                SdkScribe reader = connect(bob)) {
            for (int loss = 0; loss < 10; loss++) {
                line.loseAnswers(2);
                send(writer, 20);
                Deadline.within(PATIENCE).awaitTrue("two answers to be lost", () -> {
                    if (writer.inFlight() == 0) {
                        send(writer, 1);
                    }
                    return line.stillToLose() == 0;
                });
                writer.awaitAnswers();
                reader.awaitSeq(1 + writer.acked());
            }
            checkThatEverythingCameOnceAndInOrder(writer, reader);
            assertThat(writer.lives()).as("sessions of the writer").isEqualTo(1);
            assertThat(reader.lives()).as("sessions of the reader").isEqualTo(1);
        }
    }

    @Test
    void aServerThatIsKilledIsPolledAgainFromTheCursor() {
        try (SdkScribe writer = connect(ada);
                SdkScribe reader = connect(bob)) {
            send(writer, 50);
            server.kill();
            server.startAgain();
            send(writer, 50);
            checkThatEverythingCameOnceAndInOrder(writer, reader);
        }
    }

    @Test
    void whoIsSignedOutStopsAndSaysSo() {
        try (SdkScribe program = connect(ada)) {
            ada.http().delete("/v1/sessions/current").ok();
            Deadline.within(PATIENCE)
                    .awaitTrue("the client to stop", () -> program.state() instanceof ConnectionState.Stopped);
            assertThat(((ConnectionState.Stopped) program.state()).reason())
                    .isEqualTo(ConnectionState.Reason.SIGNED_OUT);
        }
    }

    @Test
    void whoClosesLeavesNoSessionToLapse() {
        try (SdkScribe program = connect(ada)) {
            assertThat(polls(server)).as("of %s", program).isEqualTo(1);
        }
        Deadline.within(LESS_THAN_A_LAPSE).awaitTrue("the poll session to end", () -> polls(server) == 0);
    }

    private static int polls(ServerProcess server) {
        return Http.anonymous(server)
                .get("/metrics")
                .response()
                .body()
                .lines()
                .filter(line -> line.startsWith("parley_gateway_connections{") && line.contains("\"poll\""))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private SdkScribe connect(Person person) {
        return SdkScribe.of(person, group, history)
                .by(line.address())
                .climbAfter(Duration.ofSeconds(1))
                .connect();
    }

    private void checkThatEverythingCameOnceAndInOrder(SdkScribe writer, SdkScribe reader) {
        writer.awaitAnswers();
        List<JsonNode> log = bob.log(group);
        reader.awaitSeq(log.size());
        assertThat(log).filteredOn(entry -> entry.has("id")).hasSize((int) writer.acked());
        assertThat(reader.delivered())
                .isEqualTo(LongStream.rangeClosed(2, log.size()).boxed().toList());
        assertThat(HistoryChecker.check(history, Scribe.seen(log))).isEmpty();
    }

    private static boolean bySocket(SdkScribe scribe) {
        return scribe.state().equals(new ConnectionState.Live(Via.SOCKET));
    }

    private static void send(SdkScribe writer, int count) {
        for (int i = 0; i < count; i++) {
            writer.send(Person.uuid(), "n" + i);
        }
    }
}
