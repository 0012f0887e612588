package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.timeline.CauseRecord;
import io.github.tidewatch.timeline.CauseSeries;
import io.github.tidewatch.timeline.Quotas;
import java.util.OptionalDouble;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.unit.IQuantity;

/**
 * Sums up {@code tidewatch.DelayCause} over time, and the quotas of {@code tidewatch.CpuThrottling} and {@code
 * jdk.ContainerConfiguration}. Times are nanoseconds since 1970. For one thread at a time.
 */
final class CauseRecords {
    private final CauseSeries causes = new CauseSeries(Long.MIN_VALUE, Long.MAX_VALUE);
    private final Quotas quotas = new Quotas();
    private final CauseRecord record = new CauseRecord();

    void addCauses(IItemIterable events) {
        Fields fields = new Fields(events.getType());
        for (IItem item : events) {
            record.end = fields.end(item);
            record.begin = record.end - fields.nanos("interval", item);
            record.cpuDelay = fields.nanos("cpuDelay", item);
            record.threadGroup = fields.value("threadGroup", item) instanceof String group ? group : null;
            record.mostCpuGroup = fields.value("mostCpuGroup", item) instanceof String name ? name : "";
            for (CpuDelayCause cause : CpuDelayCause.values()) {
                long part = fields.nanos(cause.field(), item);
                record.set(cause, part == Fields.NONE ? CauseRecord.UNKNOWN : part);
            }
            causes.add(record);
        }
    }

    void addThrottling(IItemIterable events) {
        Fields fields = new Fields(events.getType());
        for (IItem item : events) {
            long end = fields.end(item);
            String group = fields.value("controlGroup", item) instanceof String name ? name : null;
            quotas.add(group, end - fields.nanos("interval", item), end, cpus(fields.value("cpus", item)));
        }
    }

    void addContainer(IItemIterable events) {
        Fields fields = new Fields(events.getType());
        for (IItem item : events) {
            long slice = fields.nanos("cpuQuota", item);
            long period = fields.nanos("cpuSlicePeriod", item);
            if (slice > 0 && period > 0) {
                quotas.ofContainer((double) slice / period);
            }
        }
    }

    private static double cpus(Object value) {
        if (value instanceof IQuantity quantity) {
            return quantity.doubleValue();
        }
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    DelayCauseTotals all() {
        return causes.all();
    }

    DelayCauseTotals between(long begin, long end) {
        return causes.between(begin, end);
    }

    /** The quota in force between these times, in CPUs; empty if there is none, if none is known, or if it changed. */
    OptionalDouble quota(long begin, long end) {
        return quotas.inForce(begin, end);
    }
}
