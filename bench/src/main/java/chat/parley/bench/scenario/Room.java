package chat.parley.bench.scenario;

import chat.parley.bench.Run;
import chat.parley.bench.Scenario;
import chat.parley.bench.Step;
import chat.parley.bench.client.Api;
import chat.parley.bench.client.Crowd;
import chat.parley.bench.client.Identity;
import chat.parley.bench.client.Known;
import chat.parley.bench.client.Loops;
import chat.parley.bench.client.VirtualUser;
import chat.parley.bench.floor.FanOutFloor;
import chat.parley.bench.machine.Usage;
import chat.parley.bench.server.BenchFailure;
import chat.parley.wire.ClientFrame;
import java.time.Duration;
import java.util.List;

/**
 * One conversation that 5,000 people look at: a message is said again when all have the last one, and eight at once. The
 * same rounds on bare sockets, in the same run, are the floor.
 */
public final class Room implements Scenario {
    private static final int MEMBERS = 5_000;
    private static final int BURST = 8;
    private static final int SECONDS = 20;
    private static final int WARM_SECONDS = 5;
    private static final int AT_ONCE = 250;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public void run(Run run) {
        int members = run.settings().usersOr(MEMBERS);
        int seconds = run.settings().secondsOr(SECONDS);
        int warm = Math.min(WARM_SECONDS, seconds);
        Step oneBare;
        Step manyBare;
        try (FanOutFloor bare = new FanOutFloor(members, run.settings().threads())) {
            oneBare = run.keep(bare.measure("bare, one at a time", 1, warm, seconds));
            manyBare = run.keep(bare.measure("bare, eight", BURST, warm, seconds));
        }
        List<Identity> people = run.target().seed(members, 0);
        String room = new Api(run.target().address()).group("room", people);
        try (Loops loops = run.loops()) {
            Focus focus = new Focus(room);
            Crowd crowd = new Crowd(loops, people, focus);
            crowd.connect(AT_ONCE, PATIENCE);
            run.keep(share(measure(run, crowd, focus, "one at a time", 1, warm, seconds), oneBare));
            run.keep(share(measure(run, crowd, focus, "eight", BURST, warm, seconds), manyBare));
            crowd.leave();
        }
    }

    private static Step measure(Run run, Crowd crowd, Focus focus, String name, int burst, int warm, int seconds) {
        List<VirtualUser> members = crowd.users();
        long deliveries = (long) members.size() * burst;
        int[] turn = {0};
        // each round another member speaks: the limit of sends is a person's
        Rounds rounds = new Rounds(deliveries, () -> {
            VirtualUser speaker = members.get(turn[0]++ % members.size());
            speaker.loop().execute(() -> speak(speaker, focus.room, burst));
        });
        focus.rounds = rounds;
        Usage before = run.target().parties().usage();
        Step step = rounds.run(name, warm, seconds);
        Usage used = run.target().parties().usage().since(before);
        return Figures.usage(step, used, warm + seconds);
    }

    private static void speak(VirtualUser speaker, String room, int times) {
        Known known = speaker.conversations().stream()
                .filter(each -> each.id().equals(room))
                .findFirst()
                .orElseThrow(() -> new BenchFailure("A member does not know the room."));
        for (int i = 0; i < times; i++) {
            speaker.send(known, System.nanoTime());
        }
    }

    private static Step share(Step ours, Step bare) {
        return ours.with("share of bare", ours.get("deliveries/s") / bare.get("deliveries/s"));
    }

    /** Looks at the room, and tells what comes. */
    private static final class Focus implements VirtualUser.Behaviour {
        private final String room;
        private volatile Rounds rounds = new Rounds(0, () -> {});

        Focus(String room) {
            this.room = room;
        }

        @Override
        public void welcomed(VirtualUser user) {
            user.say(new ClientFrame.Focus(List.of(room)));
        }

        @Override
        public void entry(VirtualUser user, Known conversation) {
            rounds.delivered();
        }
    }
}
