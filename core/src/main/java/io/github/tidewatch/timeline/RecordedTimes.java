package io.github.tidewatch.timeline;

import java.time.Instant;

/** Times that others wrote into a recording, in nanoseconds since 1970: a damaged one may say anything. */
public final class RecordedTimes {
    /** Ten years, and the year 2096. */
    private static final long LONGEST = 315_360_000_000_000_000L;

    private static final long LATEST = 4_000_000_000_000_000_000L;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private RecordedTimes() {}

    /** Nanoseconds since 1970; wraps around for what no clock says. */
    public static long nanos(Instant time) {
        return time.getEpochSecond() * NANOS_PER_SECOND + time.getNano();
    }

    /** Whether a record can be of this time. */
    public static boolean isSensible(long begin, long end) {
        return begin > -LONGEST && end >= begin && end < LATEST && end - begin < LONGEST;
    }
}
