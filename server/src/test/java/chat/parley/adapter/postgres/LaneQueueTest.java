package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.Post;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class LaneQueueTest {
    private static Work.Message work(String text) {
        return Work.Message.of(
                Post.plain(new ConversationId(1), new UserId(1), UUID.randomUUID(), text, null), outcome -> {});
    }

    private static boolean offer(LaneQueue queue, Work work) {
        return queue.offer(List.of(work)).isEmpty();
    }

    private static List<Work> take(LaneQueue queue, int most, long waitNanos) throws InterruptedException {
        List<Work> taken = new ArrayList<>();
        queue.take(taken, most, waitNanos);
        return taken;
    }

    @Test
    void countsWhatWasTakenUntilItIsSettled() throws InterruptedException {
        LaneQueue queue = new LaneQueue(2, 1 << 20);
        Work first = work("a");
        assertThat(offer(queue, first)).isTrue();
        assertThat(offer(queue, work("b"))).isTrue();
        assertThat(take(queue, 1, -1)).containsExactly(first);
        assertThat(offer(queue, work("c"))).isFalse();
        queue.settled(first);
        assertThat(offer(queue, work("c"))).isTrue();
    }

    @Test
    void takesInTogetherWhatFitsAndReturnsTheRest() throws InterruptedException {
        LaneQueue queue = new LaneQueue(3, 1_000);
        Work large = work("x".repeat(300));
        Work late = work("late");
        List<Work> fit = List.of(work("a"), work("b"), work("c"));
        assertThat(queue.offer(List.of(fit.get(0), large, fit.get(1), fit.get(2), late)))
                .containsExactly(large, late);
        assertThat(take(queue, 5, -1)).containsExactlyElementsOf(fit);
    }

    @Test
    void boundsTheBytes() {
        LaneQueue queue = new LaneQueue(100, 1_000);
        assertThat(offer(queue, work("x".repeat(200)))).isTrue();
        assertThat(offer(queue, work("x".repeat(200)))).isFalse();
        assertThat(offer(queue, work(""))).isTrue();
    }

    @Test
    void givesNothingAfterTheTimeOrAWake() throws InterruptedException {
        LaneQueue queue = new LaneQueue(2, 1_000);
        assertThat(take(queue, 1, 1)).isEmpty();
        queue.wake();
        assertThat(take(queue, 1, -1)).isEmpty();
    }

    @Test
    void gathersNoLongerThanItIsToldTo() throws InterruptedException {
        LaneQueue queue = new LaneQueue(2, 1_000);
        Work only = work("only");
        assertThat(offer(queue, only)).isTrue();
        queue.gather(1, 2);
        assertThat(take(queue, 5, -1)).containsExactly(only);
    }

    /** For hours, if none of these ended it. */
    @Test
    void gathersUntilEnoughWaitOrItIsWokenOrClosed() throws InterruptedException {
        LaneQueue queue = new LaneQueue(10, 1_000);
        Thread.ofVirtual().start(() -> {
            assertThat(offer(queue, work("one"))).isTrue();
            assertThat(offer(queue, work("two"))).isTrue();
        });
        queue.gather(Long.MAX_VALUE, 2);
        assertThat(take(queue, 5, -1)).hasSize(2);
        Thread.ofVirtual().start(queue::wake);
        queue.gather(Long.MAX_VALUE, 2);
        assertThat(take(queue, 5, -1)).isEmpty();
        Thread.ofVirtual().start(queue::close);
        queue.gather(Long.MAX_VALUE, 2);
        assertThat(offer(queue, work("too late"))).isFalse();
    }

    @Test
    void finishesWhenItIsClosedAndAllIsSettled() throws InterruptedException {
        LaneQueue queue = new LaneQueue(2, 1_000);
        Work last = work("last");
        assertThat(offer(queue, last)).isTrue();
        queue.close();
        assertThat(offer(queue, work("too late"))).isFalse();
        assertThat(queue.finished()).isFalse();
        assertThat(take(queue, 5, -1)).containsExactly(last);
        queue.settled(last);
        assertThat(queue.finished()).isTrue();
        assertThat(take(queue, 5, -1)).isEmpty();
    }
}
