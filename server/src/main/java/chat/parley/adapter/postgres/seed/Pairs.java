package chat.parley.adapter.postgres.seed;

import java.util.ArrayList;
import java.util.List;

/** Who talks with whom: rounds of a tournament, in each of which everybody meets somebody new (the circle method). */
final class Pairs {
    private Pairs() {}

    /** Two places among the players. */
    record Pair(int one, int other) {}

    /**
     * The pairs of the first {@code rounds} rounds, or of all where there are fewer. Of an odd number of players one rests in
     * each round.
     */
    static List<Pair> of(int players, int rounds) {
        int circle = players % 2 == 0 ? players - 1 : players;
        List<Pair> pairs = new ArrayList<>();
        for (int round = 0; round < Math.min(rounds, circle); round++) {
            if (players % 2 == 0) {
                pairs.add(new Pair(round, players - 1));
            }
            for (int step = 1; step <= (circle - 1) / 2; step++) {
                pairs.add(new Pair(Math.floorMod(round - step, circle), (round + step) % circle));
            }
        }
        return pairs;
    }
}
