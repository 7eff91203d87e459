package chat.parley.bench.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Many virtual users, spread over the loops; the n-th is on the n-th loop, wrapping around. */
public final class Crowd {
    private static final int MARKS_A_SECOND = 50;

    private final Loops loops;
    private final List<VirtualUser> users = new ArrayList<>();

    public Crowd(Loops loops, List<Identity> identities, VirtualUser.Behaviour behaviour) {
        this(loops, identities, _ -> behaviour);
    }

    public Crowd(Loops loops, List<Identity> identities, IntFunction<VirtualUser.Behaviour> behaviours) {
        this.loops = loops;
        for (int i = 0; i < identities.size(); i++) {
            users.add(new VirtualUser(i, identities.get(i), loops.of(i), behaviours.apply(i)));
        }
    }

    public List<VirtualUser> users() {
        return users;
    }

    /** Those of one loop. */
    public List<VirtualUser> on(Loop loop) {
        return users.stream().filter(user -> user.loop() == loop).toList();
    }

    /**
     * Connects all and waits until they are welcomed.
     *
     * @param atOnce how many may be on their way at a time
     */
    public void connect(int atOnce, Duration patience) {
        for (int from = 0; from < users.size(); from += atOnce) {
            int to = Math.min(users.size(), from + atOnce);
            IntStream.range(from, to)
                    .mapToObj(users::get)
                    .forEach(user -> user.loop().execute(user::connect));
            awaitWelcomed(to, patience);
        }
    }

    /** Waits until the first {@code count} are welcomed. */
    public void awaitWelcomed(int count, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (welcomed() < count) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "only %,d of %,d users are connected after %s".formatted(welcomed(), count, patience));
            }
            Pause.millis(5);
        }
    }

    public int welcomed() {
        return loops
                .ask(loop ->
                        (int) on(loop).stream().filter(VirtualUser::isWelcomed).count())
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    public void stopReading() {
        loops.onEach(loop -> on(loop).forEach(VirtualUser::stopReading));
    }

    public void readOn() {
        loops.onEach(loop -> on(loop).forEach(VirtualUser::readOn));
    }

    public void leave() {
        loops.onEach(loop -> on(loop).forEach(VirtualUser::leave));
    }

    /** Lets each tell its markers once a second, spread over the second, until the pacers returned are stopped. */
    public List<Pacer> keepMarking() {
        List<Pacer> pacers = new ArrayList<>();
        for (Loop loop : loops.all()) {
            List<VirtualUser> mine = on(loop);
            pacers.add(new Pacer(loop, MARKS_A_SECOND, System.nanoTime(), new Marking(mine)::some).start());
        }
        return pacers;
    }

    /** Goes round, a fiftieth of all at a time. */
    private static final class Marking {
        private final List<VirtualUser> users;
        private int turn;

        Marking(List<VirtualUser> users) {
            this.users = users;
        }

        void some(long due) {
            for (int i = turn; i < users.size(); i += MARKS_A_SECOND) {
                users.get(i).mark();
            }
            turn = (turn + 1) % MARKS_A_SECOND;
        }
    }
}
