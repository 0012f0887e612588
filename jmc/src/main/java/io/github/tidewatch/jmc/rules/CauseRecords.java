package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.metrics.CpuDelayCause;
import java.util.OptionalDouble;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;

/** Sums up {@code tidewatch.DelayCause}, and finds the smallest quota of {@code tidewatch.CpuThrottling}. For one thread at a time. */
final class CauseRecords {
    private final DelayCauseTotals totals = new DelayCauseTotals();
    private double quota = Double.NaN;

    void addCauses(IItemIterable events) {
        Fields fields = new Fields(events.getType());
        for (IItem item : events) {
            long delay = Fields.number(fields.accessor("cpuDelay"), item, UnitLookup.NANOSECOND);
            if (fields.value("threadGroup", item) instanceof String group && delay != Fields.NONE) {
                String most = fields.value("mostCpuGroup", item) instanceof String name ? name : "";
                totals.add(group, delay, most, cause -> part(fields, cause, item));
            }
        }
    }

    private static long part(Fields fields, CpuDelayCause cause, IItem item) {
        long part = Fields.number(fields.accessor(cause.field()), item, UnitLookup.NANOSECOND);
        return part == Fields.NONE ? DelayCauseTotals.UNKNOWN : part;
    }

    void addThrottling(IItemIterable events) {
        Fields fields = new Fields(events.getType());
        for (IItem item : events) {
            double cpus = cpus(fields.value("cpus", item));
            if (cpus > 0) {
                quota = Double.isNaN(quota) ? cpus : Math.min(quota, cpus);
            }
        }
    }

    private static double cpus(Object value) {
        if (value instanceof IQuantity quantity) {
            return quantity.doubleValue();
        }
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    DelayCauseTotals totals() {
        return totals;
    }

    OptionalDouble quota() {
        return Double.isNaN(quota) ? OptionalDouble.empty() : OptionalDouble.of(quota);
    }
}
