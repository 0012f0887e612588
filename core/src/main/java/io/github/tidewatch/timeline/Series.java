package io.github.tidewatch.timeline;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A {@link Totals} per bucket of a grid: a record is spread evenly over the time that it covers. Kept as floats, to
 * be drawn and compared; sums are kept exactly elsewhere. For one thread at a time.
 */
public final class Series {
    /** One row per part, and one for the time in which block I/O is not known. */
    private static final int ROWS = Metric.PARTS.size() + 1;

    private static final int UNKNOWN_ROW = Metric.PARTS.size();

    private static final Metric[] WAITS = waits();

    private final TimeGrid grid;
    private final Cells parts;

    /** Of what a thread waited for, only what it did: most wait for one or two things. */
    private final Map<Metric, Cells> waits = new EnumMap<>(Metric.class);

    /** An empty series over this grid, which others may share. */
    public Series(TimeGrid grid) {
        this.grid = grid;
        this.parts = new Cells(grid, ROWS);
    }

    private static Metric[] waits() {
        return Stream.of(Metric.values()).filter(Metric::isOfWaits).toArray(Metric[]::new);
    }

    /** Adds what was so between these times. */
    public void add(Totals split, long begin, long end) {
        grid.cover(begin, end);
        long from = grid.bucket(begin);
        long to = end > begin ? grid.bucket(end - 1) : from;
        parts.reserve(from, to);
        double length = Math.max(1, end - begin);
        for (long bucket = from; bucket <= to; bucket++) {
            double fraction = fraction(bucket, begin, end, from == to ? 0 : length);
            for (Metric part : Metric.PARTS) {
                parts.add(bucket, part.ordinal(), split.known(part) * fraction);
            }
            parts.add(bucket, UNKNOWN_ROW, split.incompleteWall() * fraction);
        }
        for (Metric wait : WAITS) {
            long nanos = split.known(wait);
            if (nanos > 0) {
                Cells cells = waits.computeIfAbsent(wait, any -> new Cells(grid, 1));
                cells.reserve(from, to);
                for (long bucket = from; bucket <= to; bucket++) {
                    cells.add(bucket, 0, nanos * fraction(bucket, begin, end, from == to ? 0 : length));
                }
            }
        }
    }

    /** The part of what was so between these times that a bucket has; all, where the length is 0. */
    private double fraction(long bucket, long begin, long end, double length) {
        long start = Math.max(begin, grid.begin(bucket));
        long stop = Math.min(end, grid.begin(bucket) + grid.width());
        return length == 0 ? 1 : (stop - start) / length;
    }

    /**
     * The five parts and the waits over these buckets, where they are known in all: totals of a stretch of the time.
     *
     * @param all what is known of the whole time
     */
    public Totals between(long from, long to, Totals all) {
        Totals sums = new Totals();
        double wall = 0;
        for (Metric part : Metric.PARTS) {
            double sum = 0;
            for (long bucket = from; bucket <= to; bucket++) {
                sum += nanos(bucket, part);
            }
            wall += sum;
            if (all.isKnown(part)) {
                sums.add(part, Math.round(sum));
            } else {
                sums.addUnknown(part);
            }
        }
        double unknown = 0;
        for (long bucket = from; bucket <= to; bucket++) {
            unknown += unknown(bucket);
        }
        for (Metric wait : WAITS) {
            if (all.isKnown(wait)) {
                double sum = 0;
                for (long bucket = from; bucket <= to; bucket++) {
                    sum += nanos(bucket, wait);
                }
                sums.add(wait, Math.round(sum));
            }
        }
        long incomplete = Math.min(Math.round(wall), Math.round(unknown));
        sums.addInterval(Math.round(wall) - incomplete, true);
        sums.addInterval(incomplete, false);
        return sums;
    }

    /** Adds another of the same grid. */
    public void add(Series other) {
        parts.add(other.parts);
        other.waits.forEach((wait, cells) ->
                waits.computeIfAbsent(wait, any -> new Cells(grid, 1)).add(cells));
    }

    /** The nanoseconds of a part, or of a wait, in a bucket of the grid. */
    public double nanos(long bucket, Metric part) {
        if (part.isPart()) {
            return parts.get(bucket, part.ordinal());
        }
        Cells cells = waits.get(part);
        return cells == null ? 0 : cells.get(bucket, 0);
    }

    /** Whether anything of this wait was added. */
    public boolean has(Metric wait) {
        return waits.containsKey(wait);
    }

    /** The nanoseconds in which block I/O is not known. */
    public double unknown(long bucket) {
        return parts.get(bucket, UNKNOWN_ROW);
    }

    /** The nanoseconds in which threads waited for a CPU or for block I/O, in sum. */
    public double lost(long bucket) {
        return nanos(bucket, Metric.CPU_DELAY) + nanos(bucket, Metric.BLOCK_IO_DELAY);
    }
}
