package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.CoveredTime;
import io.github.tidewatch.findings.ThreadTotals;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.common.unit.UnitLookup;

/** Sums up {@code tidewatch.ThreadDelay} and {@code tidewatch.ThreadUsage} per thread. For one thread at a time. */
final class ThreadRecords {
    /** Between the last record of a chunk and the first of the next there may be as much. */
    private static final long BRIDGED = 1_000_000_000;

    private final Map<Long, List<Entry>> byTid = new HashMap<>();
    private final CoveredTime covered = new CoveredTime(BRIDGED);

    /** The kernel gives ids to new threads again, so there may be several of one id. */
    private static final class Entry {
        final ThreadTotals.Builder totals;
        String name;
        Long javaId;
        String group;
        long namedAt = Long.MIN_VALUE;

        Entry(ThreadTotals.Builder totals, String name, Long javaId) {
            this.totals = totals;
            this.name = name;
            this.javaId = javaId;
        }
    }

    void addDelays(IItemIterable events) {
        Fields fields = new Fields(events.getType());
        IMemberAccessor<?, IItem> interval = fields.accessor("interval");
        IMemberAccessor<?, IItem> complete = fields.accessor("complete");
        Owner owner = new Owner(fields);
        Metrics metrics = new Metrics(fields, metric -> !Metric.USAGE.contains(metric));
        for (IItem item : events) {
            Entry entry = owner.of(item);
            long length = Fields.number(interval, item, UnitLookup.NANOSECOND);
            boolean isComplete = !Boolean.FALSE.equals(Fields.value(complete, item));
            if (entry != null && length != Fields.NONE) {
                entry.totals.interval(length, isComplete);
                metrics.add(item, entry.totals, isComplete);
            }
        }
    }

    void addUsages(IItemIterable events) {
        Fields fields = new Fields(events.getType());
        Owner owner = new Owner(fields);
        Metrics metrics =
                new Metrics(fields, metric -> Metric.USAGE.contains(metric) && metric.unit() != Metric.Unit.BYTES);
        for (IItem item : events) {
            Entry entry = owner.of(item);
            if (entry != null) {
                metrics.add(item, entry.totals, true);
            }
        }
    }

    /** The time that records cover, in nanoseconds: a gap between two recordings does not count. */
    long span() {
        return covered.length();
    }

    Collection<ThreadTotals> totals() {
        List<ThreadTotals> totals = new ArrayList<>();
        byTid.values()
                .forEach(entries -> entries.forEach(entry -> totals.add(entry.totals
                        .named(entry.name, ThreadKind.of(entry.name, entry.javaId != null, entry.group))
                        .build())));
        return totals;
    }

    /** Whose record one is. */
    private final class Owner {
        private final IMemberAccessor<?, IItem> start;
        private final IMemberAccessor<?, IItem> duration;
        private final IMemberAccessor<?, IItem> tid;
        private final IMemberAccessor<?, IItem> name;
        private final IMemberAccessor<?, IItem> thread;

        Owner(Fields fields) {
            start = fields.accessor("startTime");
            // Only an event that begins and ends at once has an end of its own in JMC.
            duration = fields.accessor("duration");
            tid = fields.accessor("osThreadId");
            name = fields.accessor("threadName");
            thread = fields.accessor("sampledThread");
        }

        /** Null where the record does not say. */
        Entry of(IItem item) {
            long id = Fields.number(tid, item, UnitLookup.NUMBER_UNITY);
            if (id == Fields.NONE || !(Fields.value(name, item) instanceof String called)) {
                return null;
            }
            Long javaId = Fields.value(thread, item) instanceof IMCThread java ? java.getThreadId() : null;
            Entry entry = find(id, javaId, called);
            long begun = Fields.number(start, item, UnitLookup.EPOCH_NS);
            long lasted = Math.max(0, Fields.number(duration, item, UnitLookup.NANOSECOND));
            long ended = begun == Fields.NONE ? begun : begun + lasted;
            if (ended > entry.namedAt) {
                entry.namedAt = ended;
                entry.name = called;
            }
            if (entry.group == null && Fields.value(thread, item) instanceof IMCThread java) {
                entry.group = java.getThreadGroup() == null
                        ? null
                        : java.getThreadGroup().getName();
            }
            if (begun != Fields.NONE) {
                covered.add(begun, ended);
            }
            return entry;
        }

        /** A record whose Java thread had ended when the chunk was written has only the name to go by. */
        private Entry find(long id, Long javaId, String called) {
            List<Entry> entries = byTid.computeIfAbsent(id, any -> new ArrayList<>(1));
            for (Entry entry : entries) {
                boolean same = (javaId != null && entry.javaId != null)
                        ? javaId.equals(entry.javaId)
                        : entry.name.equals(called);
                if (same) {
                    entry.javaId = entry.javaId == null ? javaId : entry.javaId;
                    return entry;
                }
            }
            ThreadTotals.Builder totals = ThreadTotals.of(called, id, ThreadKind.of(called, javaId != null));
            Entry entry = new Entry(totals, called, javaId);
            entries.add(entry);
            return entry;
        }
    }

    /** The metrics that a type of events has. */
    private static final class Metrics {
        private final List<Metric> present = new ArrayList<>();
        private final List<IMemberAccessor<?, IItem>> accessors = new ArrayList<>();

        Metrics(Fields fields, Predicate<Metric> which) {
            for (Metric metric : Metric.values()) {
                IMemberAccessor<?, IItem> accessor = fields.accessor(metric.field());
                if (which.test(metric) && accessor != null) {
                    present.add(metric);
                    accessors.add(accessor);
                }
            }
        }

        void add(IItem item, ThreadTotals.Builder totals, boolean complete) {
            for (int i = 0; i < accessors.size(); i++) {
                Metric metric = present.get(i);
                if (!complete && metric == Metric.BLOCK_IO_DELAY) {
                    continue;
                }
                long value = Fields.number(accessors.get(i), item, UnitLookup.NANOSECOND);
                if (value == Fields.NONE) {
                    totals.unknown(metric);
                } else {
                    totals.add(metric, value);
                }
            }
        }
    }
}
