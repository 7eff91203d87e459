package chat.parley.bench.scenario;

import chat.parley.bench.Run;
import chat.parley.bench.Scenario;
import chat.parley.bench.Step;
import chat.parley.bench.client.Api;
import chat.parley.bench.client.Crowd;
import chat.parley.bench.client.Identity;
import chat.parley.bench.client.Known;
import chat.parley.bench.client.Loop;
import chat.parley.bench.client.Loops;
import chat.parley.bench.client.Pacer;
import chat.parley.bench.client.VirtualUser;
import chat.parley.bench.machine.JvmMemory;
import chat.parley.wire.ClientFrame;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What readers who stop reading cost others, and the server: 50 pairs talk at a steady rate, beside a busy conversation that 1,000 people look at.
 * Three spans, and the same once more, since only spans of one run compare: all of them read; all have stopped, and are told
 * heads after a while; they are cut, read on, and come back. The busy conversation is as busy in each.
 */
public final class Slow implements Scenario {
    private static final int READERS = 1_000;
    private static final int PAIRS = 50;
    private static final int RATE = 200;
    private static final int ROUNDS = 2;
    private static final int SECONDS = 20;
    private static final int WARM_SECONDS = 5;
    private static final int POSTS_A_SECOND = 8;
    private static final int POST_BYTES = 12_000;
    private static final int AT_ONCE = 250;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public void run(Run run) {
        int readers = run.settings().usersOr(READERS);
        List<Identity> pairs = run.target().seed(2 * PAIRS, 1);
        List<Identity> members = run.target().seed(1 + readers, 0);
        String room = new Api(run.target().address()).group("busy", members);
        try (Loops near = run.loops();
                Loops far = run.loops(POST_BYTES)) {
            Crowd neighbours = new Crowd(near, pairs, new VirtualUser.Behaviour() {});
            neighbours.connect(AT_ONCE, PATIENCE);
            Crowd writer = new Crowd(far, members.subList(0, 1), new VirtualUser.Behaviour() {});
            writer.connect(1, PATIENCE);
            Readers behaviour = new Readers(room);
            Crowd crowd = new Crowd(far, members.subList(1, members.size()), behaviour);
            crowd.connect(AT_ONCE, PATIENCE);
            Pacer posts = posts(writer.users().getFirst());
            Load load = new Load(run, near, loop -> Pairs.inTurn(neighbours, loop));
            for (int round = 1; round <= ROUNDS; round++) {
                round(run, load, crowd, behaviour, round);
            }
            posts.stop();
            crowd.leave();
            writer.leave();
            neighbours.leave();
        }
    }

    private static Pacer posts(VirtualUser writer) {
        Loop loop = writer.loop();
        Known room = writer.conversations().getFirst();
        return new Pacer(loop, POSTS_A_SECOND, System.nanoTime(), due -> writer.send(room, due)).start();
    }

    private static void round(Run run, Load load, Crowd crowd, Readers behaviour, int number) {
        int seconds = run.settings().secondsOr(SECONDS);
        int rate = run.settings().rate() == null ? RATE : run.settings().rate();
        int readers = crowd.users().size();
        SlowWatch watch = new SlowWatch(run.target(), readers);

        Step reading = watch.during(
                () -> load.step("reading " + number, rate, Math.min(WARM_SECONDS, seconds), seconds), () -> {});
        run.keep(withHeap(run, reading));

        crowd.stopReading();
        Step stopped = watch.during(() -> load.step("stopped " + number, rate, 0, seconds), () -> {});
        run.keep(withHeap(run, stopped)
                .with("p50 to reading", ratio(stopped, reading, "delivery p50 ms"))
                .with("p99 to reading", ratio(stopped, reading, "delivery p99 ms")));

        behaviour.toldSlow.set(0);
        Step back = watch.during(() -> load.step("cut and back " + number, rate, 0, 2 * seconds), crowd::readOn);
        crowd.readOn();
        crowd.awaitWelcomed(readers, PATIENCE);
        run.keep(withHeap(run, back)
                .with("told slow, 4409", behaviour.toldSlow.get())
                .with("p50 to reading", ratio(back, reading, "delivery p50 ms"))
                .with("p99 to reading", ratio(back, reading, "delivery p99 ms")));
    }

    /** Collected between the spans, since a collection is itself a pause. */
    private static Step withHeap(Run run, Step step) {
        return step.with(
                "heap MiB", JvmMemory.heapKibibytes(run.target().parties().server()) / 1024);
    }

    private static double ratio(Step step, Step of, String figure) {
        return step.get(figure) / of.get(figure);
    }

    /** They look at the room, and come back to it. */
    private static final class Readers implements VirtualUser.Behaviour {
        private static final int SLOW = 4409;

        private final String room;
        private final AtomicInteger toldSlow = new AtomicInteger();

        Readers(String room) {
            this.room = room;
        }

        @Override
        public void welcomed(VirtualUser user) {
            user.say(new ClientFrame.Focus(List.of(room)));
        }

        @Override
        public void closed(VirtualUser user, int code) {
            if (code == SLOW) {
                toldSlow.incrementAndGet();
            }
        }
    }
}
