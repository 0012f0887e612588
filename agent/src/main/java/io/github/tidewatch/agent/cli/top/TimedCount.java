package io.github.tidewatch.agent.cli.top;

import java.util.OptionalLong;
import java.util.function.Supplier;

/** A count of nanoseconds and the moment at which it was read. Immutable. */
final class TimedCount {
    static final TimedCount UNKNOWN = new TimedCount(0, OptionalLong.empty());

    private static final double PERCENT = 100;

    /** Reading takes longer if this thread loses the CPU meanwhile: then it is read again. */
    private static final long TIGHT = 1_000_000;

    private static final int MOST_TRIES = 5;

    private final long time;
    private final OptionalLong count;

    private TimedCount(long time, OptionalLong count) {
        this.time = time;
        this.count = count;
    }

    /** Reads it now. */
    static TimedCount read(Supplier<OptionalLong> counter) {
        TimedCount tightest = UNKNOWN;
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < MOST_TRIES && shortest > TIGHT; i++) {
            long before = System.nanoTime();
            OptionalLong count = counter.get();
            long took = System.nanoTime() - before;
            if (took < shortest) {
                shortest = took;
                tightest = new TimedCount(before + took / 2, count);
            }
        }
        return tightest;
    }

    /** What was counted since another moment, in percent of the time between; NaN if unknown. */
    double percentSince(TimedCount before) {
        return count.isPresent() && before.count.isPresent()
                ? (count.getAsLong() - before.count.getAsLong()) * PERCENT / (time - before.time)
                : Double.NaN;
    }
}
