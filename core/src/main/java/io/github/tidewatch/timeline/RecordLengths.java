package io.github.tidewatch.timeline;

/** How long most records are, which is about the period of the recording. For one thread at a time. */
public final class RecordLengths {
    private final long[] first = new long[TimeGrid.WIDTHS];
    private final long[] later = new long[TimeGrid.WIDTHS];

    /**
     * Adds the length of a record, in nanoseconds.
     *
     * @param isFirst whether it is its thread's first, which may be as short as the thread's life
     */
    public void add(long length, boolean isFirst) {
        (isFirst ? first : later)[TimeGrid.nearestWidth(length)]++;
    }

    /** Makes the grid's buckets as wide as most records are long. */
    public void widen(TimeGrid grid) {
        int ofLater = mostFrequent(later);
        grid.widenTo(later[ofLater] > 0 ? ofLater : mostFrequent(first));
    }

    private static int mostFrequent(long[] counts) {
        int most = 0;
        for (int i = 0; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return most;
    }
}
