package io.github.tidewatch.timeline;

import io.github.tidewatch.findings.StopTotals;

/**
 * When the JVM stopped all Java threads: what pauses and safepoints cover together, so that none counts twice. Nanoseconds since
 * 1970. In bounded memory: beyond a number of stops that do not overlap, more are left out. For one thread at a time.
 */
public final class StoppedTime {
    private static final int MOST = 1 << 19;

    private final UnitedStops all;
    private final UnitedStops pauses;
    private long collections;
    private boolean arePausesEnabled;

    public StoppedTime() {
        this(MOST);
    }

    StoppedTime(int most) {
        all = new UnitedStops(most);
        pauses = new UnitedStops(most);
    }

    /** Adds a pause of a garbage collection; answers whether it makes sense. */
    public boolean addPause(long begin, long end) {
        boolean isSensible = all.add(begin, end) && pauses.add(begin, end);
        collections += isSensible ? 1 : 0;
        return isSensible;
    }

    /** Adds a safepoint, or a part of one; answers whether it makes sense. */
    public boolean addSafepoint(long begin, long end) {
        return all.add(begin, end);
    }

    /** How long all Java threads were stopped between these times. */
    public long between(long from, long to) {
        return all.between(from, to);
    }

    /** How long of it garbage collections paused them. */
    public long pausedBetween(long from, long to) {
        return pauses.between(from, to);
    }

    /** Both. */
    public StopTotals totals(long from, long to) {
        return new StopTotals(between(from, to), pausedBetween(from, to), isAtLeast());
    }

    /** Whether any stop was recorded. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** How many pauses of garbage collections were recorded. */
    public long pauses() {
        return collections;
    }

    /** Notes whether the recording's settings have the pauses of garbage collections recorded. */
    public void enablePauses(boolean enabled) {
        arePausesEnabled |= enabled;
    }

    /** Whether there is no stop because there was none, not because none was recorded. */
    public boolean isRecorded() {
        return arePausesEnabled || !all.isEmpty();
    }

    /** Whether there were more stops than are kept. */
    public boolean isAtLeast() {
        return all.isCut();
    }
}
