package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.accounting.Records;
import java.util.Arrays;
import java.util.Locale;

/**
 * Keeps the periodic passes within a share of one CPU: where they take more, samples have to be further apart, and an
 * interval takes several periods. Nothing is lost by that, since what is reported is what came since it was reported last.
 *
 * <p>CPU time of the passes is held against the wall-clock time from sample to sample, so a machine that gives us no CPU
 * changes nothing. The first samples of a recording run code that is not compiled yet, and are not evaluated. Two windows in
 * a row have to agree, and to return, the shorter interval has to keep well within the budget: one odd pass decides
 * nothing, and a cost at the border does not go to and fro.
 *
 * <p>What is kept is a time and not a number of calls, so that a recording with another period is not made to wait for
 * as many of its own. Has no clock; not safe for use by several threads at once.
 */
final class Budget {
    static final long LONGEST_INTERVAL = 60_000_000_000L;

    /** Rechecks that are further apart would let too much pass that cannot be. */
    private static final long LONGEST_PAUSE = 100_000_000L;

    private static final long WARM_UP = 10_000_000_000L;
    private static final int WARM_UP_SAMPLES = 100;
    private static final long WINDOW = 5_000_000_000L;
    private static final int WINDOW_SAMPLES = 2;

    /** What the passes may take of the budget after a return to shorter intervals. */
    private static final double EASE = 0.8;

    private static final double PARTS = 10_000;

    private final double share;
    private final long[] calls = new long[Records.values().length];

    private long warmSince;
    private int warmUpSamples;
    private boolean warm;
    private long start;
    private long samples;
    private long spent;
    private long between;

    private boolean anyBefore;
    private long neededBefore;
    private long easyBefore;

    private long stretch = 1;
    private long distance;
    private long longest = 1;

    /** The share of one CPU that the stretch was changed for. */
    private double changedAt;

    /**
     * A budget.
     *
     * @param parts of one CPU, in ten-thousandths; 0 for none
     */
    Budget(int parts) {
        share = parts / PARTS;
    }

    /** Recording begins: what an earlier one cost, and at which period, says nothing of it. */
    void begin() {
        warm = false;
        warmUpSamples = 0;
        anyBefore = false;
        stretch = 1;
        distance = 0;
    }

    /** JFR has called for records of this kind: a period has passed. */
    void called(Records kind) {
        calls[kind.ordinal()]++;
    }

    /**
     * A sample for a period has begun.
     *
     * @param time by {@link System#nanoTime}
     * @return whether the stretch is another one from now on
     */
    boolean sampled(long time) {
        boolean changed = false;
        if (!warm) {
            warmUp(time);
            open(time);
        } else if (time - start >= WINDOW && samples >= WINDOW_SAMPLES) {
            changed = evaluate(time - start);
            open(time);
        }
        samples++;
        return changed;
    }

    /** A pass for a period has ended and took this CPU time, in nanoseconds. */
    void spent(long cpuTime) {
        spent += cpuTime;
    }

    /** Something between passes, such as reading counters of the host, took this CPU time, in nanoseconds. */
    void spentBetween(long cpuTime) {
        between += cpuTime;
    }

    /**
     * A recheck between passes took this CPU time, in nanoseconds. Passes may take what rechecks leave, at least half.
     *
     * @return how long to wait for the next at least, so that rechecks take no more than half
     */
    long recheck(long cpuTime) {
        spentBetween(cpuTime);
        return share == 0 ? 0 : Math.min(LONGEST_PAUSE, Math.round(2 * cpuTime / share));
    }

    private void warmUp(long time) {
        if (warmUpSamples++ == 0) {
            warmSince = time;
        }
        warm = warmUpSamples > WARM_UP_SAMPLES && time - warmSince >= WARM_UP;
    }

    /** A window begins with a sample, whose cost it has, and ends before another. */
    private void open(long time) {
        start = time;
        samples = 0;
        spent = 0;
        between = 0;
        Arrays.fill(calls, 0);
    }

    private boolean evaluate(long window) {
        if (share == 0) {
            return false;
        }
        double period = (double) window / Math.max(1, Arrays.stream(calls).max().getAsLong());
        double left = Math.max(share / 2, share - (double) between / window);
        double periods = spent / (samples * left * period);
        long limit = Math.max(1, (long) (LONGEST_INTERVAL / period));
        long needed = Math.min(limit, Math.max(1, (long) Math.ceil(periods)));
        long easy = Math.min(limit, Math.max(1, (long) Math.ceil(periods / EASE)));
        long next = stretch;
        if (anyBefore && Math.min(needed, neededBefore) > stretch) {
            next = Math.min(needed, neededBefore);
        } else if (anyBefore && Math.max(easy, easyBefore) < stretch) {
            next = Math.max(easy, easyBefore);
        }
        neededBefore = needed;
        easyBefore = easy;
        anyBefore = next == stretch;
        boolean changed = next != stretch;
        if (changed) {
            stretch = next;
            changedAt = (double) (spent + between) / window;
            longest = Math.max(longest, stretch);
            distance = stretch == 1 ? 0 : Math.round((stretch - 0.5) * period); // half a period for JFR's punctuality
        }
        return changed;
    }

    /** Whether intervals take longer than their period. */
    boolean isStretched() {
        return stretch > 1;
    }

    /** Whether there may be a sample when the last is so long ago. */
    boolean allowsSampleAfter(long nanos) {
        return nanos >= distance;
    }

    /** How many periods an interval takes. */
    long stretch() {
        return stretch;
    }

    /** How many it took at most since this was asked last. */
    long takeLongest() {
        long most = longest;
        longest = stretch;
        return most;
    }

    /** What is true since the last change, and why. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "sampling took %.2f %% of one CPU, the budget is %s %%: %s",
                100 * changedAt,
                Double.toString(100 * share).replaceFirst("\\.0$", ""),
                stretch == 1 ? "an interval is one period again" : "an interval takes " + stretch + " periods");
    }
}
