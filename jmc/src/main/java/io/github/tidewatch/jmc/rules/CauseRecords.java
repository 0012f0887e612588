package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.metrics.CpuDelayCause;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;

/**
 * Sums up {@code tidewatch.DelayCause}, and finds the quota in force: the smallest of the control groups of {@code
 * tidewatch.CpuThrottling}, or else that of {@code jdk.ContainerConfiguration}; none where it changed. For one thread at a time.
 */
final class CauseRecords {
    private final DelayCauseTotals totals = new DelayCauseTotals();
    private static final int MOST_GROUPS = 1000;

    private final Map<String, DoubleSummaryStatistics> quotas = new HashMap<>();
    private final DoubleSummaryStatistics ofContainer = new DoubleSummaryStatistics();

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
            String group = fields.value("controlGroup", item) instanceof String name ? name : "";
            if (cpus > 0 && (quotas.size() < MOST_GROUPS || quotas.containsKey(group))) {
                quotas.computeIfAbsent(group, any -> new DoubleSummaryStatistics())
                        .accept(cpus);
            }
        }
    }

    void addContainer(IItemIterable events) {
        Fields fields = new Fields(events.getType());
        for (IItem item : events) {
            long slice = Fields.number(fields.accessor("cpuQuota"), item, UnitLookup.NANOSECOND);
            long period = Fields.number(fields.accessor("cpuSlicePeriod"), item, UnitLookup.NANOSECOND);
            if (slice > 0 && period > 0) {
                ofContainer.accept((double) slice / period);
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
        Collection<DoubleSummaryStatistics> all =
                quotas.isEmpty() && ofContainer.getCount() > 0 ? List.of(ofContainer) : quotas.values();
        OptionalDouble least =
                all.stream().mapToDouble(DoubleSummaryStatistics::getMin).min();
        OptionalDouble most =
                all.stream().mapToDouble(DoubleSummaryStatistics::getMax).min();
        return least.equals(most) ? least : OptionalDouble.empty();
    }
}
