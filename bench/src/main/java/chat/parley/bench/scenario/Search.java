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
import chat.parley.bench.client.Pause;
import chat.parley.bench.client.VirtualUser;
import chat.parley.bench.machine.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * Searches among a million messages of twelve words: by people in a handful of conversations, and by people in 200 groups, in
 * which a sixth of it was said. Words, pairs, beginnings and phrases alike, frequent ones frequently. Then: how long after it was sent
 * a message is found, while a thousand a second are sent. The entries come by the front door.
 */
public final class Search implements Scenario {
    private static final int USERS = 400;
    private static final int CONVERSATIONS_EACH = 5;
    private static final int GROUPS = 200;
    /** In all groups, and never connected. So many that none of them searches more often than one may. */
    private static final int READERS = 100;

    private static final int ENTRIES = 1_000_000;
    private static final int TEXT_WORDS = 12;
    private static final int REQUESTERS = 2;
    private static final int SECONDS = 20;
    private static final int RATE = 1_000;
    private static final int AT_ONCE = 200;
    private static final int BETWEEN_PROBES_MILLIS = 250;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SplittableRandom random = new SplittableRandom(1);

    @Override
    public void run(Run run) {
        int users = run.settings().usersOr(USERS);
        int seconds = run.settings().secondsOr(SECONDS);
        Api api = new Api(run.target().address());
        List<Identity> everybody = run.target().seed(users + READERS, CONVERSATIONS_EACH);
        List<Identity> writers = everybody.subList(0, users);
        List<Identity> readers = everybody.subList(users, everybody.size());
        groups(api, writers, readers);
        try (Loops loops = run.loops()) {
            Crowd crowd = new Crowd(loops, writers, new VirtualUser.Behaviour() {});
            crowd.connect(AT_ONCE, PATIENCE);
            Filling.fill(run, loops, crowd, run.settings().entriesOr(ENTRIES), this::say);
            VirtualUser first = crowd.users().getFirst();
            IndexProbe probe = new IndexProbe(api, first, group(first), readers);
            long behind = probe.millis(IndexProbe.ALL);
            run.keep(Step.of("the index has all").with("ms after the last", (double) behind));
            run.keep(ask(run, loops, "in a handful of conversations, by date", writers, "date", seconds));
            run.keep(ask(run, loops, "in 200 groups, by date", readers, "date", seconds));
            run.keep(ask(run, loops, "in 200 groups, by rank", readers, "rank", seconds));
            run.keep(lag(
                    run,
                    loops,
                    crowd,
                    probe,
                    run.settings().rate() == null ? RATE : run.settings().rate(),
                    seconds));
            crowd.leave();
        }
    }

    private static void groups(Api api, List<Identity> writers, List<Identity> readers) {
        for (int i = 0; i < GROUPS; i++) {
            List<Identity> members = new ArrayList<>();
            members.add(writers.get(2 * i % writers.size()));
            members.add(writers.get((2 * i + 1) % writers.size()));
            members.addAll(readers);
            api.group("Group " + i, members.stream().distinct().toList());
        }
    }

    /** On the user's loop; what is said is the same in every run. */
    private void say(VirtualUser user, Known conversation, long intendedNanos) {
        user.send(conversation, intendedNanos, Vocabulary.text(new SplittableRandom(intendedNanos), TEXT_WORDS));
    }

    private static Step ask(Run run, Loops loops, String name, List<Identity> people, String order, int seconds) {
        return Asking.ask(
                run,
                loops,
                name,
                REQUESTERS,
                seconds,
                random -> new Asking.Question(
                        "/v1/search?limit=20&order=" + order + "&q=" + query(random),
                        people.get(random.nextInt(people.size())).accessToken()));
    }

    private static String query(SplittableRandom random) {
        String word = Vocabulary.word(random);
        return switch (random.nextInt(4)) {
            case 0 -> word;
            case 1 -> word + "+" + Vocabulary.word(random);
            case 2 -> word.substring(0, Math.min(word.length(), 3)) + "*";
            default -> "%22" + word + "+" + Vocabulary.word(random) + "%22";
        };
    }

    /** Sends at the rate, and asks now and then how long it takes until a message is found. */
    private Step lag(Run run, Loops loops, Crowd crowd, IndexProbe probe, int rate, int seconds) {
        long start = System.nanoTime();
        List<Pacer> pacers = new ArrayList<>();
        for (Loop loop : loops.all()) {
            List<VirtualUser> mine = crowd.on(loop);
            SplittableRandom who = random.split();
            pacers.add(new Pacer(loop, (double) rate / loops.all().size(), start, due -> {
                        VirtualUser user = mine.get(who.nextInt(mine.size()));
                        say(
                                user,
                                user.conversations()
                                        .get(who.nextInt(user.conversations().size())),
                                due);
                    })
                    .start());
        }
        Usage before = run.target().parties().usage();
        Histogram millis = new Histogram(3);
        long end = start + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            millis.recordValue(probe.millis(PATIENCE));
            Pause.millis(BETWEEN_PROBES_MILLIS);
        }
        double took = (System.nanoTime() - start) / 1e9;
        Usage used = run.target().parties().usage().since(before);
        pacers.forEach(Pacer::stop);
        Step step = Step.of("found at %,d messages/s".formatted(rate))
                .with("p50 ms", (double) millis.getValueAtPercentile(50))
                .with("p95 ms", (double) millis.getValueAtPercentile(95))
                .with("most ms", (double) millis.getMaxValue())
                .with("probes", (double) millis.getTotalCount());
        return Figures.usage(step, used, took);
    }

    /** The conversation that the readers are in. */
    private static Known group(VirtualUser sender) {
        return sender.conversations().stream()
                .filter(conversation -> conversation.members() > 2)
                .findFirst()
                .orElseThrow();
    }
}
