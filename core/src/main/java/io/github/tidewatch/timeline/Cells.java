package io.github.tidewatch.timeline;

/**
 * Numbers per bucket of a grid, some for each; kept as floats. Buckets that nothing was added to have 0. For one thread at a
 * time.
 */
final class Cells {
    private final TimeGrid grid;
    private final int rows;
    private int doublings;
    private long first;
    private int count;
    private float[] cells = {};

    /** Of so many numbers for each bucket. */
    Cells(TimeGrid grid, int rows) {
        this.grid = grid;
        this.rows = rows;
    }

    /** Makes room for these buckets, both included. */
    void reserve(long from, long to) {
        widen();
        if (count == 0) {
            first = from;
        }
        long begin = Math.min(first, from);
        long end = Math.max(first + count, to + 1);
        int needed = (int) (end - begin) * rows;
        if (begin < first || needed > cells.length) {
            int room = Math.min(TimeGrid.MOST * rows, needed + needed / 2);
            float[] larger = new float[Math.max(needed, room)];
            System.arraycopy(cells, 0, larger, (int) (first - begin) * rows, count * rows);
            cells = larger;
        }
        first = begin;
        count = (int) (end - begin);
    }

    /** Adds to a number of a bucket for which there is {@linkplain #reserve room}. */
    void add(long bucket, int row, double value) {
        cells[(int) (bucket - first) * rows + row] += (float) value;
    }

    /** Adds another of the same grid and as many numbers. */
    void add(Cells other) {
        if (other.count == 0) {
            return;
        }
        other.widen();
        reserve(other.first, other.first + other.count - 1);
        int shift = (int) (other.first - first) * rows;
        for (int i = 0; i < other.count * rows; i++) {
            cells[shift + i] += other.cells[i];
        }
    }

    /** A number of a bucket. */
    double get(long bucket, int row) {
        widen();
        return bucket < first || bucket >= first + count ? 0 : cells[(int) (bucket - first) * rows + row];
    }

    /** Follows the grid where its buckets have become wider since. */
    private void widen() {
        for (; doublings < grid.doublings(); doublings++) {
            if (count == 0) {
                continue;
            }
            long start = Math.floorDiv(first, 2L);
            int size = (int) (Math.floorDiv(first + count - 1, 2L) - start) + 1;
            float[] wider = new float[size * rows];
            for (int i = 0; i < count; i++) {
                int to = (int) (Math.floorDiv(first + i, 2L) - start) * rows;
                for (int row = 0; row < rows; row++) {
                    wider[to + row] += cells[i * rows + row];
                }
            }
            first = start;
            count = size;
            cells = wider;
        }
    }
}
