package chat.parley.adapter.caffeine;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.message.MessageLog.Slice;
import chat.parley.wire.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RunTest {
    private static final RecentConfig SMALL = new RecentConfig(1 << 20, 10, 1 << 20, 0, Duration.ZERO);

    private static Entry entry(long seq, String text) {
        return new Entry("c", seq, seq, Instant.EPOCH, "u", Entry.Message.plain("id" + seq, text));
    }

    private static List<Entry> entries(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(seq -> entry(seq, "t")).toList();
    }

    private static Run run(long from, long to) {
        return Run.of(entries(from, to), to, SMALL);
    }

    @Property(tries = 500)
    void saysWhatTheLogSaysOrNothing(
            @ForAll @IntRange(min = 1, max = 30) int head,
            @ForAll @IntRange(max = 30) int read,
            @ForAll @IntRange(max = 30) int appended,
            @ForAll @IntRange(max = 70) int after,
            @ForAll @IntRange(min = 1, max = 20) int limit) {
        Run run = run(Math.max(1, head - read), head);
        for (int seq = head + 1; seq <= head + appended; seq++) {
            run = run.with(entry(seq, "t"), SMALL);
        }
        long newest = head + appended;
        Optional<Slice> found = run.after(after, limit, Integer.MAX_VALUE);

        assertThat(run.entries()).hasSizeLessThanOrEqualTo(10);
        assertThat(run.first()).isEqualTo(run.entries().getFirst().seq());
        if (after + 1 >= run.first()) {
            assertThat(found).contains(new Slice(entries(after + 1L, Math.min(newest, (long) after + limit)), newest));
        } else {
            assertThat(found).isEmpty();
        }
    }

    @Test
    void cutsAfterTheEntryThatReachesTheBytesButGivesOneAtLeast() {
        List<Entry> large = List.of(entry(1, "x".repeat(1_000)), entry(2, "x".repeat(1_000)), entry(3, "x"));
        Run run = Run.of(large, 3, SMALL);
        assertThat(run.after(0, 50, 3_000)).contains(new Slice(large.subList(0, 2), 3));
        assertThat(run.after(0, 50, 1)).contains(new Slice(large.subList(0, 1), 3));
    }

    @Test
    void keepsNoMoreBytesThanItMayAndNothingOfWhatIsTooLarge() {
        RecentConfig bounds = new RecentConfig(1 << 20, 10, 3_000, 0, Duration.ZERO);
        Run run = Run.of(entries(1, 10), 10, bounds);
        assertThat(run.bytes()).isBetween(2_400L, 3_000L);
        assertThat(run.first()).isGreaterThan(1);

        Run over = run.with(entry(11, "x".repeat(10_000)), bounds);
        assertThat(over.entries()).isEmpty();
        assertThat(over.head()).isEqualTo(11);
        assertThat(over.after(10, 5, 1_000)).isEmpty();
        assertThat(over.after(11, 5, 1_000)).contains(new Slice(List.of(), 11));
        assertThat(over.with(entry(12, "t"), bounds).after(11, 5, 1_000)).contains(new Slice(entries(12, 12), 12));
    }
}
