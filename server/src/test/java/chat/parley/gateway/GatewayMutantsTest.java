package chat.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.adapter.postgres.TestStore;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.id.ConversationId;
import chat.parley.gateway.LossyBus.Weather;
import chat.parley.gateway.session.Faults;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each promise of delivery has a scenario that holds on the real thing and fails on a gateway broken on purpose. */
class GatewayMutantsTest {
    private static final Duration PROMISED = Duration.ofSeconds(5);

    private TestDatabase database;
    private TestPeople.Person ada;
    private TestPeople.Person bob;

    @BeforeEach
    void start() {
        database = TestStore.fresh();
    }

    private interface Scenario {
        void play(TestServer server, Interposed interposed) throws IOException;
    }

    private void play(Faults faults, Scenario scenario) throws IOException {
        Interposed interposed = new Interposed();
        try (TestServer server = new TestServer(database, DeliveryTest.quick(), faults, interposed::before)) {
            TestPeople people = new TestPeople(database);
            people.execute("truncate account, session cascade");
            ada = people.person();
            bob = people.person();
            scenario.play(server, interposed);
        }
    }

    private void assertCaught(Faults mutant, Scenario scenario) {
        assertThatCode(() -> play(Faults.NONE, scenario)).as("the real thing").doesNotThrowAnyException();
        assertThatThrownBy(() -> play(mutant, scenario)).as("%s", mutant).isInstanceOf(AssertionError.class);
    }

    @Test
    void noticesFanOutWithoutHealing() {
        assertCaught(new Faults(true, false, false), this::lostHintsCostSecondsAndNoEntry);
    }

    @Test
    void noticesACursorFromAClock() {
        assertCaught(new Faults(false, true, false), this::everyCursorCoversOnlyWhatWasPut);
    }

    @Test
    void noticesALeftThatTheIndexIgnores() {
        assertCaught(new Faults(false, false, true), this::nothingFollowsTheLeft);
    }

    private void lostHintsCostSecondsAndNoEntry(TestServer server, Interposed interposed) throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket socket = server.welcome(bob)) {
            server.bus.weather(Weather.SILENCE);
            server.post(group, ada.user(), "lost");
            server.bus.weather(Weather.FAIR);
            socket.awaitEntry(group, 2, PROMISED);
        }
    }

    /** One conversation lost a hint and cannot be read just now; another is lively, so that cursors would be due. */
    private void everyCursorCoversOnlyWhatWasPut(TestServer server, Interposed interposed) throws IOException {
        ConversationId lively = server.group(ada.user(), bob.user());
        ConversationId stuck = server.group(ada.user(), bob.user());
        String cursor;
        try (TestSocket socket = server.welcome(bob)) {
            interposed.logCut = true;
            server.bus.weather(Weather.SILENCE);
            server.post(stuck, ada.user(), "lost");
            server.bus.weather(Weather.FAIR);
            int passes = interposed.tailReads.get() + 6;
            Deadline.until("some passes over a lively conversation", () -> {
                server.post(lively, ada.user(), "on and on");
                return interposed.tailReads.get() > passes;
            });
            socket.barrier();
            cursor = socket.cursor();
        }
        interposed.logCut = false;
        try (TestSocket back = server.welcome(bob, Optional.of(cursor))) {
            JsonNode welcome = back.await("welcome");
            assertThat(welcome.path("conversations").toString()).contains(stuck.toString());
        }
    }

    private void nothingFollowsTheLeft(TestServer server, Interposed interposed) throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket removed = server.welcome(bob);
                TestSocket other = server.welcome(ada)) {
            server.leave(group, ada.user(), bob.user());
            server.post(group, ada.user(), "one");
            server.post(group, ada.user(), "two");
            other.awaitEntry(group, 4);
            removed.awaitEntry(group, 2);
            removed.barrier();
            assertThat(removed.seqs(group)).containsExactly(2L);
        }
    }
}
