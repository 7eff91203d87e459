package chat.parley.bench.scenario;

import chat.parley.bench.Run;
import chat.parley.bench.client.Crowd;
import chat.parley.bench.client.Known;
import chat.parley.bench.client.Loop;
import chat.parley.bench.client.Loops;
import chat.parley.bench.client.Pause;
import chat.parley.bench.client.VirtualUser;
import chat.parley.bench.server.BenchFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fills conversations by the front door: sends until its loop's share is acknowledged. Confined to the loop, but for {@link #done}. */
final class Filling {
    private static final int IN_FLIGHT = 40;
    /** Of all users together: less than the log's queue takes. */
    private static final int IN_FLIGHT_TOGETHER = 4_000;
    /** Below what a user may send. */
    private static final int A_SECOND = 90;

    private static final long PAUSE_NANOS = 1_000_000;

    /** Sends one message, on the user's loop. */
    interface Sending {
        void send(VirtualUser user, Known conversation, long intendedNanos);
    }

    private final Loop loop;
    private final List<VirtualUser> users;
    private final int entries;
    private final int window;
    private final Sending sending;
    private final long start = System.nanoTime();
    private int sent;
    private volatile boolean done;

    private Filling(Loop loop, List<VirtualUser> users, int entries, int window, Sending sending) {
        this.loop = loop;
        this.users = users;
        this.entries = entries;
        this.window = window;
        this.sending = sending;
    }

    /** Everybody keeps a few sends on their way until there are as many as wanted. Fails where one is refused. */
    static void fill(Run run, Loops loops, Crowd crowd, int entries, Sending sending) {
        loops.onEach(loop -> loop.tally().record(Long.MIN_VALUE, Long.MAX_VALUE));
        List<Filling> fillings = new ArrayList<>();
        for (Loop loop : loops.all()) {
            List<VirtualUser> mine = crowd.on(loop);
            int share = (int) ((long) entries * mine.size() / crowd.users().size());
            int window = Math.min(
                    mine.size() * IN_FLIGHT, IN_FLIGHT_TOGETHER / loops.all().size());
            Filling filling = new Filling(loop, mine, share, window, sending);
            fillings.add(filling);
            loop.execute(filling::turn);
        }
        while (!fillings.stream().allMatch(filling -> filling.done)) {
            Pause.millis(2_000);
            long acked = loops.ask(loop -> loop.tally().acked()).stream()
                    .mapToLong(Long::longValue)
                    .sum();
            run.say("%,d of %,d entries are there".formatted(acked, entries));
            for (Map<String, Long> refused :
                    loops.ask(loop -> loop.tally().span().refused())) {
                if (!refused.isEmpty()) {
                    throw new BenchFailure("Sends were refused: " + refused);
                }
            }
        }
    }

    private void turn() {
        long acked = loop.tally().acked();
        double seconds = (System.nanoTime() - start) / 1e9;
        long allowed = (long) (window + users.size() * A_SECOND * seconds);
        long room = Math.min(Math.min(entries, allowed) - sent, window - (sent - acked));
        for (int i = 0; i < room; i++) {
            VirtualUser user = users.get(sent % users.size());
            List<Known> conversations = user.conversations();
            sending.send(user, conversations.get(sent / users.size() % conversations.size()), System.nanoTime());
            sent++;
        }
        done = acked >= entries;
        if (!done) {
            loop.afterNanos(PAUSE_NANOS, this::turn);
        }
    }
}
