package chat.parley.bench.scenario;

import chat.parley.bench.Run;
import chat.parley.bench.Scenario;
import chat.parley.bench.client.Crowd;
import chat.parley.bench.client.Loop;
import chat.parley.bench.client.Loops;
import chat.parley.bench.client.Pacer;
import chat.parley.bench.client.VirtualUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * People who talk in twos: 200 pairs, everybody sends, everybody tells markers once a second. At a given rate, or at the
 * highest one at which 98 % arrive, 99 % of them within 200 ms.
 */
public final class Pairs implements Scenario {
    private static final int PAIRS = 200;
    private static final int SECONDS = 60;
    private static final int WARM_SECONDS = 5;
    private static final int PROBE_SECONDS = 8;
    private static final int FIRST_RATE = 1_000;
    private static final int AT_ONCE = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public void run(Run run) {
        int pairs = run.settings().usersOr(PAIRS);
        int seconds = run.settings().secondsOr(SECONDS);
        int warm = Math.min(WARM_SECONDS, seconds);
        try (Loops loops = run.loops()) {
            Crowd crowd = new Crowd(loops, run.target().seed(2 * pairs, 1), new VirtualUser.Behaviour() {});
            crowd.connect(AT_ONCE, PATIENCE);
            List<Pacer> marking = run.settings().marks() ? crowd.keepMarking() : List.of();
            Load load = new Load(run, loops, loop -> inTurn(crowd, loop));
            Integer rate = run.settings().rate();
            if (rate != null) {
                run.keep(load.step(pairs + " pairs", rate, warm, seconds));
            } else {
                int probe = Math.min(PROBE_SECONDS, seconds);
                Ceiling.find(
                        FIRST_RATE,
                        offered -> run.keep(load.step(name("probe", offered), offered, warm, probe)),
                        offered -> run.keep(load.step(name("ceiling", offered), offered, warm, seconds)));
            }
            marking.forEach(Pacer::stop);
            crowd.leave();
        }
    }

    private static String name(String kind, double offered) {
        return "%s %,.0f".formatted(kind, offered);
    }

    /** Everybody in turn, in an order that is not that of the pairs. */
    static LongConsumer inTurn(Crowd crowd, Loop loop) {
        List<VirtualUser> order = new ArrayList<>(crowd.on(loop));
        Collections.shuffle(order, new Random(order.size()));
        return new LongConsumer() {
            private int next;

            @Override
            public void accept(long due) {
                VirtualUser user = order.get(next++ % order.size());
                user.send(user.conversations().getFirst(), due);
            }
        };
    }
}
