package chat.parley.bench.scenario;

import chat.parley.bench.Run;
import chat.parley.bench.Scenario;
import chat.parley.bench.Step;
import chat.parley.bench.client.Api;
import chat.parley.bench.client.Crowd;
import chat.parley.bench.client.Known;
import chat.parley.bench.client.Loops;
import chat.parley.bench.client.VirtualUser;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Pages of 50 messages at a random place of a random one of 1,000 conversations with a million entries in all, and the
 * latest 50 of a hot one. 16 requesters, each asking again when it has its answer. The entries come by the front door, and the
 * search's index has them all before anything is asked.
 */
public final class History implements Scenario {
    private static final int USERS = 400;
    private static final int CONVERSATIONS_EACH = 5;
    private static final int ENTRIES = 1_000_000;
    private static final int REQUESTERS = 16;
    private static final int SECONDS = 20;
    private static final int AT_ONCE = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public void run(Run run) {
        int users = run.settings().usersOr(USERS);
        int seconds = run.settings().secondsOr(SECONDS);
        try (Loops loops = run.loops()) {
            Crowd crowd =
                    new Crowd(loops, run.target().seed(users, CONVERSATIONS_EACH), new VirtualUser.Behaviour() {});
            crowd.connect(AT_ONCE, PATIENCE);
            Filling.fill(run, loops, crowd, run.settings().entriesOr(ENTRIES), VirtualUser::send);
            VirtualUser hot = crowd.users().getFirst();
            Api api = new Api(run.target().address());
            long behind = new IndexProbe(api, hot, hot.conversations().getFirst(), List.of(hot.identity()))
                    .millis(IndexProbe.ALL);
            run.keep(Step.of("the index has all").with("ms after the last", (double) behind));
            run.keep(Asking.ask(
                    run, loops, "50 at a random place", REQUESTERS, seconds, random -> around(crowd, random)));
            run.keep(Asking.ask(run, loops, "the latest 50 of a hot one", REQUESTERS, seconds, _ -> latest(hot)));
            crowd.leave();
        }
    }

    private static Asking.Question around(Crowd crowd, SplittableRandom random) {
        VirtualUser user = crowd.users().get(random.nextInt(crowd.users().size()));
        Known known =
                user.conversations().get(random.nextInt(user.conversations().size()));
        long seq = 1 + random.nextLong(known.head());
        return new Asking.Question(
                "/v1/conversations/" + known.id() + "/messages?limit=50&around=" + seq,
                user.identity().accessToken());
    }

    private static Asking.Question latest(VirtualUser user) {
        return new Asking.Question(
                "/v1/conversations/" + user.conversations().getFirst().id() + "/messages?limit=50",
                user.identity().accessToken());
    }
}
