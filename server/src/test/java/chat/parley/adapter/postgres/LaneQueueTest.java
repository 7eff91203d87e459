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

    private static List<Work> take(LaneQueue queue, int most, long waitNanos) throws InterruptedException {
        List<Work> taken = new ArrayList<>();
        queue.take(taken, most, waitNanos);
        return taken;
    }

    @Test
    void countsWhatWasTakenUntilItIsSettled() throws InterruptedException {
        LaneQueue queue = new LaneQueue(2, 1 << 20);
        Work first = work("a");
        assertThat(queue.offer(first)).isTrue();
        assertThat(queue.offer(work("b"))).isTrue();
        assertThat(take(queue, 1, -1)).containsExactly(first);
        assertThat(queue.offer(work("c"))).isFalse();
        queue.settled(first);
        assertThat(queue.offer(work("c"))).isTrue();
    }

    @Test
    void boundsTheBytes() {
        LaneQueue queue = new LaneQueue(100, 1_000);
        assertThat(queue.offer(work("x".repeat(200)))).isTrue();
        assertThat(queue.offer(work("x".repeat(200)))).isFalse();
        assertThat(queue.offer(work(""))).isTrue();
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
        assertThat(queue.offer(only)).isTrue();
        queue.gather(1, 2);
        assertThat(take(queue, 5, -1)).containsExactly(only);
    }

    /** For hours, if none of these ended it. */
    @Test
    void gathersUntilEnoughWaitOrItIsWokenOrClosed() throws InterruptedException {
        LaneQueue queue = new LaneQueue(10, 1_000);
        Thread.ofVirtual().start(() -> {
            assertThat(queue.offer(work("one"))).isTrue();
            assertThat(queue.offer(work("two"))).isTrue();
        });
        queue.gather(Long.MAX_VALUE, 2);
        assertThat(take(queue, 5, -1)).hasSize(2);
        Thread.ofVirtual().start(queue::wake);
        queue.gather(Long.MAX_VALUE, 2);
        assertThat(take(queue, 5, -1)).isEmpty();
        Thread.ofVirtual().start(queue::close);
        queue.gather(Long.MAX_VALUE, 2);
        assertThat(queue.offer(work("too late"))).isFalse();
    }

    @Test
    void finishesWhenItIsClosedAndAllIsSettled() throws InterruptedException {
        LaneQueue queue = new LaneQueue(2, 1_000);
        Work last = work("last");
        assertThat(queue.offer(last)).isTrue();
        queue.close();
        assertThat(queue.offer(work("too late"))).isFalse();
        assertThat(queue.finished()).isFalse();
        assertThat(take(queue, 5, -1)).containsExactly(last);
        queue.settled(last);
        assertThat(queue.finished()).isTrue();
        assertThat(take(queue, 5, -1)).isEmpty();
    }
}
