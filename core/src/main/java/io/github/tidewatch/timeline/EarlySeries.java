package io.github.tidewatch.timeline;

import io.github.tidewatch.metrics.Totals;

/**
 * What all threads lost in the first seconds of a recording, in buckets that stay fine however long the recording is: so that
 * the JVM's start can be kept apart from what follows. Times are nanoseconds since 1970. For one thread at a time.
 */
public final class EarlySeries {
    /** A JVM's start: it loads and compiles, mostly on all CPUs. */
    static final long START = 10_000_000_000L;

    private final Coverage coverage;
    private final TimeGrid grid = new TimeGrid();
    private final Series series = new Series(grid);

    /** Of a recording that covers this time. */
    public EarlySeries(Coverage coverage) {
        this.coverage = coverage;
    }

    /** Whether the buckets of a grid are so long that the JVM's start is less than one. */
    public boolean isFinerThan(TimeGrid other) {
        return other.width() > START;
    }

    /** Adds what a thread did between these times. */
    public void add(Totals totals, long begin, long end) {
        long from = Math.max(begin, coverage.begin());
        long to = Math.min(end, coverage.begin() + START);
        if (totals.lost() > 0 && from <= to && (from < to || begin == end)) {
            Totals part = new Totals();
            part.add(totals);
            part.scale(end == begin ? 1 : (double) (to - from) / (end - begin));
            series.add(part, from, to);
        }
    }

    /** What was lost until then, in nanoseconds. */
    double lost(long until) {
        double sum = 0;
        for (long bucket = grid.first(); bucket < grid.first() + grid.count() && grid.begin(bucket) < until; bucket++) {
            sum += series.lost(bucket);
        }
        return sum;
    }
}
