package io.github.tidewatch.agent.cli.report.spans;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.HdrHistogram.Histogram;

/** All spans of one name. Filled in two passes: first how long each took, then where the time of each went. */
final class SpanGroup {
    /** Shown one by one. */
    static final int SLOWEST = 10;

    private static final int DIGITS = 3;

    private static final long MICRO = 1000;

    private static final String LEFT_OPEN = "left open";

    private final String name;

    /** In microseconds: nanoseconds would make it twice as large. */
    private final Histogram lengths = new Histogram(DIGITS);

    private final SpanSums all = new SpanSums();
    private final SpanSums middle = new SpanSums();
    private final SpanSums slowest10 = new SpanSums();
    private final SpanSums slowest1 = new SpanSums();
    private final PriorityQueue<SpanRecord> slowest = new PriorityQueue<>(Comparator.comparingLong(SpanRecord::took));
    private Edge[] edges;
    private long errors;
    private long leftOpen;
    private long recursive;

    SpanGroup(String name) {
        this.name = name;
    }

    /** First pass. */
    void addLength(SpanRecord span) {
        if (span.recursive) {
            recursive++;
            return;
        }
        lengths.recordValue(span.took() / MICRO);
        if (LEFT_OPEN.equals(span.error)) {
            leftOpen++;
        } else if (span.error != null) {
            errors++;
        }
    }

    /** Second pass. */
    void add(SpanRecord span, SpanWaits waits, SpanCauses causes) {
        if (span.recursive) {
            return;
        }
        if (edges == null) {
            edges = edges();
        }
        long length = span.took() / MICRO;
        all.add(span, waits, causes);
        boolean belowMiddle = edges[0].isBelow(length);
        if (edges[1].isBelow(length) && !belowMiddle) {
            middle.add(span, waits, causes);
        }
        if (!edges[2].isBelow(length)) {
            slowest10.add(span, waits, causes);
        }
        if (!edges[3].isBelow(length)) {
            slowest1.add(span, waits, causes);
        }
        slowest.add(span);
        if (slowest.size() > SLOWEST) {
            slowest.remove();
        }
    }

    private Edge[] edges() {
        long count = count();
        long from = count * 45 / 100;
        return new Edge[] {
            new Edge(lengths, from),
            new Edge(lengths, Math.max(from + 1, (count * 55 + 99) / 100)),
            new Edge(lengths, count - (count + 9) / 10),
            new Edge(lengths, count - (count + 99) / 100)
        };
    }

    String name() {
        return name;
    }

    /** How many there are, without those within one of the same name, whose time that one has. */
    long count() {
        return lengths.getTotalCount();
    }

    /** How many are within one of the same name. */
    long recursive() {
        return recursive;
    }

    /** How many ended by an exception. */
    long errors() {
        return errors;
    }

    /** How many were open when their thread ended. */
    long leftOpen() {
        return leftOpen;
    }

    /** In nanoseconds, exact to a thousandth. */
    long percentile(double percent) {
        return MICRO * lengths.getValueAtPercentile(percent);
    }

    SpanSums all() {
        return all;
    }

    /** The tenth around the median. */
    SpanSums middle() {
        return middle;
    }

    /** The slowest tenth. */
    SpanSums slowest10() {
        return slowest10;
    }

    /** The slowest hundredth, one at least. */
    SpanSums slowest1() {
        return slowest1;
    }

    /** The slowest, of so many at most, the slowest first. */
    List<SpanRecord> slowest() {
        List<SpanRecord> sorted = new ArrayList<>(slowest);
        sorted.sort(Comparator.comparingLong(SpanRecord::took).reversed());
        return sorted;
    }
}
