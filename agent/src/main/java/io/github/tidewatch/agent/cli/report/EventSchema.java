package io.github.tidewatch.agent.cli.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jdk.jfr.EventType;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/** Which of the fields that are known here an event type of a recording has, and how to take a record from its events. */
final class EventSchema {
    /** JFR's own mark for "not available". */
    private static final long NOT_AVAILABLE = Long.MIN_VALUE;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final ThreadRecord.Kind kind;
    private final boolean namesThread;
    private final boolean namesSampledThread;
    private final boolean marksComplete;
    private final boolean hasAccountedBy;
    private final String length;
    private final List<Part> parts = new ArrayList<>();
    private final List<Part> absentParts = new ArrayList<>();
    private final List<Measure> measures = new ArrayList<>();
    private final List<Measure> absentMeasures = new ArrayList<>();

    EventSchema(EventType type, ThreadRecord.Kind kind) {
        this.kind = kind;
        Set<String> fields = new HashSet<>();
        for (ValueDescriptor field : type.getFields()) {
            fields.add(field.getName());
        }
        namesThread = fields.contains("threadName");
        namesSampledThread = fields.contains("sampledThread");
        hasAccountedBy = fields.contains("accountedBy");
        marksComplete = fields.contains("complete");
        length = fields.contains("lifetime") ? "lifetime" : fields.contains("interval") ? "interval" : "";
        for (Part part : Part.values()) {
            (fields.contains(part.field()) ? parts : absentParts).add(part);
        }
        for (Measure measure : Measure.values()) {
            if (fields.contains(measure.field())) {
                measures.add(measure);
            } else if (measure.isReportedBy(kind)) {
                absentMeasures.add(measure);
            }
        }
    }

    /** Fills the record; whatever was in it is gone. */
    void read(RecordedEvent event, ThreadRecord record) {
        record.kind = kind;
        record.tid = event.getLong("osThreadId");
        RecordedThread thread = namesSampledThread ? event.getThread("sampledThread") : null;
        record.javaId = thread == null ? 0 : Math.max(0, thread.getJavaThreadId());
        record.name = name(event, thread);
        record.isSelfReported = !hasAccountedBy || "thread".equals(event.getString("accountedBy"));
        record.time.clear();
        record.measures.clear();
        if (kind == ThreadRecord.Kind.USAGE) {
            record.begin = nanos(event.getStartTime());
            record.end = nanos(event.getEndTime());
        } else {
            readTime(event, record);
        }
        for (Measure measure : measures) {
            long value = event.getLong(measure.field());
            if (value == NOT_AVAILABLE) {
                record.measures.setAbsent(measure);
            } else {
                record.measures.set(measure, value);
            }
        }
        absentMeasures.forEach(record.measures::setAbsent);
    }

    private void readTime(RecordedEvent event, ThreadRecord record) {
        long span = length.isEmpty() ? event.getDuration().toNanos() : event.getLong(length);
        if (kind == ThreadRecord.Kind.END) {
            record.end = nanos(event.getEndTime());
            record.begin = record.end - span;
        } else {
            record.begin = nanos(event.getStartTime());
            record.end = record.begin + span;
        }
        boolean complete = !marksComplete || event.getBoolean("complete");
        record.time.record(span, complete);
        for (Part part : parts) {
            if (part == Part.BLOCK_IO && !complete) {
                continue; // not known
            }
            long value = event.getLong(part.field());
            if (value == NOT_AVAILABLE) {
                record.time.setAbsent(part);
            } else {
                record.time.set(part, value);
            }
        }
        absentParts.forEach(record.time::setAbsent);
    }

    private String name(RecordedEvent event, RecordedThread thread) {
        String name = namesThread ? event.getString("threadName") : null;
        if (name == null && thread != null) {
            name = thread.getJavaName();
        }
        return name == null ? "(no name)" : name;
    }

    static long nanos(Instant time) {
        return time.getEpochSecond() * NANOS_PER_SECOND + time.getNano();
    }
}
