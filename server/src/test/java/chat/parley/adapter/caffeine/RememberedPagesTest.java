package chat.parley.adapter.caffeine;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.preview.Pages;
import chat.parley.core.preview.Preview;
import chat.parley.core.preview.PreviewConfig;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A page is looked at once. */
class RememberedPagesTest {
    private static final URI LINK = URI.create("https://a.example/");
    private static final Pages.Look FOUND = new Pages.Look.Found(new Preview("A title", null, "a.example", null));

    /** Gives what it was told to, one after the other. */
    private static final class Told implements Pages {
        private final Queue<Look> looks;
        private final CountDownLatch held;

        Told(int held, Look... looks) {
            this.looks = new ArrayDeque<>(List.of(looks));
            this.held = new CountDownLatch(held);
        }

        @Override
        public Optional<Look> known(URI link) {
            return Optional.empty();
        }

        @Override
        public Look look(URI link) {
            try {
                held.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            return looks.remove();
        }
    }

    @Test
    void isKnownFromThenOn() {
        try (RememberedPages pages = remembered(new Told(0, FOUND))) {
            assertThat(pages.known(LINK)).isEmpty();
            assertThat(pages.look(LINK)).isEqualTo(FOUND);
            assertThat(pages.known(LINK)).contains(FOUND);
            assertThat(pages.look(LINK)).isEqualTo(FOUND);
        }
    }

    @Test
    void isLookedAtOnceForAllWhoAskMeanwhile() {
        Told told = new Told(1, FOUND);
        try (RememberedPages pages = remembered(told)) {
            var first = CompletableFuture.supplyAsync(() -> pages.look(LINK));
            var second = CompletableFuture.supplyAsync(() -> pages.look(LINK));
            told.held.countDown();
            assertThat(first.join()).isEqualTo(second.join());
        }
    }

    @Test
    void isLookedAtAgainWhereThereWasNoPlace() {
        try (RememberedPages pages = remembered(new Told(0, new Pages.Look.Busy(), FOUND))) {
            assertThat(pages.look(LINK)).isInstanceOf(Pages.Look.Busy.class);
            assertThat(pages.look(LINK)).isEqualTo(FOUND);
        }
    }

    private static RememberedPages remembered(Pages pages) {
        return new RememberedPages(pages, PreviewConfig.defaults());
    }
}
