package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.OverheadFacts;
import io.github.tidewatch.findings.StatusFacts;
import java.util.OptionalLong;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.common.unit.UnitLookup;

/** Reads what Tidewatch says of itself: {@code tidewatch.Status} or {@code tidewatch.Starting}, the latest, and all {@code tidewatch.Overhead} together. */
final class SelfRecords {
    private StatusFacts status;
    private long statusTime = Long.MIN_VALUE;

    private boolean anyOverhead;
    private long passes;
    private long threadsSampled;
    private long queriesFailed;
    private long repliesLost;
    private long stretch = 1;
    private long cpuTime;
    private boolean cpuTimeKnown = true;

    void addStatus(IItemIterable events) {
        Fields fields = new Fields(events.getType());
        IMemberAccessor<?, IItem> start = fields.accessor("startTime");
        for (IItem item : events) {
            long time = Fields.number(start, item, UnitLookup.EPOCH_NS);
            if (status == null || time >= statusTime) {
                statusTime = time;
                status = StatusFacts.of(
                        text(fields, "source", item),
                        flag(fields, "delayAccountingAtStart", item),
                        flag(fields, "delayAccounting", item),
                        text(fields, "missing", item),
                        text(fields, "unreliable", item));
            }
        }
    }

    void addOverhead(IItemIterable events) {
        Fields fields = new Fields(events.getType());
        for (IItem item : events) {
            anyOverhead = true;
            passes += count(fields, "passes", item);
            threadsSampled += count(fields, "threadsSampled", item);
            queriesFailed += count(fields, "queriesFailed", item);
            repliesLost += count(fields, "repliesLost", item);
            stretch = Math.max(stretch, count(fields, "stretch", item));
            long cpu = Fields.number(fields.accessor("cpuTime"), item, UnitLookup.NANOSECOND);
            cpuTimeKnown &= cpu != Fields.NONE;
            cpuTime += cpu == Fields.NONE ? 0 : cpu;
        }
    }

    /** Null if there is none. */
    StatusFacts status() {
        return status;
    }

    /** Null if there is none. */
    OverheadFacts overhead() {
        OptionalLong cpu = cpuTimeKnown ? OptionalLong.of(cpuTime) : OptionalLong.empty();
        return anyOverhead ? new OverheadFacts(passes, threadsSampled, queriesFailed, repliesLost, cpu, stretch) : null;
    }

    private static String text(Fields fields, String name, IItem item) {
        return fields.value(name, item) instanceof String text ? text : "";
    }

    private static Boolean flag(Fields fields, String name, IItem item) {
        return fields.value(name, item) instanceof Boolean flag ? flag : null;
    }

    private static long count(Fields fields, String name, IItem item) {
        long value = Fields.number(fields.accessor(name), item, UnitLookup.NANOSECOND);
        return value == Fields.NONE ? 0 : value;
    }
}
