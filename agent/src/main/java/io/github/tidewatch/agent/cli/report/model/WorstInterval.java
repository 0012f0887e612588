package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.timeline.Coverage;
import io.github.tidewatch.timeline.Series;
import io.github.tidewatch.timeline.TimeGrid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Time in which much was lost, and by whom; neighbors in which the same thread lost most are one. Immutable. */
public final class WorstInterval {
    private static final int MOST = 5;
    private static final int MOST_THREADS = 3;

    /** So many buckets are considered, since some of them make one stretch. */
    private static final int MOST_COMPARED = 32;

    /** Part of a stretch is what lost this part of its worst or more. */
    private static final double ABOUT_AS_BAD = 0.5;

    /** Less than this share of one CPU's or thread's time is not worth a line. */
    private static final double LEAST_SHARE = 0.01;

    private final long begin;
    private final long length;
    private final double cpuDelay;
    private final double blockIo;
    private final List<ThreadSummary> threads;
    private final List<Double> lost;

    private WorstInterval(Stretch stretch, TimeGrid grid, Coverage coverage, Series process, List<ThreadSummary> all) {
        begin = Math.max(grid.begin(stretch.first), grid.from());
        length = stretch.sum(bucket -> recorded(bucket, grid, coverage));
        double least = LEAST_SHARE * length;
        cpuDelay = stretch.total(bucket -> process.nanos(bucket, Metric.CPU_DELAY));
        blockIo = stretch.total(bucket -> process.nanos(bucket, Metric.BLOCK_IO_DELAY));
        Map<ThreadSummary, Double> losses = new HashMap<>();
        for (ThreadSummary thread : all) {
            double lostByIt = stretch.total(bucket -> thread.series().lost(bucket));
            if (lostByIt > least) {
                losses.put(thread, lostByIt);
            }
        }
        List<ThreadSummary> worst = new ArrayList<>(losses.keySet());
        worst.sort(Comparator.comparingDouble((ThreadSummary thread) -> -losses.get(thread))
                .thenComparingLong(ThreadSummary::tid));
        threads = List.copyOf(worst.subList(0, Math.min(MOST_THREADS, worst.size())));
        lost = threads.stream().map(losses::get).collect(Collectors.toUnmodifiableList());
    }

    /** Buckets that follow each other, in which the same thread lost most, and to the same. */
    private static final class Stretch {
        final ThreadSummary thread;
        final Metric kind;
        final double worst;
        long first;
        long last;

        Stretch(long bucket, ThreadSummary thread, Metric kind, double lost) {
            this.first = bucket;
            this.last = bucket;
            this.thread = thread;
            this.kind = kind;
            this.worst = lost;
        }

        /** Whether this bucket adjoins, and is of the same and about as bad. */
        boolean continuesAt(long bucket, ThreadSummary by, Metric of, double lost) {
            boolean adjoins = bucket == first - 1 || bucket == last + 1;
            return adjoins && by == thread && of == kind && lost >= ABOUT_AS_BAD * worst;
        }

        void take(long from, long to) {
            first = Math.min(first, from);
            last = Math.max(last, to);
        }

        double total(LongToDoubleFunction value) {
            return LongStream.rangeClosed(first, last).mapToDouble(value).sum();
        }

        long sum(LongUnaryOperator value) {
            return LongStream.rangeClosed(first, last).map(value).sum();
        }
    }

    /** The worst first. */
    static List<WorstInterval> find(Series process, List<ThreadSummary> threads, TimeGrid grid, Coverage coverage) {
        List<Long> buckets = new ArrayList<>();
        for (long bucket = grid.first(); bucket < grid.first() + grid.count(); bucket++) {
            if (process.lost(bucket) > LEAST_SHARE * recorded(bucket, grid, coverage)) {
                buckets.add(bucket);
            }
        }
        buckets.sort(Comparator.comparingDouble((Long bucket) -> -process.lost(bucket)));
        List<Stretch> stretches = new ArrayList<>();
        for (long bucket : buckets.subList(0, Math.min(MOST_COMPARED, buckets.size()))) {
            ThreadSummary by = worstOf(bucket, threads);
            Metric kind = process.nanos(bucket, Metric.CPU_DELAY) >= process.nanos(bucket, Metric.BLOCK_IO_DELAY)
                    ? Metric.CPU_DELAY
                    : Metric.BLOCK_IO_DELAY;
            double lost = process.lost(bucket);
            List<Stretch> joined = stretches.stream()
                    .filter(stretch -> stretch.continuesAt(bucket, by, kind, lost))
                    .collect(Collectors.toList());
            if (joined.isEmpty()) {
                stretches.add(new Stretch(bucket, by, kind, lost));
            } else {
                Stretch worse = joined.get(0);
                worse.take(bucket, bucket);
                joined.stream().skip(1).forEach(other -> worse.take(other.first, other.last));
                stretches.removeAll(joined.subList(1, joined.size()));
            }
        }
        return stretches.stream()
                .limit(MOST)
                .map(stretch -> new WorstInterval(stretch, grid, coverage, process, threads))
                .collect(Collectors.toUnmodifiableList());
    }

    private static ThreadSummary worstOf(long bucket, List<ThreadSummary> threads) {
        ThreadSummary worst = null;
        double most = 0;
        for (ThreadSummary thread : threads) {
            double lost = thread.series().lost(bucket);
            if (lost > most) {
                most = lost;
                worst = thread;
            }
        }
        return worst;
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
