package chat.parley.sdk;

import static chat.parley.sdk.Entries.entry;
import static chat.parley.sdk.Entries.page;
import static chat.parley.sdk.Entries.state;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.wire.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SyncEngineTest {
    private final List<String> said = new ArrayList<>();
    private final SyncEngine sync = new SyncEngine(500, new SyncEngine.Sink() {
        @Override
        public void deliver(Entry entry) {
            said.add(entry.conversation() + entry.seq());
        }

        @Override
        public void fetch(String conversation, long after) {
            said.add("fetch " + conversation + " after " + after);
        }

        @Override
        public void skipped(String conversation, long after, long upTo) {
            said.add("skipped " + conversation + " " + after + ".." + upTo);
        }
    });

    @Test
    void deliversEntriesInTheOrderOfTheirNumbers() {
        sync.follow(state("c", 1, 7));
        sync.entry(entry("c", 8));
        sync.entry(entry("c", 9));
        assertThat(said).containsExactly("c8", "c9");
    }

    @Test
    void dropsWhatItHasDelivered() {
        sync.follow(state("c", 1, 7));
        sync.entry(entry("c", 8));
        sync.entry(entry("c", 8));
        sync.entry(entry("c", 3));
        assertThat(said).containsExactly("c8");
    }

    @Test
    void fetchesAGapOnceAndThenGoesOn() {
        sync.follow(state("c", 1, 7));
        sync.entry(entry("c", 10));
        sync.entry(entry("c", 11));
        assertThat(said).containsExactly("fetch c after 7");
        sync.page("c", page("c", 8, 11, 11));
        sync.entry(entry("c", 12));
        assertThat(said).containsExactly("fetch c after 7", "c8", "c9", "c10", "c11", "c12");
    }

    @Test
    void fetchesPageAfterPage() {
        sync.follow(state("c", 1, 0));
        sync.head("c", 5);
        sync.page("c", page("c", 1, 3, 5));
        sync.page("c", page("c", 4, 5, 5));
        assertThat(said).containsExactly("fetch c after 0", "c1", "c2", "c3", "fetch c after 3", "c4", "c5");
        assertThat(sync.isBehind()).isFalse();
    }

    @Test
    void deliversWhatFitsWhileAFetchIsUnderWay() {
        sync.follow(state("c", 1, 7));
        sync.head("c", 9);
        sync.entry(entry("c", 8));
        sync.page("c", page("c", 8, 9, 9));
        assertThat(said).containsExactly("fetch c after 7", "c8", "c9");
    }

    @Test
    void doesNotAskAgainAtOnceWhereAPageBringsNothing() {
        sync.follow(state("c", 1, 7));
        sync.head("c", 9);
        sync.page("c", new EntriesPage(List.of(), 7, 1));
        assertThat(said).containsExactly("fetch c after 7");
        assertThat(sync.isBehind()).isTrue();
        sync.resume();
        assertThat(said).containsExactly("fetch c after 7", "fetch c after 7");
    }

    @Test
    void triesAFailedFetchAgainWhenTold() {
        sync.follow(state("c", 1, 7));
        sync.head("c", 9);
        sync.resume();
        sync.failed("c");
        sync.resume();
        assertThat(said).containsExactly("fetch c after 7", "fetch c after 7");
    }

    @Test
    void takesAConversationThatIsNewFromItsBeginning() {
        sync.state(state("c", 1, 0));
        sync.entry(entry("c", 1));
        sync.state(state("d", 4, 5));
        assertThat(said).containsExactly("c1", "fetch d after 3");
    }

    @Test
    void findsNoGapBelowWhatTheCallerMaySee() {
        sync.follow(state("c", 1, 7));
        sync.state(state("c", 20, 21));
        assertThat(said).containsExactly("fetch c after 19");
        sync.page("c", new EntriesPage(List.of(entry("c", 21)), 21, 21));
        assertThat(said).containsExactly("fetch c after 19", "c21");
    }

    @Test
    void skipsAGapThatIsTooWideAndSaysSo() {
        sync.follow(state("c", 1, 7));
        sync.entry(entry("c", 508));
        sync.entry(entry("c", 509));
        assertThat(said).containsExactly("skipped c 7..508", "c509");
    }

    @Test
    void fetchesAGapOfJustTheLimit() {
        sync.follow(state("c", 1, 7));
        sync.entry(entry("c", 507));
        assertThat(said).containsExactly("fetch c after 7");
    }

    @Test
    void forgetsAConversationThatIsGone() {
        sync.follow(state("c", 1, 7));
        sync.head("c", 9);
        sync.gone("c");
        sync.page("c", page("c", 8, 9, 9));
        assertThat(said).containsExactly("fetch c after 7");
    }

    @Test
    void goesOnInAnotherProcessWithTheGapsItKnew() {
        sync.restore(new SyncPosition("x", Map.of("c", new SyncPosition.Reached(7, 9))));
        assertThat(sync.cursor()).isEqualTo("x");
        sync.resume();
        assertThat(said).containsExactly("fetch c after 7");
        assertThat(sync.position()).isEqualTo(new SyncPosition("x", Map.of("c", new SyncPosition.Reached(7, 9))));
    }

    @Test
    void hasNoPositionBeforeTheFirstCursor() {
        assertThat(sync.position()).isNull();
    }

    /** Live entries lost, doubled and late, pages short and stale: what comes out is the log. */
    @Test
    void deliversTheLogWhateverIsLostOnTheWay() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Replica replica = new Replica(random);
            for (long head = 1; head <= 60; head++) {
                replica.appended(head);
            }
            replica.settle(60);
            assertThat(replica.delivered).as("seed %d", seed).hasSize(60).isSorted();
        }
    }

    /** An engine before a log whose entries reach it as chance will have it. */
    private static final class Replica implements SyncEngine.Sink {
        private final List<Long> delivered = new ArrayList<>();
        private final Random random;
        private final SyncEngine engine = new SyncEngine(500, this);
        private long fetchAfter = -1;

        Replica(Random random) {
            this.random = random;
            engine.follow(state("c", 1, 0));
        }

        void appended(long head) {
            switch (random.nextInt(5)) {
                case 0 -> engine.head("c", head);
                case 1 -> engine.entry(entry("c", 1 + random.nextLong(head)));
                case 2 -> answer(head);
                default -> engine.entry(entry("c", head));
            }
        }

        void settle(long head) {
            engine.head("c", head);
            while (engine.isBehind()) {
                if (fetchAfter < 0) {
                    engine.resume();
                }
                answer(head);
            }
        }

        private void answer(long head) {
            if (fetchAfter < 0) {
                return;
            }
            long after = fetchAfter;
            fetchAfter = -1;
            if (random.nextInt(4) == 0) {
                engine.failed("c");
            } else {
                engine.page("c", page("c", after + 1, Math.min(head, after + 1 + random.nextInt(10)), head));
            }
        }

        @Override
        public void deliver(Entry entry) {
            delivered.add(entry.seq());
        }

        @Override
        public void fetch(String conversation, long after) {
            assertThat(fetchAfter).as("one fetch at a time").isNegative();
            fetchAfter = after;
        }

        @Override
        public void skipped(String conversation, long after, long upTo) {
            throw new AssertionError("nothing to skip");
        }
    }
}
