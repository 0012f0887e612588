package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.timeline.Coverage;
import io.github.tidewatch.timeline.RecordedSpan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;

/** The chunks of a recording, as JMC has them: the time that it is of. Nanoseconds since 1970. For one thread at a time. */
final class RecordedChunks {
    private final TreeMap<Long, Span> byBegin = new TreeMap<>();

    private record Span(long begin, long end) implements RecordedSpan {}

    // JMC names nothing that has the times of chunks in place of this, and its own rules go by it.
    @SuppressWarnings("deprecation")
    RecordedChunks(IItemCollection items) {
        items.getUnfilteredTimeRanges().forEach(range -> {
            if (range.getStart() != null && range.getEnd() != null) {
                include(nanos(range.getStart()), nanos(range.getEnd()));
            }
        });
    }

    private static long nanos(IQuantity time) {
        return time.clampedLongValueIn(UnitLookup.EPOCH_NS);
    }

    private void include(long begin, long end) {
        byBegin.merge(begin, new Span(begin, Math.max(begin, end)), (one, other) -> one.end > other.end ? one : other);
    }

    /** Notes that there is a record of this time: the header of an unfinished chunk may not know. */
    void reach(long begin, long end) {
        Map.Entry<Long, Span> chunk = byBegin.floorEntry(begin);
        chunk = chunk == null ? byBegin.firstEntry() : chunk;
        if (chunk == null) {
            include(begin, end);
        } else if (end > chunk.getValue().end) {
            include(chunk.getKey(), end);
        }
    }

    Coverage coverage() {
        return new Coverage(List.copyOf(byBegin.values()));
    }
}
