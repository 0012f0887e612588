package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.findings.DelayCauseTotals;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code tidewatch.DelayCause} says, over time: sums for stretches of one length, which doubles where there would be too
 * many. Times are nanoseconds since 1970. For one thread at a time.
 */
public final class CauseSeries {
    /** What stands for a part that a record does not have. */
    public static final long UNKNOWN = DelayCauseTotals.UNKNOWN;

    private static final int MOST = 256;

    private final TreeMap<Long, DelayCauseTotals> byTime = new TreeMap<>();
    private long width = 1_000_000_000;

    /** The sums to which a record belongs whose interval ends then. */
    public DelayCauseTotals at(long end) {
        DelayCauseTotals sums = byTime.computeIfAbsent(Math.floorDiv(end - 1, width), any -> new DelayCauseTotals());
        if (byTime.size() <= MOST) {
            return sums;
        }
        width *= 2;
        TreeMap<Long, DelayCauseTotals> finer = new TreeMap<>(byTime);
        byTime.clear();
        finer.forEach((bucket, some) -> byTime.merge(Math.floorDiv(bucket, 2L), some, (one, other) -> {
            one.add(other);
            return one;
        }));
        return at(end);
    }

    /** The sum over these times, to the length of a stretch. */
    DelayCauseTotals between(long from, long to) {
        DelayCauseTotals sum = new DelayCauseTotals();
        for (Map.Entry<Long, DelayCauseTotals> some : byTime.entrySet()) {
            long middle = some.getKey() * width + width / 2;
            if (middle >= from && middle < to) {
                sum.add(some.getValue());
            }
        }
        return sum;
    }

    /** The sum of all. */
    DelayCauseTotals all() {
        DelayCauseTotals sum = new DelayCauseTotals();
        byTime.values().forEach(sum::add);
        return sum;
    }
}
