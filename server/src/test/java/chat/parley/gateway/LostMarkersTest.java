package chat.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.TestStore;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.id.ConversationId;
import chat.parley.core.notice.NoticeRule;
import chat.parley.core.notice.Preferences;
import chat.parley.gateway.LossyBus.Weather;
import chat.parley.gateway.session.Faults;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Markers of which no hint came: the tail of the log shows them, and shows nobody twice what a hint told. */
class LostMarkersTest {
    private static final Preferences SILENT =
            new Preferences(NoticeRule.NONE, NoticeRule.NONE, NoticeRule.NONE, Optional.empty());

    private static TestDatabase database;
    private static TestPeople people;
    private static Interposed interposed;
    private static TestServer server;

    private final TestPeople.Person ada = people.person();
    private final TestPeople.Person bob = people.person();

    @BeforeAll
    static void start() {
        database = TestStore.fresh();
        people = new TestPeople(database);
        interposed = new Interposed();
        server = new TestServer(database, DeliveryTest.quick(), Faults.NONE, interposed::before);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void clearUp() {
        server.bus.weather(Weather.FAIR);
    }

    @Test
    void reachOnesOtherDeviceAndTheOthers() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket one = server.welcome(bob);
                TestSocket two = server.welcome(bob);
                TestSocket other = server.welcome(ada)) {
            server.bus.weather(Weather.SILENCE);
            server.post(group, ada.user(), "read me");
            one.awaitEntry(group, 2);
            one.say("{\"op\":\"read\",\"conversation\":\"" + group + "\",\"seq\":2}");
            assertThat(awaitReceipt(two, bob, 2).get("readMessages").asLong()).isEqualTo(1);
            assertThat(awaitReceipt(other, bob, 2).has("readMessages")).isFalse();
            assertThat(healed()).isPositive();
        }
    }

    @Test
    void reachTheSendersOtherDeviceToo() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket one = server.welcome(ada);
                TestSocket two = server.welcome(ada)) {
            server.bus.weather(Weather.SILENCE);
            one.say(TestSocket.sendFrame(1, group, "mine"));
            assertThat(awaitReceipt(two, ada, 2).get("readMessages").asLong()).isEqualTo(1);
        }
    }

    @Test
    void areToldOnceWhereHintsArrive() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket one = server.welcome(bob);
                TestSocket other = server.welcome(ada)) {
            double before = healed();
            server.post(group, ada.user(), "read me");
            one.awaitEntry(group, 2);
            one.say("{\"op\":\"read\",\"conversation\":\"" + group + "\",\"seq\":2}");
            awaitReceipt(other, bob, 2);
            int passes = interposed.tailReads.get() + 5;
            Deadline.until("the tail to show it", () -> interposed.tailReads.get() > passes);
            other.barrier();
            assertThat(other.received("receipt").stream()
                            .filter(frame -> bob.user()
                                    .toString()
                                    .equals(frame.path("user").asText())))
                    .hasSize(1);
            assertThat(healed()).isEqualTo(before);
        }
    }

    @Test
    void doNotHideThatSomethingWasMarkedUnread() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket one = server.welcome(bob);
                TestSocket two = server.welcome(bob);
                TestSocket other = server.welcome(ada)) {
            double before = statesHealed();
            server.bus.weather(Weather.SILENCE);
            server.unreadFrom(group, bob.user(), 1);
            assertThat(one.await("conversation").path("unreadFrom").asLong()).isEqualTo(1);
            assertThat(two.await("conversation").path("unreadFrom").asLong()).isEqualTo(1);
            assertThat(statesHealed()).isGreaterThan(before);
            one.say("{\"op\":\"read\",\"conversation\":\"" + group + "\",\"seq\":1}");
            two.await(
                    "that it is read",
                    frame -> isState(frame) && frame.path("unreadFrom").isNull());
            other.barrier();
            assertThat(other.received("conversation")).isEmpty();
        }
    }

    @Test
    void areNoReasonToTellTwiceThatSomethingWasMarkedUnread() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket socket = server.welcome(bob)) {
            double before = statesHealed();
            server.unreadFrom(group, bob.user(), 1);
            assertThat(socket.await("conversation").path("unreadFrom").asLong()).isEqualTo(1);
            int passes = interposed.tailReads.get() + 5;
            Deadline.until("the tail to show it", () -> interposed.tailReads.get() > passes);
            socket.barrier();
            assertThat(socket.received("conversation")).hasSize(1);
            assertThat(statesHealed()).isEqualTo(before);
        }
    }

    @Test
    void doNotHideThatAThreadWasReadOrIsFollowed() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        long root = server.post(group, ada.user(), "root");
        try (TestSocket one = server.welcome(bob);
                TestSocket two = server.welcome(bob);
                TestSocket other = server.welcome(ada)) {
            double before = statesHealed();
            server.bus.weather(Weather.SILENCE);
            server.reply(group, bob.user(), root);
            long reply = server.reply(group, ada.user(), root);
            // The other's reply is in it or comes after it as an entry, by when the tail was read.
            two.await(
                    "that the thread is followed",
                    frame -> isThread(frame) && frame.path("following").asBoolean());
            assertThat(statesHealed()).isGreaterThan(before);
            one.say("{\"op\":\"read\",\"conversation\":\"" + group + "\",\"seq\":" + reply + ",\"thread\":" + root
                    + "}");
            two.await(
                    "that the thread is read",
                    frame -> isThread(frame) && frame.path("readMessages").asLong() == 2);
            other.barrier();
            assertThat(other.received("thread"))
                    .allMatch(frame -> frame.path("readMessages").asLong() == 0);
        }
    }

    @Test
    void areNoReasonToTellTwiceOfAThread() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        long root = server.post(group, ada.user(), "root");
        try (TestSocket socket = server.welcome(bob)) {
            double before = statesHealed();
            server.reply(group, bob.user(), root);
            awaitThread(socket, root, 1);
            int passes = interposed.tailReads.get() + 5;
            Deadline.until("the tail to show it", () -> interposed.tailReads.get() > passes);
            socket.barrier();
            assertThat(socket.received("thread")).hasSize(1);
            assertThat(statesHealed()).isEqualTo(before);
        }
    }

    @Test
    void ofThreadsAreInTheNextWelcome() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        long root = server.post(group, ada.user(), "root");
        String cursor;
        try (TestSocket socket = server.connect()) {
            socket.hello(bob.token(), Optional.empty());
            cursor = socket.await("welcome").path("cursor").asText();
        }
        server.reply(group, bob.user(), root);
        try (TestSocket socket = server.connect()) {
            socket.hello(bob.token(), Optional.of(cursor));
            JsonNode threads = socket.await("welcome").path("threads");
            assertThat(threads).hasSize(1);
            assertThat(threads.get(0).path("thread").asLong()).isEqualTo(root);
            assertThat(threads.get(0).path("following").asBoolean()).isTrue();
        }
    }

    private static void awaitThread(TestSocket socket, long root, long messages) {
        socket.await(
                "thread " + root,
                frame -> isThread(frame)
                        && frame.path("thread").asLong() == root
                        && frame.path("threadMessages").asLong() == messages);
    }

    private static boolean isThread(JsonNode frame) {
        return "thread".equals(TestSocket.op(frame));
    }

    @Test
    void doNotHideThatSomethingElseOfOnesOwnChanged() throws IOException {
        try (TestSocket one = server.welcome(bob);
                TestSocket two = server.welcome(bob);
                TestSocket other = server.welcome(ada)) {
            double before = statesHealed();
            server.bus.weather(Weather.SILENCE);
            server.prefer(bob.user(), SILENT);
            assertThat(one.await("own").path("moved").path(0).asText()).isEqualTo("notifications");
            assertThat(two.await("own").path("moved").path(0).asText()).isEqualTo("notifications");
            assertThat(statesHealed()).isGreaterThan(before);
            other.barrier();
            assertThat(other.received("own")).isEmpty();
        }
    }

    @Test
    void areNoReasonToTellTwiceThatSomethingElseOfOnesOwnChanged() throws IOException {
        try (TestSocket socket = server.welcome(bob)) {
            double before = statesHealed();
            server.prefer(bob.user(), SILENT);
            socket.await("own");
            int passes = interposed.tailReads.get() + 5;
            Deadline.until("the tail to show it", () -> interposed.tailReads.get() > passes);
            socket.barrier();
            assertThat(socket.received("own")).hasSize(1);
            assertThat(statesHealed()).isEqualTo(before);
        }
    }

    private static boolean isState(JsonNode frame) {
        return "conversation".equals(TestSocket.op(frame));
    }

    private static double healed() {
        return server.metrics.get("parley.gateway.receipts.healed").counter().count();
    }

    private static double statesHealed() {
        return server.metrics.get("parley.gateway.states.healed").counter().count();
    }

    private static JsonNode awaitReceipt(TestSocket socket, TestPeople.Person who, long seq) {
        return socket.awaitReceipt(who.user(), seq, Deadline.PATIENCE);
    }
}
