package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.DiskTotals;
import io.github.tidewatch.timeline.DiskSeries;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;

/** Sums up {@code tidewatch.DiskUse} over time. Times are nanoseconds since 1970. For one thread at a time. */
final class DiskRecords {
    private final DiskSeries disks = new DiskSeries(Long.MIN_VALUE, Long.MAX_VALUE);

    /** Where it is not known what the process's group did, a device may be one that it never touched. */
    void add(IItemIterable events) {
        Fields fields = new Fields(events.getType());
        if (fields.accessor("ownBytes") == null) {
            return;
        }
        for (IItem item : events) {
            long end = fields.end(item);
            String device = fields.value("device", item) instanceof String name ? name : null;
            String cause = fields.value("cause", item) instanceof String label ? label : null;
            disks.add(device, cause, end - fields.nanos("interval", item), end);
        }
    }

    DiskTotals all() {
        return disks.all();
    }

    DiskTotals between(long begin, long end) {
        return disks.between(begin, end);
    }
}
