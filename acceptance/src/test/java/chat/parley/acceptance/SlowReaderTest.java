package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A reader that stops reading costs its bound and nobody else anything, and has everything in the end. */
class SlowReaderTest extends BothTransportsTest {
    private static final int MESSAGES = 10_000;
    private static final int AT_ONCE = 200;
    private static final int OUTBOX_BYTES = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TEXT = "x".repeat(1_000);

    @Override
    String[] arguments() {
        return and(
                "--set", "limits.sends=100000",
                "--set", "limits.sendsBurst=100000",
                "--set", "gateway.framesPerSecond=100000",
                "--set", "gateway.outboxBytes=1MiB",
                "--set", "gateway.slow.patience=5s",
                "--set", "gateway.delivery.cursorEvery=0s");
    }

    @Test
    void isToldHeadsThenCutAndResumesFromItsCursorWithoutLoss() {
        Person ada = person("ada");
        Person bob = person("bob");
        List<Person> others = people("neighbour", 2);
        List<Person> members = new ArrayList<>(others);
        members.add(bob);
        String group = ada.group("Flood", members);
        RawConnection writer = ada.connect();
        List<RawConnection> neighbours = others.stream().map(Person::connect).toList();
        RawConnection slow = bob.connect();
        double heads = ladder("heads");
        double byes = ladder("bye");
        slow.stopReading();

        long most = 0;
        for (int sent = 0; sent < MESSAGES; sent += AT_ONCE) {
            write(writer, group, sent);
            // At the pace of those who read.
            long seq = sent + AT_ONCE + 1L;
            neighbours.forEach(neighbour -> awaitEntry(neighbour, group, seq));
            most = Math.max(most, Math.round(Metrics.of(server, "parley_gateway_outbox_bytes")));
        }
        long last = MESSAGES + 1;
        Deadline.within(PATIENCE).awaitTrue("the reader to be cut", () -> ladder("bye") > byes);
        slow.readOn();

        assertThat(slow.awaitClose()).isEqualTo(4409);
        JsonNode bye = slow.received().getLast();
        assertThat(bye.get("op").asText()).isEqualTo("bye");
        assertThat(bye.get("reason").asText()).isEqualTo("slow");
        assertThat(ladder("heads")).isGreaterThan(heads);
        assertThat(heads(slow, group)).isNotEmpty();
        assertThat(slow.entries(group).size()).isLessThan(MESSAGES);
        // What is on its way to the others is counted too.
        assertThat(most).isLessThan(2 * OUTBOX_BYTES);
        neighbours.forEach(neighbour -> assertThat(seqs(neighbour, group)).isEqualTo(dense(2, last)));
        assertHasEverythingOnce(bob, slow, bob.connect(slow.cursor()), group, last);
    }

    @Test
    void isGivenEntriesAgainWhenItReadsInTime() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Pause", List.of(bob));
        RawConnection writer = ada.connect();
        RawConnection slow = bob.connect();
        double before = ladder("heads");
        slow.stopReading();
        int sent = 0;
        while (ladder("heads") == before) {
            write(writer, group, sent);
            sent += AT_ONCE;
        }
        slow.readOn();
        long told = sent + 1;
        slow.await(
                "a head of all",
                frame -> RawConnection.op(frame).equals("head")
                        && frame.get("seq").asLong() == told);
        Deadline.within(PATIENCE).awaitTrue("an entry in full", () -> {
            writer.write(send(group, Person.uuid(), 0));
            return slow.entries(group).stream()
                    .anyMatch(entry -> entry.get("seq").asLong() > told);
        });
        assertThat(slow.closed()).isFalse();
        List<Long> seqs = seqs(slow, group);
        assertThat(seqs).isSorted().doesNotHaveDuplicates();
        assertThat(seqs.stream().filter(seq -> seq <= told)).hasSizeLessThan((int) told - 1);
    }

    /** How often a reader of this server, which both tests on both transports share, came to that step. */
    private double ladder(String step) {
        return Metrics.of(server, "parley_gateway_ladder_total", "step=\"" + step + "\"");
    }

    /** What it got before, what it gets now and what it fetches between them is the log. */
    private static void assertHasEverythingOnce(
            Person person, RawConnection before, RawConnection now, String group, long last) {
        List<Long> had = seqs(before, group);
        assertThat(had).isEqualTo(dense(2, had.getLast()));
        long head = now.welcome().get("conversations").findValuesAsText("head").stream()
                .mapToLong(Long::parseLong)
                .max()
                .orElseThrow();
        assertThat(head).isEqualTo(last);
        List<Long> all = new ArrayList<>(had);
        long after = had.getLast();
        while (after < head) {
            JsonNode page = person.http()
                    .get("/v1/conversations/" + group + "/entries?limit=200&after=" + after)
                    .ok();
            page.get("entries").forEach(entry -> all.add(entry.get("seq").asLong()));
            after = all.getLast();
        }
        assertThat(all).isEqualTo(dense(2, last));
        assertThat(seqs(now, group)).isEmpty();
        assertThat(new TreeSet<>(all)).hasSize(MESSAGES);
    }

    /** Sends some messages at once, and waits for their answers. */
    private static void write(RawConnection writer, String group, int from) {
        for (int i = 0; i < AT_ONCE; i++) {
            writer.write(send(group, Person.uuid(), from + i + 1L));
        }
        awaitEntry(writer, group, from + AT_ONCE + 1L);
    }

    private static JsonNode send(String group, String id, long rid) {
        return Json.object("op", "send", "rid", rid, "conversation", group, "id", id, "text", TEXT);
    }

    private static void awaitEntry(RawConnection connection, String group, long seq) {
        connection.await(
                "entry " + seq,
                frame -> RawConnection.op(frame).equals("entry")
                        && frame.get("conversation").asText().equals(group)
                        && frame.get("seq").asLong() == seq);
    }

    private static List<JsonNode> heads(RawConnection connection, String group) {
        return connection.received().stream()
                .filter(frame -> RawConnection.op(frame).equals("head")
                        && frame.get("conversation").asText().equals(group))
                .toList();
    }

    private static List<Long> seqs(RawConnection connection, String group) {
        return connection.entries(group).stream()
                .map(entry -> entry.get("seq").asLong())
                .toList();
    }

    private static List<Long> dense(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
