package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadsOfTid;
import io.github.tidewatch.metrics.Totals;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.common.unit.UnitLookup;

/** One record of a thread: JMC has them in no order. Times are nanoseconds since 1970. */
final class ThreadRecord implements ThreadsOfTid.Record {
    private final IItem item;
    private final Type type;
    private final long begin;
    private final long end;

    private ThreadRecord(IItem item, Type type, long begin, long end) {
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

    /** What it waited for, where that was one wait all the time; null where it is not known. */
    String waitDetail() {
        return (String) Fields.value(type.waitDetail, item);
    }

    Kind kind() {
        return type.kind;
    }

    /** Of an end: whether the ending thread gave it itself, so that its times are exact. */
    boolean isSelfReported() {
        return type.accountedBy == null || "thread".equals(Fields.value(type.accountedBy, item));
    }

    /** Puts what it says of the thread; returns false if it can not be so: a damaged recording may say anything. */
    boolean read(Totals totals) {
        totals.clear();
        type.read(item, totals);
        return totals.isPlausible();
    }

    /** Which event it comes from, and which of its metrics count. */
    enum Kind {
        DELAY("interval"),
        USAGE(""),
        END("lifetime");

        /** The field that has the length of the time that is accounted for. */
        private final String length;

        Kind(String length) {
            this.length = length;
        }

        private boolean counts(Metric metric) {
            return switch (this) {
                case DELAY -> !Metric.USAGE.contains(metric);
                case USAGE -> Metric.USAGE.contains(metric) && metric.unit() != Metric.Unit.BYTES;
                case END -> metric.isPart();
            };
        }
    }

    /** The fields of a type of events. */
    static final class Type {
        private final Kind kind;
        private final IMemberAccessor<?, IItem> start;
        private final IMemberAccessor<?, IItem> duration;
        private final IMemberAccessor<?, IItem> tid;
        private final IMemberAccessor<?, IItem> name;
        private final IMemberAccessor<?, IItem> thread;
        private final IMemberAccessor<?, IItem> length;
        private final IMemberAccessor<?, IItem> complete;
        private final IMemberAccessor<?, IItem> accountedBy;
        private final IMemberAccessor<?, IItem> waitDetail;
        private final List<Metric> present = new ArrayList<>();
        private final List<IMemberAccessor<?, IItem>> accessors = new ArrayList<>();

        Type(IItemIterable events, Kind kind) {
            this.kind = kind;
            Fields fields = new Fields(events.getType());
            start = fields.accessor("startTime");
            // Only an event that begins and ends at once has an end of its own in JMC.
            duration = fields.accessor("duration");
            tid = fields.accessor("osThreadId");
            name = fields.accessor("threadName");
            thread = fields.accessor("sampledThread");
            length = fields.accessor(kind.length);
            complete = fields.accessor("complete");
            accountedBy = fields.accessor("accountedBy");
            waitDetail = fields.accessor("waitDetail");
            for (Metric metric : Metric.values()) {
                IMemberAccessor<?, IItem> accessor = fields.accessor(metric.field());
                if (kind.counts(metric) && accessor != null) {
                    present.add(metric);
                    accessors.add(accessor);
                }
            }
        }

        /** The kernel's id of the thread, or {@link Fields#NONE}. */
        long tid(IItem item) {
            return Fields.number(tid, item, UnitLookup.NUMBER_UNITY);
        }

        /** Null if the event does not say of whom and when it is. */
        ThreadRecord record(IItem item) {
            long at = Fields.number(start, item, UnitLookup.EPOCH_NS);
            if (at == Fields.NONE || !(Fields.value(name, item) instanceof String)) {
                return null;
            }
            long lasted = Math.max(0, Fields.number(duration, item, UnitLookup.NANOSECOND));
            long accounted = Math.max(0, Fields.number(length, item, UnitLookup.NANOSECOND));
            return kind == Kind.END
                    ? new ThreadRecord(item, this, at + lasted - accounted, at + lasted)
                    : new ThreadRecord(item, this, at, at + (length == null ? lasted : accounted));
        }

        private void read(IItem item, Totals totals) {
            long interval = Fields.number(length, item, UnitLookup.NANOSECOND);
            boolean isComplete = !Boolean.FALSE.equals(Fields.value(complete, item));
            if (interval != Fields.NONE) {
                totals.addInterval(interval, isComplete);
            } else if (length != null) {
                return;
            }
            for (int i = 0; i < accessors.size(); i++) {
                Metric metric = present.get(i);
                if (!isComplete && metric == Metric.BLOCK_IO_DELAY) {
                    continue;
                }
                long value = Fields.number(accessors.get(i), item, UnitLookup.NANOSECOND);
                if (value == Fields.NONE) {
                    totals.addUnknown(metric);
                } else {
                    totals.add(metric, value);
                }
            }
        }
    }
}
