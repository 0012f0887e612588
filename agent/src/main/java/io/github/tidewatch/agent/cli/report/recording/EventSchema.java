package io.github.tidewatch.agent.cli.report.recording;

import io.github.tidewatch.agent.cli.report.model.ThreadRecord;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.timeline.RecordedTimes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jdk.jfr.EventType;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordedThreadGroup;

/** Which of the fields that are known here an event type of a recording has, and how to take a record from its events. */
final class EventSchema {
    /** JFR's own mark for "not available". */
    private static final long NOT_AVAILABLE = Long.MIN_VALUE;

    private final ThreadRecord.Kind kind;
    private final boolean namesThread;
    private final boolean namesSampledThread;
    private final boolean marksComplete;
    private final boolean hasAccountedBy;
    private final boolean hasWaitDetail;
    private final String length;
    private final List<Metric> present = new ArrayList<>();
    private final List<Metric> absent = new ArrayList<>();

    EventSchema(EventType type, ThreadRecord.Kind kind) {
        this.kind = kind;
        Set<String> fields = new HashSet<>();
        for (ValueDescriptor field : type.getFields()) {
            fields.add(field.getName());
        }
        namesThread = fields.contains("threadName");
        namesSampledThread = fields.contains("sampledThread");
        hasWaitDetail = fields.contains("waitDetail");
        hasAccountedBy = fields.contains("accountedBy");
        marksComplete = fields.contains("complete");
        length = fields.contains("lifetime") ? "lifetime" : fields.contains("interval") ? "interval" : "";
        for (Metric metric : Metric.values()) {
            if (fields.contains(metric.field())) {
                present.add(metric);
            } else if (isExpected(metric)) {
                absent.add(metric);
            }
        }
    }

    /**
     * Whether an event of this kind is the one to report it, so that without it is unknown. What a thread waited for is unknown
     * for the time of that record only.
     */
    private boolean isExpected(Metric metric) {
        switch (kind) {
            case DELAY:
                return !Metric.USAGE.contains(metric) && !metric.isOfWaits();
            case USAGE:
                return Metric.USAGE.contains(metric);
            case END:
                return metric.isPart();
            default:
                return false;
        }
    }

    /** Fills the record; whatever was in it is gone. */
    void read(RecordedEvent event, ThreadRecord record) {
        record.kind = kind;
        record.tid = event.getLong("osThreadId");
        RecordedThread thread = namesSampledThread ? event.getThread("sampledThread") : null;
        record.javaId = thread == null ? 0 : Math.max(0, thread.getJavaThreadId());
        record.javaGroup = record.javaId == 0 ? null : group(thread);
        record.name = name(event, thread);
        record.isSelfReported = !hasAccountedBy || "thread".equals(event.getString("accountedBy"));
        record.waitDetail = hasWaitDetail ? event.getString("waitDetail") : null;
        record.totals.clear();
        boolean complete = true;
        if (kind == ThreadRecord.Kind.USAGE) {
            record.begin = RecordedTimes.nanos(event.getStartTime());
            record.end = RecordedTimes.nanos(event.getEndTime());
        } else {
            complete = !marksComplete || event.getBoolean("complete");
            readInterval(event, record);
            record.totals.addInterval(record.length(), complete);
        }
        for (Metric metric : present) {
            if (complete || metric != Metric.BLOCK_IO_DELAY) {
                add(record.totals, metric, event.getLong(metric.field()));
            }
        }
        absent.forEach(record.totals::addUnknown);
    }

    private static void add(Totals totals, Metric metric, long value) {
        if (value == NOT_AVAILABLE) {
            totals.addUnknown(metric);
        } else {
            totals.add(metric, value);
        }
    }

    private void readInterval(RecordedEvent event, ThreadRecord record) {
        long span = length.isEmpty() ? event.getDuration().toNanos() : event.getLong(length);
        if (kind == ThreadRecord.Kind.END) {
            record.end = RecordedTimes.nanos(event.getEndTime());
            record.begin = record.end - span;
        } else {
            record.begin = RecordedTimes.nanos(event.getStartTime());
            record.end = record.begin + span;
        }
    }

    private String name(RecordedEvent event, RecordedThread thread) {
        String name = namesThread ? event.getString("threadName") : null;
        if (name == null && thread != null) {
            name = thread.getJavaName();
        }
        return name == null ? "(no name)" : name;
    }

    private static String group(RecordedThread thread) {
        RecordedThreadGroup group = thread.getThreadGroup();
        return group == null ? null : group.getName();
    }
}
