package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.acceptance.history.History;
import chat.parley.acceptance.history.HistoryChecker;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two servers that share a database and nothing else keep every promise between them. */
class TwoServersTest extends BothTransportsTest {
    private static final int WRITERS = 10;
    private static final int MESSAGES = 40;
    private static final int RETRIED = 400;
    private static final int RACERS = 4;
    private static final int RACES = 80;
    private static final int MOST_AHEAD_MILLIS = 12;
    private static final int ROUNDS = 20;

    private ServerProcess other;

    /** Many sends of few people. */
    @Override
    String[] arguments() {
        return and("--set", "limits.sends=10000", "--set", "limits.sendsBurst=10000");
    }

    @BeforeAll
    void startOther() {
        other = ServerProcess.start(freshData(), trouble.and(Trouble.beside(server)), arguments());
    }

    @AfterAll
    void stopOther() {
        other.close();
    }

    @Test
    void membersOnBothSeeOneDenseLogInOneOrder() {
        List<Person> writers = people("writer", WRITERS);
        String group = writers.getFirst().group("On both", writers.subList(1, WRITERS));
        History history = new History();
        List<Scribe> scribes = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Person writer = writers.get(i);
            scribes.add(Scribe.connect(i % 2 == 0 ? writer : writer.at(other), group, history));
        }

        ManyWritersTest.inParallel(scribes, scribe -> {
            for (int i = 0; i < MESSAGES; i++) {
                scribe.send(Person.uuid(), "message " + i);
            }
            scribe.awaitAnswers();
        });

        List<JsonNode> log = writers.getFirst().log(group);
        long last = log.getLast().get("seq").asLong();
        scribes.forEach(scribe -> scribe.awaitSeq(last));
        assertThat(log.stream().filter(entry -> entry.has("id")).count()).isEqualTo(WRITERS * MESSAGES);
        assertThat(HistoryChecker.check(history, Scribe.seen(log))).isEmpty();
        scribes.forEach(Scribe::close);
    }

    @Test
    void whatOneAcknowledgedOutlivesIt() {
        Person ada = person("ada");
        String direct = ada.directWith(person("bob"));
        History history = new History();
        Scribe scribe = Scribe.connect(ada.at(other), direct, history);
        for (int i = 0; i < MESSAGES; i++) {
            scribe.send(Person.uuid(), "message " + i);
        }
        scribe.awaitAnswers();
        other.kill();

        assertThat(HistoryChecker.check(history, Scribe.seen(ada.log(direct)))).isEmpty();
        other.startAgain();
    }

    @Test
    void everySendOnBothAtOnceIsAcknowledgedTwiceAndLandsOnce() {
        Person ada = person("ada");
        String direct = ada.directWith(person("bob"));
        History history = new History();
        List<Scribe> scribes = Stream.of(ada, ada.at(other), ada, ada.at(other))
                .map(person -> Scribe.connect(person, direct, history))
                .toList();
        List<String> ids = Stream.generate(Person::uuid).limit(RETRIED).toList();

        ManyWritersTest.inParallel(scribes, scribe -> {
            ids.forEach(id -> scribe.send(id, "everywhere"));
            scribe.awaitAnswers();
        });

        List<JsonNode> log = ada.log(direct);
        assertThat(log).filteredOn(entry -> entry.has("id")).hasSize(ids.size());
        assertThat(HistoryChecker.check(history, Scribe.seen(log))).isEmpty();
        assertThat(scribes)
                .allSatisfy(scribe -> assertThat(scribe.connection().received())
                        .filteredOn(frame -> RawConnection.op(frame).equals("error"))
                        .isEmpty());
        scribes.forEach(Scribe::close);
    }

    /** The locks are in demand, and each send waits for one on both servers: whoever gets it second finds the other's. */
    @Test
    void aRetryOnTheOtherServerWhileTheFirstIsUnderWayIsAcknowledgedToo() {
        List<Person> racers = people("racer", RACERS);
        List<Person> steady = people("steady", 2);
        List<String> groups =
                racers.stream().map(racer -> racer.group("In demand", steady)).toList();
        List<Stubborn> writers = groups.stream()
                .flatMap(group -> steady.stream().map(person -> Stubborn.start(person, group, new History())))
                .toList();
        History history = new History();
        Map<Scribe, Scribe> pairs = new HashMap<>();
        for (int i = 0; i < RACERS; i++) {
            pairs.put(
                    Scribe.connect(racers.get(i), groups.get(i), history),
                    Scribe.connect(racers.get(i).at(other), groups.get(i), history));
        }
        ManyWritersTest.inParallel(List.copyOf(pairs.keySet()), here -> race(here, pairs.get(here)));
        writers.forEach(Stubborn::finish);

        pairs.forEach((here, there) -> assertThat(List.of(here, there)).allSatisfy(TwoServersTest::hasNoRefusal));
        for (int i = 0; i < RACERS; i++) {
            String racer = racers.get(i).id();
            assertThat(racers.get(i).log(groups.get(i)).stream()
                            .filter(entry -> entry.has("id")
                                    && entry.get("from").asText().equals(racer))
                            .count())
                    .isEqualTo(RACES);
        }
    }

    /** The same sends on both connections, up to some milliseconds apart. */
    private static void race(Scribe here, Scribe there) {
        for (int i = 0; i < RACES; i++) {
            String id = Person.uuid();
            there.send(id, "a race");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(i % MOST_AHEAD_MILLIS));
            here.send(id, "a race");
            here.awaitAnswers();
            there.awaitAnswers();
        }
    }

    private static void hasNoRefusal(Scribe scribe) {
        assertThat(scribe.connection().received())
                .filteredOn(frame -> RawConnection.op(frame).equals("error"))
                .isEmpty();
    }

    @Test
    void nothingOfARemovedMemberLandsAfterTheLeavingThatTheOtherServerWrote() {
        Person owner = person("owner");
        List<Person> steady = people("steady", 4);
        List<Person> moving = people("moving", 6);
        String group = owner.group("Coming and going", steady);
        String members = "/v1/conversations/" + group + "/members";
        List<Stubborn> writers = steady.stream()
                .map(person -> Stubborn.start(person, group, new History()))
                .toList();
        List<Eager> eager = moving.stream()
                .map(person -> new Eager(person.at(other), group))
                .toList();
        for (int round = 0; round < ROUNDS; round++) {
            owner.http()
                    .post(
                            members,
                            Json.object("users", moving.stream().map(Person::id).toList()))
                    .ok();
            eager.forEach(Eager::awaitAccepted);
            moving.forEach(
                    person -> owner.http().delete(members + "/" + person.id()).ok());
        }
        eager.forEach(Eager::finish);
        writers.forEach(Stubborn::finish);

        assertThat(MembershipTest.postsOfNonMembers(owner.log(group)))
                .as("messages of people who were no members at that place of the log")
                .isEmpty();
    }
}
