package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.CoveredTime;
import io.github.tidewatch.findings.ThreadTotals;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadIdentity;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.ThreadKinds;
import io.github.tidewatch.metrics.ThreadsOfTid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.common.unit.UnitLookup;

/**
 * Sums up {@code tidewatch.ThreadDelay} and {@code tidewatch.ThreadUsage} per thread, of which {@code tidewatch.ThreadEnd}
 * says when it ended. For one thread at a time.
 */
final class ThreadRecords {
    /** Between the last record of a chunk and the first of the next there may be as much. */
    private static final long BRIDGED = 1_000_000_000;

    private final Map<Long, List<Entry>> byTid = new HashMap<>();
    private final Map<Long, List<Entry>> livesByTid = new HashMap<>();
    private final CoveredTime covered = new CoveredTime(BRIDGED);

    /** One record: JMC has them in no order. */
    private static final class Entry implements ThreadsOfTid.Record {
        private final IItem item;
        private final Type type;
        private final long begin;
        private final long end;

        Entry(IItem item, Type type, long begin, long end) {
            this.item = item;
            this.type = type;
            this.begin = begin;
            this.end = end;
        }

        @Override
        public long javaId() {
            Object thread = Fields.value(type.thread, item);
            return thread instanceof IMCThread java && java.getThreadId() != null ? java.getThreadId() : 0;
        }

        /** The name of the Java thread's group; null where that is not known. */
        String group() {
            Object thread = Fields.value(type.thread, item);
            return thread instanceof IMCThread java && java.getThreadGroup() != null
                    ? java.getThreadGroup().getName()
                    : null;
        }

        @Override
        public String name() {
            return (String) Fields.value(type.name, item);
        }

        @Override
        public long begin() {
            return begin;
        }

        @Override
        public long end() {
            return end;
        }
    }

    void addDelays(IItemIterable events) {
        add(events, new Type(events, metric -> !Metric.USAGE.contains(metric)), byTid);
    }

    void addUsages(IItemIterable events) {
        add(
                events,
                new Type(events, metric -> Metric.USAGE.contains(metric) && metric.unit() != Metric.Unit.BYTES),
                byTid);
    }

    void addEnds(IItemIterable events) {
        add(events, new Type(events, metric -> false), livesByTid);
    }

    private void add(IItemIterable events, Type type, Map<Long, List<Entry>> to) {
        for (IItem item : events) {
            long tid = Fields.number(type.tid, item, UnitLookup.NUMBER_UNITY);
            long start = Fields.number(type.start, item, UnitLookup.EPOCH_NS);
            if (tid == Fields.NONE || start == Fields.NONE || !(Fields.value(type.name, item) instanceof String)) {
                continue;
            }
            long length = Math.max(0, Fields.number(type.duration, item, UnitLookup.NANOSECOND));
            long life = Math.max(0, Fields.number(type.lifetime, item, UnitLookup.NANOSECOND));
            to.computeIfAbsent(tid, any -> new ArrayList<>()).add(new Entry(item, type, start - life, start + length));
            if (to == byTid) {
                covered.add(start, start + length);
            }
        }
    }

    /** The time that records cover, in nanoseconds: a gap between two recordings does not count. */
    long span() {
        return covered.length();
    }

    /** The sums of each thread. */
    Collection<ThreadTotals> totals() {
        List<ThreadTotals> totals = new ArrayList<>();
        byTid.forEach((tid, records) -> {
            for (ThreadsOfTid.Owner<Entry> owner :
                    ThreadsOfTid.divide(tid, records, livesByTid.getOrDefault(tid, List.of()))) {
                // Not one of which nothing is known but its exit.
                if (owner.records().stream().anyMatch(record -> !record.type.present.isEmpty())) {
                    totals.add(sum(owner));
                }
            }
        });
        return totals;
    }

    private static ThreadTotals sum(ThreadsOfTid.Owner<Entry> owner) {
        ThreadIdentity identity = owner.identity();
        String group = owner.records().stream()
                .map(Entry::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        ThreadKind kind = ThreadKinds.of(identity.name(), identity.javaId() > 0, group);
        ThreadTotals.Builder totals = ThreadTotals.of(identity.name(), identity.tid(), kind);
        owner.records().forEach(record -> record.type.sum(record.item, totals));
        return totals.build();
    }

    /** The fields of a type of events, and which of its metrics count. */
    private static final class Type {
        private final IMemberAccessor<?, IItem> start;
        private final IMemberAccessor<?, IItem> duration;
        private final IMemberAccessor<?, IItem> lifetime;
        private final IMemberAccessor<?, IItem> tid;
        private final IMemberAccessor<?, IItem> name;
        private final IMemberAccessor<?, IItem> thread;
        private final IMemberAccessor<?, IItem> interval;
        private final IMemberAccessor<?, IItem> complete;
        private final List<Metric> present = new ArrayList<>();
        private final List<IMemberAccessor<?, IItem>> accessors = new ArrayList<>();

        Type(IItemIterable events, Predicate<Metric> which) {
            Fields fields = new Fields(events.getType());
            start = fields.accessor("startTime");
            // Only an event that begins and ends at once has an end of its own in JMC.
            duration = fields.accessor("duration");
            lifetime = fields.accessor("lifetime");
            tid = fields.accessor("osThreadId");
            name = fields.accessor("threadName");
            thread = fields.accessor("sampledThread");
            interval = fields.accessor("interval");
            complete = fields.accessor("complete");
            for (Metric metric : Metric.values()) {
                IMemberAccessor<?, IItem> accessor = fields.accessor(metric.field());
                if (which.test(metric) && accessor != null) {
                    present.add(metric);
                    accessors.add(accessor);
                }
            }
        }

        void sum(IItem item, ThreadTotals.Builder totals) {
            long length = Fields.number(interval, item, UnitLookup.NANOSECOND);
            boolean isComplete = !Boolean.FALSE.equals(Fields.value(complete, item));
            if (length != Fields.NONE) {
                totals.interval(length, isComplete);
            } else if (interval != null) {
                return;
            }
            for (int i = 0; i < accessors.size(); i++) {
                Metric metric = present.get(i);
                if (!isComplete && metric == Metric.BLOCK_IO_DELAY) {
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
