package chat.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PollOutboxTest {
    private static final int PLENTY = 1_000;

    private final PollOutbox outbox = new PollOutbox();

    @Test
    void numbersFromZeroAndReturnsWhatIsNotAcknowledgedAgain() {
        add("{\"a\":1}", "{\"b\":2}");
        assertThat(answer()).isEqualTo("{\"next\":2,\"frames\":[{\"a\":1},{\"b\":2}]}");
        assertThat(outbox.acknowledge(1)).isTrue();
        add("{\"c\":3}");
        assertThat(answer()).isEqualTo("{\"next\":3,\"frames\":[{\"b\":2},{\"c\":3}]}");
        assertThat(outbox.acknowledge(3)).isTrue();
        assertThat(answer()).isEqualTo("{\"next\":3,\"frames\":[]}");
        assertThat(outbox.bytes()).isZero();
    }

    @Test
    void refusesAnAcknowledgementOfWhatWasNeverReturned() {
        add("{}", "{}");
        outbox.answer("", 1, PLENTY);
        assertThat(outbox.acknowledge(2)).isFalse();
        assertThat(outbox.bytes()).as("and keeps everything").isEqualTo(4 + 2 * PollOutbox.KEEPING_BYTES);
    }

    @Test
    void forgetsNothingByAnAcknowledgementFromBefore() {
        add("{}", "{}");
        answer();
        outbox.acknowledge(2);
        assertThat(outbox.acknowledge(1)).isTrue();
        assertThat(answer()).isEqualTo("{\"next\":2,\"frames\":[]}");
    }

    @Test
    void cutsAPageByItsBytesButReturnsOneFrameAtLeast() {
        add("{\"large\":\"xxxxxxxxxx\"}", "{}", "{}", "{}");
        assertThat(outbox.answer("", PLENTY, 5)).asString().contains("large").contains("\"next\":1,");
        outbox.acknowledge(1);
        assertThat(outbox.answer("", PLENTY, 5)).asString().isEqualTo("{\"next\":3,\"frames\":[{},{}]}");
    }

    @Test
    void saysTheCloseWithTheLastFrameAndIsSpentOnceThatIsAcknowledged() {
        add("{}", "{\"op\":\"bye\"}");
        outbox.close(4401);
        assertThat(outbox.answer("", 1, PLENTY)).asString().isEqualTo("{\"next\":1,\"frames\":[{}]}");
        outbox.acknowledge(1);
        assertThat(answer()).isEqualTo("{\"next\":2,\"frames\":[{\"op\":\"bye\"}],\"closed\":4401}");
        assertThat(outbox.spent()).isFalse();
        assertThat(outbox.hasNews()).isTrue();
        outbox.acknowledge(2);
        assertThat(outbox.spent()).isTrue();
        assertThat(outbox.hasNews()).isFalse();
    }

    @Test
    void saysTheCloseWhereThereIsNoFrameToSayItWith() {
        outbox.close(4408);
        assertThat(outbox.hasNews()).isTrue();
        assertThat(answer()).isEqualTo("{\"next\":0,\"frames\":[],\"closed\":4408}");
        assertThat(outbox.spent()).isTrue();
    }

    /** A client that loses some responses and repeats its last acknowledgement has each frame once, in order. */
    @Property(tries = 200)
    void whateverResponsesAreLostTheClientHasEachFrameOnce(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 5) Integer> added,
            @ForAll @Size(min = 40, max = 40) List<Boolean> lost,
            @ForAll @IntRange(min = 1, max = 60) int pageBytes) {
        PollOutbox tried = new PollOutbox();
        List<String> sent = new ArrayList<>();
        List<String> received = new ArrayList<>();
        for (int round = 0; round < added.size(); round++) {
            for (int i = 0; i < added.get(round); i++) {
                sent.add("{\"n\":" + sent.size() + "}");
                tried.add(json(sent.getLast()));
            }
            assertThat(tried.acknowledge(received.size())).isTrue();
            String answer = new String(tried.answer("", PLENTY, pageBytes), StandardCharsets.UTF_8);
            if (!lost.get(round)) {
                take(answer, received);
            }
        }
        while (received.size() < sent.size()) {
            tried.acknowledge(received.size());
            take(new String(tried.answer("", PLENTY, pageBytes), StandardCharsets.UTF_8), received);
        }
        assertThat(received).isEqualTo(sent);
        tried.release();
        assertThat(tried.bytes()).isZero();
    }

    private static void take(String answer, List<String> received) {
        String frames = answer.substring(answer.indexOf('[') + 1, answer.indexOf(']'));
        if (!frames.isEmpty()) {
            received.addAll(List.of(frames.split(",", -1)));
        }
    }

    private void add(String... frames) {
        for (String frame : frames) {
            outbox.add(json(frame));
        }
    }

    private String answer() {
        return new String(outbox.answer("", PLENTY, PLENTY), StandardCharsets.UTF_8);
    }

    private static ByteBuf json(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
