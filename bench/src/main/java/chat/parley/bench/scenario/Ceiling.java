package chat.parley.bench.scenario;

import chat.parley.bench.Step;
import java.util.function.DoubleFunction;

/**
 * Finds the highest rate that is still good: doubles until it is not, halves the space between, and confirms. The first
 * probes meet a server that has just started, so it climbs again from what was confirmed, until it finds nothing higher.
 */
final class Ceiling {
    private static final double NEAR_ENOUGH = 1.12;
    private static final double STEP_BACK = 0.9;
    private static final int CONFIRMATIONS = 4;

    private final DoubleFunction<Step> probe;
    private final DoubleFunction<Step> confirm;

    private record Confirmed(double rate, Step step) {}

    private Ceiling(DoubleFunction<Step> probe, DoubleFunction<Step> confirm) {
        this.probe = probe;
        this.confirm = confirm;
    }

    /**
     * @param probe measures a rate for a short time
     * @param confirm measures it for as long as the target asks
     * @return the highest rate that was confirmed; where none was, the last that was tried
     */
    static Step find(double from, DoubleFunction<Step> probe, DoubleFunction<Step> confirm) {
        Ceiling ceiling = new Ceiling(probe, confirm);
        Confirmed best = ceiling.confirmed(ceiling.climb(from / 2, from), 0);
        while (Load.isGood(best.step)) {
            double higher = ceiling.climb(best.rate, best.rate * 2);
            if (higher == best.rate) {
                break;
            }
            Confirmed next = ceiling.confirmed(higher, best.rate);
            if (!Load.isGood(next.step)) {
                break;
            }
            best = next;
        }
        return best.step;
    }

    /** The highest good rate by probes, at least {@code good}. */
    private double climb(double good, double next) {
        double bad = next;
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
        return good;
    }

    /** The first rate that holds, from this one downwards to {@code above}, which is known to hold. */
    private Confirmed confirmed(double rate, double above) {
        Confirmed tried = new Confirmed(rate, confirm.apply(rate));
        for (int i = 1; i < CONFIRMATIONS && !Load.isGood(tried.step) && tried.rate * STEP_BACK > above; i++) {
            double lower = tried.rate * STEP_BACK;
            tried = new Confirmed(lower, confirm.apply(lower));
        }
        return tried;
    }
}
