package io.github.tidewatch.timeline;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;

/**
 * A {@link Totals} per bucket of a grid: a record is spread evenly over the time that it covers. Kept as floats, to
 * be drawn and compared; sums are kept exactly elsewhere. For one thread at a time.
 */
public final class Series {
    /** One row per part, and one for the time in which block I/O is not known. */
    private static final int ROWS = Metric.PARTS.size() + 1;

    private static final int UNKNOWN_ROW = Metric.PARTS.size();

    private final TimeGrid grid;
    private int doublings;
    private long first;
    private int count;
    private float[] cells = {};

    /** An empty series over this grid, which others may share. */
    public Series(TimeGrid grid) {
        this.grid = grid;
    }

    /** Adds what was so between these times. */
    public void add(Totals split, long begin, long end) {
        grid.cover(begin, end);
        long from = grid.bucket(begin);
        long to = end > begin ? grid.bucket(end - 1) : from;
        reserve(from, to);
        double length = Math.max(1, end - begin);
        for (long bucket = from; bucket <= to; bucket++) {
            long start = Math.max(begin, grid.begin(bucket));
            long stop = Math.min(end, grid.begin(bucket) + grid.width());
            add(bucket, split, from == to ? 1 : (stop - start) / length);
        }
    }

    private void add(long bucket, Totals split, double fraction) {
        int cell = (int) (bucket - first) * ROWS;
        for (Metric part : Metric.PARTS) {
            cells[cell + part.ordinal()] += (float) (split.known(part) * fraction);
        }
        cells[cell + UNKNOWN_ROW] += (float) (split.incompleteWall() * fraction);
    }

    /**
     * The five parts over these buckets, where they are known in all: totals of a stretch of the time.
     *
     * @param all what is known of the whole time
     */
    public Totals between(long from, long to, Totals all) {
        Totals sums = new Totals();
        double wall = 0;
        double unknown = 0;
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
        for (long bucket = from; bucket <= to; bucket++) {
            unknown += unknown(bucket);
        }
        long incomplete = Math.min(Math.round(wall), Math.round(unknown));
        sums.addInterval(Math.round(wall) - incomplete, true);
        sums.addInterval(incomplete, false);
        return sums;
    }

    /** Adds another of the same grid. */
    public void add(Series other) {
        if (other.count == 0) {
            return;
        }
        other.widen();
        reserve(other.first, other.first + other.count - 1);
        int shift = (int) (other.first - first) * ROWS;
        for (int i = 0; i < other.count * ROWS; i++) {
            cells[shift + i] += other.cells[i];
        }
    }

    /** The nanoseconds of a part in a bucket of the grid. */
    public double nanos(long bucket, Metric part) {
        return cell(bucket, part.ordinal());
    }

    /** The nanoseconds in which block I/O is not known. */
    public double unknown(long bucket) {
        return cell(bucket, UNKNOWN_ROW);
    }

    /** The nanoseconds in which threads waited for a CPU or for block I/O, in sum. */
    public double lost(long bucket) {
        return nanos(bucket, Metric.CPU_DELAY) + nanos(bucket, Metric.BLOCK_IO_DELAY);
    }

    private double cell(long bucket, int row) {
        widen();
        return bucket < first || bucket >= first + count ? 0 : cells[(int) (bucket - first) * ROWS + row];
    }

    private void reserve(long from, long to) {
        widen();
        if (count == 0) {
            first = from;
        }
        long begin = Math.min(first, from);
        long end = Math.max(first + count, to + 1);
        int needed = (int) (end - begin) * ROWS;
        if (begin < first || needed > cells.length) {
            int room = Math.min(TimeGrid.MOST * ROWS, needed + needed / 2);
            float[] larger = new float[Math.max(needed, room)];
            System.arraycopy(cells, 0, larger, (int) (first - begin) * ROWS, count * ROWS);
            cells = larger;
        }
        first = begin;
        count = (int) (end - begin);
    }

    /** Follows the grid where its buckets have become wider since. */
    private void widen() {
        for (; doublings < grid.doublings(); doublings++) {
            if (count == 0) {
                continue;
            }
            long start = Math.floorDiv(first, 2L);
            int size = (int) (Math.floorDiv(first + count - 1, 2L) - start) + 1;
            float[] wider = new float[size * ROWS];
            for (int i = 0; i < count; i++) {
                int to = (int) (Math.floorDiv(first + i, 2L) - start) * ROWS;
                for (int row = 0; row < ROWS; row++) {
                    wider[to + row] += cells[i * ROWS + row];
                }
            }
            first = start;
            count = size;
            cells = wider;
        }
    }
}
