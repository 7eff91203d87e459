package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.Post;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final LogConfig SMALL = new LogConfig(1, 10, 1 << 20, 4, 64 << 10, Duration.ZERO, Duration.ZERO);

    private static Work.Message work(long sender, UUID id, @Nullable UUID prev, String text) {
        return Work.Message.of(Post.plain(new ConversationId(1), new UserId(sender), id, text, prev), outcome -> {});
    }

    @Test
    void putsTwinsInOneRow() {
        UUID id = UUID.randomUUID();
        Work.Message first = work(1, id, null, "a");
        Work.Message twin = work(1, id, null, "b");
        Work.Message stranger = work(2, id, null, "c");
        Batch batch = new Batch(SMALL);
        List.of(first, stranger, twin).forEach(batch::add);
        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.works(0)).containsExactly(first, twin);
        assertThat(batch.works(1)).containsExactly(stranger);
    }

    @Test
    void knowsWhichEarlierRowAMessageFollows() {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        Batch batch = new Batch(SMALL);
        batch.add(work(1, second, first, "too early"));
        batch.add(work(1, first, null, "first"));
        batch.add(work(1, UUID.randomUUID(), first, "after first"));
        batch.add(work(2, UUID.randomUUID(), first, "of another sender"));
        assertThat(List.of(batch.follows(0), batch.follows(1), batch.follows(2), batch.follows(3)))
                .containsExactly(0, 0, 2, 0);
    }

    @Test
    void leavesTheRetryOfAMessageThatFollowsAnotherToALaterBatch() {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        Batch batch = new Batch(SMALL);
        batch.add(work(1, second, first, "too early"));
        batch.add(work(1, first, null, "first"));
        assertThat(batch.fits(work(1, second, first, "in time"))).isFalse();
        assertThat(batch.fits(work(1, first, null, "a twin that follows nothing")))
                .isTrue();
    }

    @Test
    void isBoundedInWorksAndBytesButTakesOneOfAnySize() {
        Batch batch = new Batch(SMALL);
        Work.Message large = work(1, UUID.randomUUID(), null, "x".repeat(30_000));
        assertThat(batch.fits(large)).isTrue();
        batch.add(large);
        assertThat(batch.fits(work(1, UUID.randomUUID(), null, "small"))).isFalse();
        Batch full = new Batch(SMALL);
        for (int i = 0; i < 4; i++) {
            full.add(work(1, UUID.randomUUID(), null, "small"));
        }
        assertThat(full.fits(work(1, UUID.randomUUID(), null, "small"))).isFalse();
    }

    @Test
    void halvesKeepTheOrder() {
        Batch batch = new Batch(SMALL);
        for (int i = 0; i < 3; i++) {
            batch.add(work(1, UUID.randomUUID(), null, "text " + i));
        }
        List<Batch> halves = batch.halves();
        assertThat(halves.get(0).post(0).text()).isEqualTo("text 0");
        assertThat(halves.get(1).post(0).text()).isEqualTo("text 1");
        assertThat(halves.get(1).post(1).text()).isEqualTo("text 2");
    }
}
