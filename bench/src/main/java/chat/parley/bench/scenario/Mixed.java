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
import chat.parley.wire.ClientFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * A company at work: 1,000 people, each with five others to talk to in private, and three conversations that all of them are in.
 * So many times a second somebody turns to a conversation and looks at it. A third of them only read; the others type,
 * and say one to four things, seconds apart. Now and then one loses the connection, and comes back. All tell their markers.
 */
public final class Mixed implements Scenario {
    private static final int PEOPLE = 1_000;
    private static final int CONVERSATIONS = 5;
    private static final int LARGE_CONVERSATIONS = 3;
    private static final int TURNS_A_SECOND = 100;
    private static final int SECONDS = 60;
    private static final int WARM_SECONDS = 10;
    private static final int AT_ONCE = 250;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public void run(Run run) {
        int seconds = run.settings().secondsOr(SECONDS);
        int turns =
                run.settings().rate() == null ? TURNS_A_SECOND : run.settings().rate();
        List<Identity> identities = run.target().seed(run.settings().usersOr(PEOPLE), CONVERSATIONS);
        Api api = new Api(run.target().address());
        List<String> large = new ArrayList<>();
        for (int i = 1; i <= LARGE_CONVERSATIONS; i++) {
            large.add(api.group("everybody " + i, identities));
        }
        try (Loops loops = run.loops()) {
            Returns returns = new Returns();
            Crowd crowd = new Crowd(loops, identities, returns);
            crowd.connect(AT_ONCE, PATIENCE);
            List<Pacer> marking = crowd.keepMarking();
            Load load = new Load(run, loops, loop -> new People(crowd.on(loop), large));
            Step step = load.step("people", turns, Math.min(WARM_SECONDS, seconds), seconds);
            marking.forEach(Pacer::stop);
            crowd.awaitWelcomed(identities.size(), PATIENCE);
            run.keep(describe(step, returns, seconds));
            crowd.leave();
        }
    }

    /** What {@link Load} found, in terms of a scenario in which a message has many readers. */
    private static Step describe(Step load, Returns returns, int seconds) {
        double sent = Math.max(1, load.get("sent"));
        Step step = Step.of(load.name())
                .with("turns/s", load.get("offered/s"))
                .with("sent/s", load.get("sent") / seconds)
                .with("deliveries a message", load.get("delivered/s") * seconds / sent)
                .with("connections lost", returns.lost.get());
        load.figures().forEach((figure, value) -> {
            if (!List.of("offered/s", "sent", "delivered/s", "delivered share").contains(figure)
                    && !figure.endsWith("a message")) {
                step.with(figure, value);
            }
        });
        double ours = load.get("server CPUs") + load.get("database CPUs");
        return step.with("server + database CPU ms a message", ours * seconds * 1_000 / sent);
    }

    private static final class Returns implements VirtualUser.Behaviour {
        private final AtomicInteger lost = new AtomicInteger();

        @Override
        public void closed(VirtualUser user, int code) {
            lost.incrementAndGet();
        }
    }

    /** Those of one loop: each call is somebody's turn. Confined to the loop. */
    private static final class People implements LongConsumer {
        private static final int LOSE_THE_CONNECTION = 100;
        private static final int ONLY_READ = 3;
        private static final int TO_EVERYBODY = 20;
        private static final int MOST_MESSAGES = 4;
        private static final long SHORTEST_PAUSE_NANOS = 500_000_000;
        private static final long LONGEST_PAUSE_NANOS = 3_000_000_000L;

        private final List<VirtualUser> all;
        private final List<String> large;
        private final SplittableRandom random;

        People(List<VirtualUser> all, List<String> large) {
            this.all = all;
            this.large = large;
            this.random = new SplittableRandom(all.size());
        }

        @Override
        public void accept(long due) {
            VirtualUser user = all.get(random.nextInt(all.size()));
            if (!user.isWelcomed()) {
                return;
            }
            if (oneIn(LOSE_THE_CONNECTION) && !user.waits()) {
                user.cut();
                return;
            }
            Known place = place(user, oneIn(TO_EVERYBODY));
            user.say(new ClientFrame.Focus(List.of(place.id())));
            if (!oneIn(ONLY_READ)) {
                type(user, place, 1 + random.nextInt(MOST_MESSAGES));
            }
        }

        private Known place(VirtualUser user, boolean everybody) {
            List<Known> places = user.conversations().stream()
                    .filter(known -> large.contains(known.id()) == everybody)
                    .toList();
            return places.get(random.nextInt(places.size()));
        }

        /** Says that it types, and a while later a message; then the next one. */
        private void type(VirtualUser user, Known place, int left) {
            if (left == 0 || !user.isWelcomed()) {
                return;
            }
            user.say(new ClientFrame.Typing(place.id()));
            long pause = random.nextLong(SHORTEST_PAUSE_NANOS, LONGEST_PAUSE_NANOS);
            long due = System.nanoTime() + pause;
            Loop loop = user.loop();
            loop.afterNanos(pause, () -> {
                if (user.isWelcomed()) {
                    user.send(place, due);
                    type(user, place, left - 1);
                }
            });
        }

        private boolean oneIn(int many) {
            return random.nextInt(many) == 0;
        }
    }
}
