package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.metrics.Metric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** A stretch of time in which much was lost, and by whom. Immutable. */
public final class WorstInterval {
    private static final int MOST = 5;
    private static final int MOST_THREADS = 3;

    /** Less than this share of one CPU's or thread's time is not worth a line. */
    private static final double LEAST_SHARE = 0.01;

    private final long begin;
    private final long length;
    private final double cpuDelay;
    private final double blockIo;
    private final List<ThreadSummary> threads;
    private final List<Double> lost;

    private WorstInterval(long bucket, TimeGrid grid, long recorded, Series process, List<ThreadSummary> all) {
        begin = Math.max(grid.begin(bucket), grid.from());
        length = recorded;
        double least = LEAST_SHARE * recorded;
        cpuDelay = process.nanos(bucket, Metric.CPU_DELAY);
        blockIo = process.nanos(bucket, Metric.BLOCK_IO_DELAY);
        List<ThreadSummary> worst = new ArrayList<>();
        for (ThreadSummary thread : all) {
            if (thread.series().lost(bucket) > least) {
                worst.add(thread);
            }
        }
        worst.sort(Comparator.comparingDouble(
                (ThreadSummary thread) -> -thread.series().lost(bucket)));
        threads = List.copyOf(worst.subList(0, Math.min(MOST_THREADS, worst.size())));
        List<Double> shares = new ArrayList<>();
        threads.forEach(thread -> shares.add(thread.series().lost(bucket)));
        lost = Collections.unmodifiableList(shares);
    }

    static List<WorstInterval> find(Series process, List<ThreadSummary> threads, TimeGrid grid, Coverage coverage) {
        List<Long> buckets = new ArrayList<>();
        for (long bucket = grid.first(); bucket < grid.first() + grid.count(); bucket++) {
            if (process.lost(bucket) > LEAST_SHARE * recorded(bucket, grid, coverage)) {
                buckets.add(bucket);
            }
        }
        buckets.sort(Comparator.comparingDouble((Long bucket) -> -process.lost(bucket)));
        List<WorstInterval> worst = new ArrayList<>();
        for (long bucket : buckets.subList(0, Math.min(MOST, buckets.size()))) {
            worst.add(new WorstInterval(bucket, grid, recorded(bucket, grid, coverage), process, threads));
        }
        return Collections.unmodifiableList(worst);
    }

    /** How much of a bucket is recorded and asked for: after days without a recording, it is much wider than what it has. */
    private static long recorded(long bucket, TimeGrid grid, Coverage coverage) {
        long begin = grid.begin(bucket);
        long recorded = coverage.length(Math.max(begin, grid.from()), Math.min(begin + grid.width(), grid.to()));
        return recorded > 0 ? recorded : grid.width();
    }

    /** Nanoseconds since 1970. */
    public long begin() {
        return begin;
    }

    /** How much of it is recorded, in nanoseconds. */
    public long length() {
        return length;
    }

    /** In sum over all threads, in nanoseconds. */
    public double cpuDelay() {
        return cpuDelay;
    }

    public double blockIo() {
        return blockIo;
    }

    /** Those that lost most in it. */
    public List<ThreadSummary> threads() {
        return threads;
    }

    /** How much each of them lost, in nanoseconds. */
    public List<Double> lost() {
        return lost;
    }
}
