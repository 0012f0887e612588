package io.github.tidewatch.timeline;

/**
 * Divides time into buckets of one width that doubles whenever what is recorded would need more than {@link #MOST}: so
 * series are of bounded size, whatever the length of a recording. Times are nanoseconds since 1970, and buckets are
 * numbered from there. For one thread at a time.
 */
public final class TimeGrid {
    /** The most buckets; once the width has doubled, there are at least about half as many. */
    static final int MOST = 256;

    private static final long FINEST = 15_625_000; // 1 s / 64, so that a second is one of the widths

    /** How many widths {@link #nearestWidth} distinguishes. */
    static final int WIDTHS = 18;

    private long width = FINEST;
    private int doublings;
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;

    /** Makes room for this time. */
    void cover(long begin, long end) {
        from = Math.min(from, begin);
        to = Math.max(to, end);
        while (bucket(to) - bucket(from) >= MOST) {
            width *= 2;
            doublings++;
        }
    }

    /** Which of the widths comes nearest to this length, counted from 0; a longer one than 35 minutes does as 35. */
    public static int nearestWidth(long length) {
        double doubling = Math.log((double) Math.max(FINEST, length) / FINEST) / Math.log(2);
        return (int) Math.min(WIDTHS - 1, Math.round(doubling));
    }

    /** Makes the buckets at least this wide: finer than the records are, they would only seem to show more. */
    void widenTo(int nearestWidth) {
        while (doublings < nearestWidth) {
            width *= 2;
            doublings++;
        }
    }

    /** The begin of what it covers. */
    public long from() {
        return from;
    }

    /** The end of what it covers. */
    public long to() {
        return to;
    }

    /** The number of the bucket that has this time. */
    public long bucket(long time) {
        return Math.floorDiv(time, width);
    }

    /** When the bucket begins. */
    public long begin(long bucket) {
        return bucket * width;
    }

    /** The length of a bucket. */
    public long width() {
        return width;
    }

    /** How often the width has doubled. */
    int doublings() {
        return doublings;
    }

    /** The first bucket that was covered. */
    public long first() {
        return bucket(from);
    }

    /** How many buckets were covered. */
    public int count() {
        return to < from ? 0 : (int) (bucket(to) - bucket(from)) + 1;
    }
}
