package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.acceptance.history.History;
import chat.parley.acceptance.history.HistoryChecker;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Promises 1 to 4 in the face of many who write to one conversation at once. */
class ManyWritersTest extends BothTransportsTest {
    private static final int WRITERS = 50;
    private static final int MESSAGES = 30;

    @Test
    void fiftyWritersMakeOneDenseLogThatEveryoneSeesInOneOrder() {
        List<Person> writers = people("writer", WRITERS);
        String group = writers.getFirst().group("Fifty at once", writers.subList(1, WRITERS));
        History history = new History();
        List<Scribe> scribes = writers.stream()
                .map(writer -> Scribe.connect(writer, group, history))
                .toList();

        inParallel(scribes, scribe -> {
            for (int i = 0; i < MESSAGES; i++) {
                scribe.send(Person.uuid(), "message " + i);
            }
            scribe.awaitAnswers();
        });

        List<JsonNode> log = writers.getFirst().log(group);
        long last = log.getLast().get("seq").asLong();
        scribes.forEach(scribe -> scribe.awaitSeq(last));
        assertThat(log)
                .filteredOn(entry -> entry.get("kind").asText().equals("message"))
                .hasSize(WRITERS * MESSAGES);
        assertThat(HistoryChecker.check(history, Scribe.seen(log))).isEmpty();
        assertThat(scribes)
                .allSatisfy(scribe -> assertThat(scribe.connection().entries(group))
                        .as("entries given live, all after the one that made the group")
                        .hasSize(WRITERS * MESSAGES));
        scribes.forEach(Scribe::close);
    }

    @Test
    void writersByTheSdkBesideThoseByHandMakeOneDenseLogThatEveryoneSeesInOneOrder() {
        List<Person> writers = people("writer", WRITERS);
        String group = writers.getFirst().group("Fifty, half of them programs", writers.subList(1, WRITERS));
        History history = new History();
        List<SdkScribe> programs = writers.subList(0, WRITERS / 2).stream()
                .map(writer -> SdkScribe.connect(writer, group, history))
                .toList();
        List<Scribe> scribes = writers.subList(WRITERS / 2, WRITERS).stream()
                .map(writer -> Scribe.connect(writer, group, history))
                .toList();

        Thread byPrograms = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < MESSAGES; i++) {
                String text = "message " + i;
                programs.forEach(program -> program.send(Person.uuid(), text));
            }
        });
        inParallel(scribes, scribe -> {
            for (int i = 0; i < MESSAGES; i++) {
                scribe.send(Person.uuid(), "message " + i);
            }
            scribe.awaitAnswers();
        });
        join(byPrograms);
        programs.forEach(SdkScribe::awaitAnswers);

        List<JsonNode> log = writers.getFirst().log(group);
        long last = log.getLast().get("seq").asLong();
        scribes.forEach(scribe -> scribe.awaitSeq(last));
        programs.forEach(program -> program.awaitSeq(last));
        assertThat(log).filteredOn(entry -> entry.has("id")).hasSize(WRITERS * MESSAGES);
        assertThat(HistoryChecker.check(history, Scribe.seen(log))).isEmpty();
        assertThat(programs)
                .allSatisfy(program -> assertThat(program.delivered())
                        .as("entries delivered, all after the one that made the group")
                        .hasSize(WRITERS * MESSAGES));
        scribes.forEach(Scribe::close);
        programs.forEach(SdkScribe::close);
    }

    @Test
    void everySendTwiceOnTwoConnectionsAtOnceLandsOnce() {
        Person ada = person("ada");
        Person bob = person("bob");
        String direct = ada.directWith(bob);
        History history = new History();
        List<Scribe> both = List.of(Scribe.connect(ada, direct, history), Scribe.connect(ada, direct, history));
        List<String> ids =
                java.util.stream.Stream.generate(Person::uuid).limit(200).toList();

        inParallel(both, scribe -> {
            ids.forEach(id -> scribe.send(id, "twice"));
            scribe.awaitAnswers();
        });

        List<JsonNode> log = bob.log(direct);
        assertThat(log).filteredOn(entry -> entry.has("id")).hasSize(ids.size());
        assertThat(HistoryChecker.check(history, Scribe.seen(log))).isEmpty();
        both.forEach(Scribe::close);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static void inParallel(List<Scribe> scribes, java.util.function.Consumer<Scribe> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<java.util.concurrent.Future<?>> done = new ArrayList<>();
            scribes.forEach(scribe -> done.add(threads.submit(() -> work.accept(scribe))));
            for (var each : done) {
                each.get();
            }
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
