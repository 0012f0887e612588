package io.github.tidewatch.examples;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;

/**
 * A span of wall-clock time and how it divides into parts. A part that is unknown in any of the added records is
 * unknown in the sum: a partial sum would look like the truth.
 */
final class TimeSplit {
    private static final String WALL = "interval";
    private static final String COMPLETE = "complete";

    private final Map<Part, Long> nanos = new EnumMap<>(Part.class);
    private final Set<Part> absent = EnumSet.noneOf(Part.class);
    private boolean incomplete;
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
        split.incomplete = event.hasField(COMPLETE) && !event.getBoolean(COMPLETE);
        return split;
    }

    void add(TimeSplit other) {
        wall += other.wall;
        incomplete |= other.incomplete;
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

    /** Whether the recording has block I/O, but not all of this thread's. */
    boolean isIncomplete() {
        return incomplete && !isAbsent(Part.BLOCK_IO);
    }

    boolean isKnown(Part part) {
        return !isAbsent(part) && !(part == Part.BLOCK_IO && incomplete);
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
