package io.github.tidewatch.timeline;

import io.github.tidewatch.metrics.Metric;

/** How long the JVM stopped one Java thread, of its voluntary wait. Pure. */
public final class StoppedThread {
    private StoppedThread() {}

    /**
     * The part of a thread's wait in which the JVM stopped it: in each step of the time as long as all threads were stopped, and
     * no longer than it waited. A wait that is exact is none: the thread did not run before or after the stop, so it wanted
     * nothing meanwhile, unless the JVM is what it waited for.
     *
     * @param begin when the thread begins
     * @param end when it ends
     */
    public static long of(Series series, TimeGrid grid, StoppedTime stops, long begin, long end) {
        double sum = 0;
        for (long bucket = grid.first(); bucket < grid.first() + grid.count(); bucket++) {
            sum += of(series, grid, stops, begin, end, bucket);
        }
        return Math.round(sum);
    }

    private static double of(Series series, TimeGrid grid, StoppedTime stops, long begin, long end, long bucket) {
        long from = Math.max(begin, grid.begin(bucket));
        long to = Math.min(end, grid.begin(bucket) + grid.width());
        double open = series.nanos(bucket, Metric.WAIT_TIME) - series.nanos(bucket, Metric.EXACT_WAIT);
        double most = Math.max(open, series.nanos(bucket, Metric.JVM_WAIT));
        return Math.max(0, Math.min(most, stops.between(from, to)));
    }
}
