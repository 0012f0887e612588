package io.github.tidewatch.timeline;

import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.findings.waits.WaitTargets;
import io.github.tidewatch.metrics.Metric;
import java.util.HashMap;
import java.util.Map;

/**
 * What groups of threads waited for, over time: single waits, and samples of threads in calls to the network. Of a bounded number
 * of groups and targets; what comes later is left out. Times are nanoseconds since 1970. For one thread at a time.
 */
public final class WaitSeries {
    /** Of all groups together; each takes about 1 KB. */
    private static final int MOST_CELLS = 8192;

    private static final int MOST_OF_GROUP = 64;

    private static final int IDLE = 0;
    private static final int OTHER = 1;

    private final Map<String, Group> groups = new HashMap<>();
    private final TimeGrid grid = new TimeGrid();
    private int cells;

    /** What one group waited for. */
    private final class Group {
        private final Map<WaitTarget, Cells> events = new HashMap<>(4);
        private final Map<WaitTarget, Cells> details = new HashMap<>(4);
        private final WaitTargets dumps = WaitTargets.ofGroup();
        private Cells samples;

        Cells of(Map<WaitTarget, Cells> sums, WaitTarget target) {
            Cells some = sums.get(target);
            if (some == null && cells < MOST_CELLS && sums.size() < MOST_OF_GROUP) {
                cells++;
                some = new Cells(grid, 1);
                sums.put(target, some);
            }
            return some;
        }

        Cells samples() {
            if (samples == null && cells < MOST_CELLS) {
                cells += 2;
                samples = new Cells(grid, 2);
            }
            return samples;
        }
    }

    private Group group(String name) {
        return groups.size() < MOST_CELLS ? groups.computeIfAbsent(name, any -> new Group()) : groups.get(name);
    }

    /** Adds what an event says of one wait. */
    public void addEvent(String group, WaitTarget target, long begin, long end) {
        Group of = group(group);
        if (of != null) {
            add(of.of(of.events, target), begin, end, end - begin);
        }
    }

    /** Adds what a record says of a wait that took this much of its time. */
    public void addDetail(String group, WaitTarget target, long begin, long end, long nanos) {
        Group of = group(group);
        if (of != null) {
            add(of.of(of.details, target), begin, end, nanos);
        }
    }

    /** Adds that a thread was found in a call to the network: for the next event or connection, or not. */
    public void addSample(String group, boolean isIdle, long time) {
        Group of = group(group);
        Cells samples = of == null ? null : of.samples();
        if (samples != null) {
            grid.cover(time, time);
            long bucket = grid.bucket(time);
            samples.reserve(bucket, bucket);
            samples.add(bucket, isIdle ? IDLE : OTHER, 1);
        }
    }

    /** Adds what a dump of all threads found; since dumps are few, these say of all of the time what waits are that do not end. */
    public void addDump(String group, Metric kind, boolean isIdle) {
        Group of = group(group);
        if (of != null) {
            of.dumps.addDumps(kind, isIdle, 1);
        }
    }

    private void add(Cells sums, long begin, long end, long nanos) {
        if (sums == null || end <= begin) {
            return;
        }
        grid.cover(begin, end);
        long first = grid.bucket(begin);
        long last = grid.bucket(end - 1);
        sums.reserve(first, last);
        for (long bucket = first; bucket <= last; bucket++) {
            sums.add(bucket, 0, nanos * overlap(bucket, begin, end) / (end - begin));
        }
    }

    /** How much of a bucket lies between these times. */
    private double overlap(long bucket, long begin, long end) {
        long from = Math.max(begin, grid.begin(bucket));
        return Math.max(0, Math.min(end, grid.begin(bucket) + grid.width()) - from);
    }

    /**
     * What a group waited for between these times, as far as it is known: an event may say more than was waited, see {@link
     * WaitTargets#within}.
     */
    public WaitTargets between(String group, long begin, long end) {
        WaitTargets sums = WaitTargets.ofGroup();
        Group of = groups.get(group);
        if (of != null && end > begin) {
            sums(of.events, begin, end).forEach(sums::addEvent);
            sums(of.details, begin, end).forEach(sums::addDetail);
            sums.add(of.dumps);
            if (of.samples != null) {
                sums.addSamples(sum(of.samples, IDLE, begin, end), sum(of.samples, OTHER, begin, end));
            }
        }
        return sums;
    }

    /** What there was some of. */
    private Map<WaitTarget, Long> sums(Map<WaitTarget, Cells> all, long begin, long end) {
        Map<WaitTarget, Long> sums = new HashMap<>();
        all.forEach((target, some) -> sums.put(target, Math.round(sum(some, 0, begin, end))));
        sums.values().removeIf(nanos -> nanos < 1);
        return sums;
    }

    private double sum(Cells some, int row, long begin, long end) {
        double sum = 0;
        long last = Math.min(grid.bucket(end - 1), grid.first() + grid.count() - 1);
        for (long bucket = Math.max(grid.bucket(begin), grid.first()); bucket <= last; bucket++) {
            sum += some.get(bucket, row) * overlap(bucket, begin, end) / grid.width();
        }
        return sum;
    }
}
