package chat.parley.bench.scenario;

import chat.parley.bench.Step;
import java.util.function.DoubleFunction;

/** Finds the highest rate that is still good: doubles until it is not, then halves the space between. */
final class Ceiling {
    private static final double NEAR_ENOUGH = 1.12;
    private static final double STEP_BACK = 0.9;
    private static final int CONFIRMATIONS = 4;

    private Ceiling() {}

    /**
     * @param probe measures a rate for a short time
     * @param confirm measures it for as long as the target asks
     * @return the first rate, from the best one downwards, that was confirmed; else the last that was tried
     */
    static Step find(double from, DoubleFunction<Step> probe, DoubleFunction<Step> confirm) {
        double good = from / 2;
        double bad = from;
        while (Load.isGood(probe.apply(bad))) {
            good = bad;
            bad *= 2;
        }
        while (bad / good > NEAR_ENOUGH) {
            double middle = Math.sqrt(good * bad);
            if (Load.isGood(probe.apply(middle))) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        Step step = confirm.apply(good);
        for (int i = 1; i < CONFIRMATIONS && !Load.isGood(step); i++) {
            good *= STEP_BACK;
            step = confirm.apply(good);
        }
        return step;
    }
}
