package io.github.tidewatch.findings;

/** For how long the JVM stopped all Java threads. Immutable; times are nanoseconds. */
public final class StopTotals {
    private final long nanos;
    private final long paused;
    private final boolean isAtLeast;

    /**
     * Of some time.
     *
     * @param nanos how long all Java threads were stopped
     * @param paused how much of it garbage collections paused them
     * @param isAtLeast whether there were more stops than were counted
     */
    public StopTotals(long nanos, long paused, boolean isAtLeast) {
        this.nanos = nanos;
        this.paused = paused;
        this.isAtLeast = isAtLeast;
    }

    /** How long all Java threads were stopped. */
    public long nanos() {
        return nanos;
    }

    /** Whether at least half of it is known to be pauses of garbage collections. */
    public boolean isMostlyPauses() {
        return !isAtLeast && paused > 0 && paused >= nanos - paused;
    }

    /** Whether there were more stops than were counted. */
    public boolean isAtLeast() {
        return isAtLeast;
    }
}
