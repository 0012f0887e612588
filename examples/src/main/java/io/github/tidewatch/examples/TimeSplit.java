package io.github.tidewatch.examples;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;

/**
 * A span of wall-clock time and how it divides into parts. A part that is absent from any of the added records is unknown
 * in the sum. Block I/O that is unknown in some of them, marked incomplete, is known in the sum as a least value; if it is
 * in all, it is unknown.
 */
final class TimeSplit {
    private static final String WALL = "interval";
    private static final String COMPLETE = "complete";

    private final Map<Part, Long> nanos = new EnumMap<>(Part.class);
    private final Set<Part> absent = EnumSet.noneOf(Part.class);
    private long incompleteWall;
    private long wall;

    /** What one {@code tidewatch.ThreadDelay} record says. */
    static TimeSplit of(RecordedEvent event) {
        TimeSplit split = new TimeSplit();
        split.wall = event.getDuration(WALL).toNanos();
        for (Part part : Part.values()) {
            Duration time = event.hasField(part.field()) ? event.getDuration(part.field()) : null;
            // JFR's own mark for "not available" in a time span.
            if (time == null || time.toSeconds() == Long.MIN_VALUE) {
                split.absent.add(part);
            } else {
                split.nanos.put(part, time.toNanos());
            }
        }
        if (event.hasField(COMPLETE) && !event.getBoolean(COMPLETE)) {
            split.incompleteWall = split.wall;
            split.nanos.remove(Part.BLOCK_IO);
        }
        return split;
    }

    void add(TimeSplit other) {
        wall += other.wall;
        incompleteWall += other.incompleteWall;
        absent.addAll(other.absent);
        other.nanos.forEach((part, time) -> nanos.merge(part, time, Long::sum));
    }

    long wallNanos() {
        return wall;
    }

    /** Whether the recording does not have the part at all. */
    boolean isAbsent(Part part) {
        return absent.contains(part);
    }

    /** Whether the recording has block I/O, but nothing of this thread's. */
    boolean isIncomplete() {
        return incompleteWall > 0 && incompleteWall == wall && !isAbsent(Part.BLOCK_IO);
    }

    /** Whether the part is known as a least value only. */
    boolean isAtLeast(Part part) {
        return part == Part.BLOCK_IO && incompleteWall > 0 && isKnown(part);
    }

    boolean isKnown(Part part) {
        return !isAbsent(part) && !(part == Part.BLOCK_IO && isIncomplete());
    }

    /** The part's time for sorting, below all others when it is unknown. */
    long sortableNanos(Part part) {
        return isKnown(part) ? nanos.getOrDefault(part, 0L) : -1;
    }

    /** The part's share of the wall-clock time, empty when it is unknown. */
    OptionalDouble percent(Part part) {
        return isKnown(part) && wall > 0
                ? OptionalDouble.of(100.0 * nanos.getOrDefault(part, 0L) / wall)
                : OptionalDouble.empty();
    }
}
