package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.StopTotals;
import io.github.tidewatch.timeline.StoppedTime;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.unit.UnitLookup;

/**
 * Takes from JFR's own events when the JVM stopped all Java threads, as the report does. Of a safepoint whose begin and end are
 * events of their own the time between counts. Nanoseconds since 1970. For one thread at a time.
 */
final class StopRecords {
    private static final int MOST_OPEN = 100_000;

    private final StoppedTime time = new StoppedTime();
    private final Map<Long, Long> others = new HashMap<>();

    /** Takes events of a type that is of stops; of another nothing. */
    void add(IItemIterable events) {
        String type = events.getType().getIdentifier();
        Fields fields = new Fields(events.getType());
        switch (type) {
            case "jdk.GCPhasePause" -> events.forEach(item -> time.addPause(begin(fields, item), fields.end(item)));
            case "jdk.SafepointBegin", "jdk.SafepointEnd" -> events.forEach(item -> addSafepoint(fields, item));
            case "jdk.ExecuteVMOperation" ->
                events.forEach(item -> {
                    if (Boolean.TRUE.equals(fields.value("safepoint", item))) {
                        time.addSafepoint(begin(fields, item), fields.end(item));
                    }
                });
            default -> {
                // no stop
            }
        }
    }

    private static long begin(Fields fields, IItem item) {
        return Fields.number(fields.accessor("startTime"), item, UnitLookup.EPOCH_NS);
    }

    /** JMC has all events of one type before those of the other. */
    private void addSafepoint(Fields fields, IItem item) {
        long id = Fields.number(fields.accessor("safepointId"), item, UnitLookup.NUMBER_UNITY);
        long begin = begin(fields, item);
        long end = fields.end(item);
        Long other = others.remove(id);
        if (other != null) {
            time.addSafepoint(Math.min(begin, other), Math.max(end, other));
        } else {
            time.addSafepoint(begin, end);
            if (others.size() < MOST_OPEN) {
                others.put(id, fields.accessor("totalThreadCount") == null ? end : begin);
            }
        }
    }

    /** Null where none was recorded. */
    StopTotals totals(long begin, long end) {
        return time.isEmpty() ? null : time.totals(begin, end);
    }

    StoppedTime time() {
        return time;
    }
}
