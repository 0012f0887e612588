package io.github.tidewatch.timeline;

import io.github.tidewatch.findings.Finding;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The time of a recording in which it mattered: the stretch in which most was lost, where that is much more than else, so that
 * an idle night does not hide a bad minute; without the JVM's start where that was the worst. Immutable; times are nanoseconds
 * since 1970.
 */
public final class EvaluatedTime {
    /** Why it is this time. */
    public enum Why {
        /** Most was lost in it. */
        BUSIEST,
        /** It is all but the start of the JVM. */
        AFTER_START
    }

    private static final long LEAST_LENGTH = 3 * EarlySeries.START;
    private static final int LEAST_BUCKETS = 8;

    /** A stretch loses this many times what the whole does on average, and no less of all that is lost. */
    private static final double TIMES_AVERAGE = 2;

    private static final double LEAST_OF_ALL = 0.4;
    private static final double MOST_OF_TIME = 0.5;

    /** Between the average and the most that is lost: what is beyond belongs to the stretch. */
    private static final double ABOVE_AVERAGE = 0.25;

    /** Part of one CPU or disk: less is not worth a stretch of its own. */
    private static final double LEAST_RATE = 0.05;

    private final Why why;
    private final long begin;
    private final long end;
    private final long firstBucket;
    private final long lastBucket;

    private EvaluatedTime(Why why, long firstBucket, long lastBucket, TimeGrid grid) {
        this.why = why;
        this.firstBucket = firstBucket;
        this.lastBucket = lastBucket;
        this.begin = Math.max(grid.begin(firstBucket), grid.from());
        this.end = Math.min(grid.begin(lastBucket + 1), grid.to());
    }

    /**
     * Empty where all of the time is evaluated as one.
     *
     * @param process what all threads did
     * @param started when the JVM was
     * @param early what all threads lost in the first seconds, in finer buckets
     * @param all what is found in all of the time: the start is left out only where that leaves out something worth knowing
     */
    public static Optional<EvaluatedTime> find(
            Series process,
            TimeGrid grid,
            Coverage coverage,
            OptionalLong started,
            EarlySeries early,
            List<Finding> all) {
        return find(process, grid, coverage, started, early)
                .filter(time -> time.why != Why.AFTER_START || PartFindings.anyWorthKnowing(all));
    }

    private static Optional<EvaluatedTime> find(
            Series process, TimeGrid grid, Coverage coverage, OptionalLong started, EarlySeries early) {
        if (grid.count() < LEAST_BUCKETS) {
            return Optional.empty();
        }
        long first = grid.first();
        long last = first + grid.count() - 1;
        long warm = first;
        Losses losses = new Losses(process, grid, coverage);
        if (started.isPresent() && grid.to() - grid.from() >= LEAST_LENGTH) {
            long until = started.getAsLong() + EarlySeries.START;
            if (!early.isFinerThan(grid)) {
                warm = Math.max(first, Math.min(last, grid.bucket(until - 1) + 1));
            } else {
                losses.leaveOut(until, early.lost(until)); // the bucket is much longer than the start
            }
        }
        Optional<EvaluatedTime> busiest = losses.busiest(warm, last);
        if (busiest.isPresent()) {
            return busiest;
        }
        boolean startIsWorst = warm > first
                && losses.rate(first, warm - 1) >= Math.max(LEAST_RATE, TIMES_AVERAGE * losses.rate(warm, last));
        return startIsWorst ? Optional.of(new EvaluatedTime(Why.AFTER_START, warm, last, grid)) : Optional.empty();
    }

    /** What all threads lost, by bucket. */
    private static final class Losses {
        private final Series process;
        private final TimeGrid grid;
        private final Coverage coverage;
        private long leftOutUntil = Long.MIN_VALUE;
        private double lostThere;

        Losses(Series process, TimeGrid grid, Coverage coverage) {
            this.process = process;
            this.grid = grid;
            this.coverage = coverage;
        }

        /** Does not count what was lost from the begin until then, within the first bucket. */
        void leaveOut(long until, double lost) {
            if (grid.bucket(until) == grid.first()) {
                leftOutUntil = until;
                lostThere = lost;
            }
        }

        double lost(long bucket) {
            return Math.max(0, process.lost(bucket) - (bucket == grid.first() ? lostThere : 0));
        }

        /** How much of a bucket is known: the first records may be of time before the recording. */
        long recorded(long bucket) {
            long begin = Math.max(grid.from(), Math.max(grid.begin(bucket), leftOutUntil));
            long end = Math.min(grid.begin(bucket + 1), grid.to());
            long before = Math.max(0, Math.min(end, coverage.begin()) - begin);
            long recorded = before + coverage.length(begin, end);
            return recorded == 0 && lost(bucket) > 0 ? Math.max(0, end - begin) : recorded;
        }

        double lost(long from, long to) {
            double sum = 0;
            for (long bucket = from; bucket <= to; bucket++) {
                sum += lost(bucket);
            }
            return sum;
        }

        long recorded(long from, long to) {
            long sum = 0;
            for (long bucket = from; bucket <= to; bucket++) {
                sum += recorded(bucket);
            }
            return sum;
        }

        double rate(long from, long to) {
            return lost(from, to) / Math.max(1, recorded(from, to));
        }

        /** The stretch with the largest sum of what is lost beyond a limit between the average and the most. */
        Optional<EvaluatedTime> busiest(long from, long to) {
            double average = rate(from, to);
            double most = 0;
            for (long bucket = from; bucket <= to; bucket++) {
                most = Math.max(most, rate(Math.max(from, bucket - 1), Math.min(to, bucket + 1)));
            }
            double limit = average + ABOVE_AVERAGE * (most - average);
            long begin = from;
            long bestBegin = from;
            long bestEnd = from;
            double sum = 0;
            double best = 0;
            for (long bucket = from; bucket <= to; bucket++) {
                if (sum <= 0) {
                    sum = 0;
                    begin = bucket;
                }
                sum += lost(bucket) - limit * recorded(bucket);
                if (sum > best) {
                    best = sum;
                    bestBegin = begin;
                    bestEnd = bucket;
                }
            }
            boolean matters = best > 0
                    && rate(bestBegin, bestEnd) >= Math.max(LEAST_RATE, TIMES_AVERAGE * average)
                    && lost(bestBegin, bestEnd) >= LEAST_OF_ALL * lost(from, to)
                    && recorded(bestBegin, bestEnd) <= MOST_OF_TIME * recorded(grid.first(), to);
            return matters ? Optional.of(new EvaluatedTime(Why.BUSIEST, bestBegin, bestEnd, grid)) : Optional.empty();
        }
    }

    /** Why it is this time. */
    public Why why() {
        return why;
    }

    /** When it begins. */
    public long begin() {
        return begin;
    }

    /** When it ends. */
    public long end() {
        return end;
    }

    /** How much of it is recorded, in nanoseconds. */
    public long length(Coverage coverage) {
        long covered = coverage.length(begin, end);
        return covered > 0 ? covered : end - begin;
    }

    /** The number of its first bucket in the grid. */
    public long firstBucket() {
        return firstBucket;
    }

    /** The number of its last bucket in the grid. */
    public long lastBucket() {
        return lastBucket;
    }
}
