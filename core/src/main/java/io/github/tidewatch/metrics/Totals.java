package io.github.tidewatch.metrics;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Sums over records of one or more threads that know what is unknown. A metric is unknown if no record has it, or if one
 * that should have it lacks it. In records that are not complete, what only delay accounting gives is unknown: if all
 * records are so, it is unknown in the sum; else it is known as a least value, and {@link Metric#WAIT_TIME} contains the
 * rest. Times are nanoseconds. For one thread at a time.
 */
public final class Totals {
    private final long[] values = new long[Metric.COUNT];
    private long present;
    private long absent;
    private long wall;
    private long incompleteWall;

    /** Makes it empty again. */
    public void clear() {
        Arrays.fill(values, 0);
        present = 0;
        absent = 0;
        wall = 0;
        incompleteWall = 0;
    }

    /**
     * Adds the length of one record, in nanoseconds. Of one that is not complete, do not {@linkplain #add add} the block-I/O
     * delay: it is not known.
     */
    public void addInterval(long length, boolean complete) {
        wall += length;
        incompleteWall += complete ? 0 : length;
    }

    /** Adds what one record says of one metric. */
    public void add(Metric metric, long value) {
        values[metric.ordinal()] += value;
        present |= bit(metric);
    }

    /** Notes that a record lacks the metric, so that the sum is unknown. */
    public void addUnknown(Metric metric) {
        absent |= bit(metric);
    }

    /** Adds all that another has summed up. */
    public void add(Totals other) {
        for (int i = 0; i < values.length; i++) {
            values[i] += other.values[i];
        }
        present |= other.present;
        absent |= other.absent;
        wall += other.wall;
        incompleteWall += other.incompleteWall;
    }

    /** Multiplies all by a fraction from 0 to 1. */
    public void scale(double fraction) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(values[i] * fraction);
        }
        wall = Math.round(wall * fraction);
        incompleteWall = Math.min(wall, Math.round(incompleteWall * fraction));
    }

    private static long bit(Metric metric) {
        return 1L << metric.ordinal();
    }

    /** Recorded wall-clock time: the sum of the records' lengths. */
    public long wall() {
        return wall;
    }

    /** The part of {@link #wall} in records that are not complete, in which block-I/O delay is unknown. */
    public long incompleteWall() {
        return incompleteWall;
    }

    /** Whether a record without the metric is among those added: the host did not provide it. */
    public boolean isAbsent(Metric metric) {
        return (absent & bit(metric)) != 0;
    }

    /** Whether the sum is known, if only as {@linkplain #isAtLeast a least value}. */
    public boolean isKnown(Metric metric) {
        return (present & bit(metric)) != 0 && !isAbsent(metric) && !isNeverAccounted(metric);
    }

    /** The kernel says 0 of a thread that has no delay accounting. */
    private boolean isNeverAccounted(Metric metric) {
        return incompleteWall > 0
                && incompleteWall >= wall
                && values[metric.ordinal()] == 0
                && Metric.BY_DELAY_ACCOUNTING.contains(metric);
    }

    /** Whether the metric is block-I/O delay, and known as a least value only. */
    public boolean isAtLeast(Metric metric) {
        return metric == Metric.BLOCK_IO_DELAY && incompleteWall > 0 && isKnown(metric);
    }

    /** The sum; empty when it is unknown. */
    public OptionalLong get(Metric metric) {
        return isKnown(metric) ? OptionalLong.of(values[metric.ordinal()]) : OptionalLong.empty();
    }

    /** What is known of the sum: 0 when nothing is. For order and further sums, not to be shown. */
    public long known(Metric metric) {
        return isKnown(metric) ? values[metric.ordinal()] : 0;
    }

    /** The metric's share of the wall-clock time, in percent; empty when it is unknown. */
    public OptionalDouble percent(Metric metric) {
        return isKnown(metric) && wall > 0
                ? OptionalDouble.of(100.0 * values[metric.ordinal()] / wall)
                : OptionalDouble.empty();
    }

    /** What is known of the time lost: the thread was ready to go on and could not. */
    public long lost() {
        return known(Metric.CPU_DELAY) + known(Metric.BLOCK_IO_DELAY);
    }

    /** What is known of the time on a CPU. */
    public long onCpu() {
        return known(Metric.USER_TIME) + known(Metric.SYSTEM_TIME);
    }

    /** Whether no part of the time is negative, or longer than the whole by more than rounding. */
    public boolean isPlausible() {
        long most = wall + wall / 10 + 1_000_000_000;
        for (Metric part : Metric.PARTS) {
            if (!isWithin(part, most)) {
                return false;
            }
        }
        for (Metric wait : Metric.WAITS) {
            if (!isWithin(wait, most)) {
                return false;
            }
        }
        return isWithin(Metric.EXACT_WAIT, most);
    }

    private boolean isWithin(Metric metric, long most) {
        long value = values[metric.ordinal()];
        return value >= 0 && value <= most;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("wall " + wall);
        for (Metric metric : Metric.values()) {
            get(metric)
                    .ifPresent(value ->
                            text.append(", ").append(metric.field()).append(' ').append(value));
        }
        return text.toString();
    }
}
