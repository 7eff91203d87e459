package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.acceptance.history.History;
import chat.parley.acceptance.history.HistoryChecker;
import chat.parley.sdk.ConnectionState;
import chat.parley.sdk.Event;
import chat.parley.sdk.FileOutboxStore;
import chat.parley.sdk.SyncPosition;
import chat.parley.sdk.ThreadCalls;
import chat.parley.sdk.ThreadsPage;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Java SDK makes of the promises, on a real server: nothing lost, nothing twice, whatever breaks. */
class SdkTest extends OneServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int IN_FLIGHT = 50;
    private static final int KILLS = 3;
    private static final int CONNECTIONS_OF_A_USER = 20;

    @Test
    void aProgramThatWasAwayIsGivenEverythingOnceAndInOrder() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Away", List.of(bob));
        History history = new History();
        SdkScribe writer = SdkScribe.connect(ada, group, history);
        SdkScribe before = SdkScribe.connect(bob, group, history);
        write(writer, 20);
        before.awaitSeq(21);
        SyncPosition reached = before.client().position().join();
        before.close();

        // more than one page of the log
        write(writer, 250);
        SdkScribe after = SdkScribe.of(bob, group, history).from(reached).connect();
        write(writer, 20);
        after.awaitSeq(291);

        assertThat(before.delivered()).isEqualTo(seqs(2, 21));
        assertThat(after.delivered()).isEqualTo(seqs(22, 291));
        assertThat(HistoryChecker.check(history, Scribe.seen(bob.log(group)))).isEmpty();
        writer.close();
        after.close();
    }

    @Test
    void aGapThatIsTooWideIsSkippedAndToldAndTheRestIsDelivered() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Long away", List.of(bob));
        History history = new History();
        SdkScribe writer = SdkScribe.connect(ada, group, history);
        SdkScribe before = SdkScribe.connect(bob, group, history);
        SyncPosition reached = before.client().position().join();
        before.close();
        write(writer, 60);

        SdkScribe after =
                SdkScribe.of(bob, group, history).maxGap(50).from(reached).connect();
        write(writer, 1);
        after.awaitSeq(62);

        assertThat(after.events()).contains(new Event.Skipped(group, 1, 61));
        assertThat(after.delivered()).containsExactly(62L);
        writer.close();
        after.close();
    }

    @Test
    void aThreadIsFollowedByWhatIsSaidInItAndReadByTheClient() throws Exception {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("A thread", List.of(bob));
        String messages = "/v1/conversations/" + group + "/messages";
        SdkScribe reader = SdkScribe.connect(ada, group, new History());
        long root = seqOf(ada.http().post(messages, Json.object("id", Person.uuid(), "text", "root")));
        long reply = seqOf(bob.http().post(messages, Json.object("id", Person.uuid(), "text", "x", "thread", root)));
        awaitThread(reader, 0);
        reader.client().readThread(group, root, reply);
        awaitThread(reader, 1);

        ThreadCalls threads = reader.client().http().threads();
        assertThat(threads.followed(true, null, 50).threads()).isEmpty();
        ThreadsPage page = threads.followed(false, null, 50);
        assertThat(page.threads()).hasSize(1);
        assertThat(page.threads().getFirst().root().seq()).isEqualTo(root);
        assertThat(threads.unfollow(group, root).following()).isFalse();
        assertThat(threads.follow(group, root).following()).isTrue();
        reader.close();
    }

    private static long seqOf(Http.Answer answer) {
        return answer.ok().get("seq").asLong();
    }

    private static void awaitThread(SdkScribe reader, long readMessages) {
        Deadline.within(Duration.ofSeconds(60))
                .awaitTrue(
                        "a thread read up to message " + readMessages,
                        () -> reader.events().stream()
                                .anyMatch(event -> event instanceof Event.FollowedThread told
                                        && told.state().readMessages() == readMessages));
    }

    @Test
    void aLineThatBreaksAllTheTimeLosesAndDoublesNothing() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("A bad line", List.of(bob));
        History history = new History();
        try (Line line = Line.to(server.address());
                SdkScribe writer =
                        SdkScribe.of(ada, group, history).by(line.address()).connect();
                SdkScribe reader =
                        SdkScribe.of(bob, group, history).by(line.address()).connect()) {
            for (int breaks = 1; breaks <= 8; breaks++) {
                int lives = breaks;
                send(writer, 60);
                line.cut();
                send(writer, 60);
                writer.awaitLive(lives + 1);
                reader.awaitLive(lives + 1);
            }
            writer.awaitAnswers();
            List<JsonNode> log = bob.log(group);
            reader.awaitSeq(log.size());

            assertThat(log).filteredOn(entry -> entry.has("id")).hasSize(8 * 120);
            assertThat(reader.delivered()).isEqualTo(seqs(2, log.size()));
            assertThat(HistoryChecker.check(history, Scribe.seen(log))).isEmpty();
        }
    }

    @Test
    void aServerKilledWhileProgramsSendHasEverythingOnceAndInOrderInTheEnd() {
        List<Person> people = people("program", 5);
        String group = people.getFirst().group("Killed", people.subList(1, people.size()));
        History history = new History();
        List<SdkScribe> programs = people.stream()
                .map(person -> SdkScribe.connect(person, group, history))
                .toList();
        for (int kill = 1; kill <= KILLS; kill++) {
            int inFlight = sendUntilSomeAreAnsweredAndManyAreNot(programs);
            server.kill();
            server.startAgain();
            System.out.printf("kill -9 of the server, %d of %d, with %d sends in flight%n", kill, KILLS, inFlight);
        }
        programs.forEach(SdkScribe::awaitAnswers);

        List<JsonNode> log = people.getFirst().log(group);
        programs.forEach(program -> program.awaitSeq(log.size()));
        assertThat(log).filteredOn(entry -> entry.has("id")).hasSize((int) acked(programs));
        assertThat(programs)
                .allSatisfy(program -> assertThat(program.delivered()).isEqualTo(seqs(2, log.size())));
        assertThat(HistoryChecker.check(history, Scribe.seen(log))).isEmpty();
        programs.forEach(SdkScribe::close);
    }

    @Test
    void aProgramThatIsOneConnectionTooManyStopsAndSaysSo() {
        Person ada = person("ada");
        SdkScribe oldest = SdkScribe.connect(ada, ada.directWith(person("bob")), new History());
        List<RawConnection> newer =
                Stream.generate(ada::connect).limit(CONNECTIONS_OF_A_USER).toList();
        Deadline.within(PATIENCE)
                .awaitTrue("the oldest to stop", () -> oldest.state() instanceof ConnectionState.Stopped);

        assertThat(((ConnectionState.Stopped) oldest.state()).reason()).isEqualTo(ConnectionState.Reason.SUPERSEDED);
        assertThat(newer).noneMatch(RawConnection::closed);
        newer.forEach(RawConnection::close);
        oldest.close();
    }

    @Test
    void aProgramThatDiedSendsWhatItsOutboxKeptOnceAndInOrder(@TempDir Path directory) throws IOException {
        Person ada = person("ada");
        String direct = ada.directWith(person("bob"));
        History history = new History();
        List<String> ids = Stream.generate(Person::uuid).limit(200).toList();
        SdkScribe first = SdkScribe.of(ada, direct, history)
                .outbox(new FileOutboxStore(directory))
                .connect();
        ids.forEach(id -> first.send(id, "once"));
        Deadline.within(PATIENCE).awaitTrue("the first answers", () -> first.inFlight() < ids.size());
        first.close();

        SdkScribe second = SdkScribe.of(ada, direct, history)
                .outbox(new FileOutboxStore(directory))
                .connect();
        Deadline.within(PATIENCE).awaitTrue("an empty outbox", () -> messagesIn(directory) == 0);

        List<JsonNode> log = ada.log(direct);
        assertThat(log)
                .filteredOn(entry -> entry.has("id"))
                .extracting(entry -> entry.get("id").asText())
                .isEqualTo(ids);
        assertThat(HistoryChecker.check(history, Scribe.seen(log))).isEmpty();
        second.close();
    }

    private static long messagesIn(Path outbox) {
        try (Stream<Path> files = Files.list(outbox)) {
            return files.filter(file -> file.toString().endsWith(".json")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int sendUntilSomeAreAnsweredAndManyAreNot(List<SdkScribe> programs) {
        long before = acked(programs);
        return Deadline.within(PATIENCE).await("answers, and fifty sends in flight", () -> {
            int inFlight = programs.stream().mapToInt(SdkScribe::inFlight).sum();
            if (inFlight < 2 * IN_FLIGHT) {
                programs.forEach(program -> send(program, IN_FLIGHT));
            }
            boolean atWork = acked(programs) > before + IN_FLIGHT && inFlight >= IN_FLIGHT;
            return atWork ? Optional.of(inFlight) : Optional.empty();
        });
    }

    private static long acked(List<SdkScribe> programs) {
        return programs.stream().mapToLong(SdkScribe::acked).sum();
    }

    private static void write(SdkScribe writer, int count) {
        send(writer, count);
        writer.awaitAnswers();
    }

    private static void send(SdkScribe writer, int count) {
        for (int i = 0; i < count; i++) {
            writer.send(Person.uuid(), "n" + i);
        }
    }

    private static List<Long> seqs(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
