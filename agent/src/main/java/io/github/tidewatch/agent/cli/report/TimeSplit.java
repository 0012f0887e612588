package io.github.tidewatch.agent.cli.report;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Wall-clock time of one or more threads and how it divides into parts, in nanoseconds. A part that is absent from any of
 * the added records is unknown in the sum. Block I/O that is unknown in some of them, marked incomplete, is known in the
 * sum as a least value; if it is in all, it is unknown. What is unknown is contained in the time waited. For one thread at
 * a time.
 */
final class TimeSplit {
    private final long[] nanos = new long[Part.count()];
    private int absent;
    private long wall;
    private long incompleteWall;

    void clear() {
        Arrays.fill(nanos, 0);
        absent = 0;
        wall = 0;
        incompleteWall = 0;
    }

    /** Sets the length of a record; {@code complete} as the record says. */
    void record(long length, boolean complete) {
        wall = length;
        incompleteWall = complete ? 0 : length;
    }

    void set(Part part, long time) {
        nanos[part.ordinal()] = time;
    }

    void setAbsent(Part part) {
        nanos[part.ordinal()] = 0;
        absent |= 1 << part.ordinal();
    }

    void add(TimeSplit other) {
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] += other.nanos[i];
        }
        absent |= other.absent;
        wall += other.wall;
        incompleteWall += other.incompleteWall;
    }

    /** Multiplies by the fraction, from 0 to 1. */
    void scale(double fraction) {
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = Math.round(nanos[i] * fraction);
        }
        wall = Math.round(wall * fraction);
        incompleteWall = Math.min(wall, Math.round(incompleteWall * fraction));
    }

    /** Whether no part is negative, or longer than the whole by more than rounding. */
    boolean isSensible() {
        long most = wall + wall / 10 + 1_000_000_000;
        return Arrays.stream(nanos).allMatch(part -> part >= 0 && part <= most);
    }

    long wall() {
        return wall;
    }

    /** The length of the records of which block I/O is not known. */
    long incompleteWall() {
        return incompleteWall;
    }

    /** Whether records without the part are among those added: the host did not give it. */
    boolean isAbsent(Part part) {
        return (absent & 1 << part.ordinal()) != 0;
    }

    boolean isKnown(Part part) {
        return !isAbsent(part) && !(part == Part.BLOCK_IO && incompleteWall > 0 && incompleteWall == wall);
    }

    /** Whether the part is known as a least value only. */
    boolean isAtLeast(Part part) {
        return part == Part.BLOCK_IO && incompleteWall > 0 && isKnown(part);
    }

    /** The part's time, empty when it is unknown. */
    OptionalLong nanos(Part part) {
        return isKnown(part) ? OptionalLong.of(nanos[part.ordinal()]) : OptionalLong.empty();
    }

    /** What is known of the part's time: 0 when nothing is. For sums and for order, not to be shown. */
    long knownNanos(Part part) {
        return isKnown(part) ? nanos[part.ordinal()] : 0;
    }

    /** The part's share of the wall-clock time, empty when it is unknown. */
    OptionalDouble percent(Part part) {
        return isKnown(part) && wall > 0
                ? OptionalDouble.of(100.0 * nanos[part.ordinal()] / wall)
                : OptionalDouble.empty();
    }

    /** What is known of the time lost: wanted to go on and could not. */
    long lost() {
        return knownNanos(Part.CPU_DELAY) + knownNanos(Part.BLOCK_IO);
    }

    /** On a CPU. */
    long onCpu() {
        return knownNanos(Part.USER) + knownNanos(Part.SYSTEM);
    }
}
