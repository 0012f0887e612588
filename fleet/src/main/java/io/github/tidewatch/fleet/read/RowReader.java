package io.github.tidewatch.fleet.read;

import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.fleet.table.Column;
import io.github.tidewatch.fleet.table.Table;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.ThreadKinds;
import io.github.tidewatch.timeline.RecordedTimes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.EventType;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/** Takes rows of a table from the events of one type of one chunk. What the type does not have is null. For one thread. */
final class RowReader {
    /** JFR's own mark for "not available". */
    private static final long NOT_AVAILABLE = Long.MIN_VALUE;

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int LONGEST_TEXT = 4000;

    /** The kernel says 0 of these for a thread that has no delay accounting. */
    private static final Set<String> BY_DELAY_ACCOUNTING =
            Metric.BY_DELAY_ACCOUNTING.stream().map(Metric::field).collect(Collectors.toSet());

    private static final Set<String> PARTS = Stream.of(
                    Metric.PARTS.stream(), Metric.WAITS.stream(), Stream.of(Metric.EXACT_WAIT))
            .flatMap(metrics -> metrics)
            .map(Metric::field)
            .collect(Collectors.toSet());

    /** Block-I/O delay that is not known for all of the record stands in the wait time. */
    private static final Set<String> BLOCK_IO = Set.of(Metric.BLOCK_IO_DELAY.field(), "pendingBlockIoDelay");

    private final Table table;
    private final List<Column> columns;
    private final Set<String> present = new TreeSet<>();
    private final Row row;

    RowReader(Table table, EventType type) {
        this.table = table;
        this.columns = table.columns();
        this.row = new Row(columns.size());
        for (ValueDescriptor field : type.getFields()) {
            present.add(field.getName());
        }
    }

    /**
     * The row of an event, which holds until the next one is read; empty if it makes no sense, as in a damaged recording.
     *
     * @throws RuntimeException if a value is not of the kind that it should be, or refers to what is not there
     */
    Optional<Row> read(RecordedEvent event) {
        boolean complete = !present.contains("complete") || event.getBoolean("complete");
        long length = length(event);
        long end = RecordedTimes.nanos(event.getEndTime());
        long begin = end - length;
        if (table == Table.INTERVAL || table == Table.SPAN) {
            begin = RecordedTimes.nanos(event.getStartTime());
            end = begin + length;
        }
        if (!RecordedTimes.isSensible(begin, end) || !arePlausible(event, complete, length)) {
            return Optional.empty();
        }
        row.time = table == Table.THREAD_END ? end : begin;
        row.end = end;
        readThread(event);
        for (int i = 0; i < columns.size(); i++) {
            row.values[i] = value(event, columns.get(i), complete);
        }
        return Optional.of(row);
    }

    Table table() {
        return table;
    }

    private long length(RecordedEvent event) {
        if (table.lengthField().isEmpty()) {
            return event.getDuration().toNanos();
        }
        return present.contains(table.lengthField()) ? event.getLong(table.lengthField()) : 0;
    }

    /** As {@code Totals.isPlausible}, by which the report goes. */
    private boolean arePlausible(RecordedEvent event, boolean complete, long length) {
        boolean isOfOneThread = table == Table.INTERVAL || table == Table.THREAD_END || table == Table.SPAN;
        long most = isOfOneThread ? length + length / 10 + NANOS_PER_SECOND : Long.MAX_VALUE;
        for (Column column : columns) {
            if (PARTS.contains(column.field()) && present.contains(column.field())) {
                boolean known = complete || !BLOCK_IO.contains(column.field());
                long value = event.getLong(column.field());
                if (known && value != NOT_AVAILABLE && (value < 0 || value > most)) {
                    return false;
                }
            }
        }
        return length >= 0 && (table != Table.CAUSE || areCausesSensible(event));
    }

    private boolean areCausesSensible(RecordedEvent event) {
        String group = event.getString("threadGroup"); // null where JFR has lost it, as it may before JDK 21
        return DelayCauseTotals.isSensible(group == null ? "" : group, event.getLong("cpuDelay"), cause -> {
            long value = present.contains(cause.field()) ? event.getLong(cause.field()) : NOT_AVAILABLE;
            return value == NOT_AVAILABLE ? DelayCauseTotals.UNKNOWN : value;
        });
    }

    private void readThread(RecordedEvent event) {
        if (table != Table.INTERVAL && table != Table.THREAD_END && table != Table.SPAN) {
            return;
        }
        RecordedThread thread = present.contains("sampledThread") ? event.getThread("sampledThread") : null;
        if (table == Table.SPAN) {
            thread = event.getThread();
        }
        row.javaId = thread == null || thread.getJavaThreadId() <= 0 ? null : thread.getJavaThreadId();
        row.name = present.contains("threadName") ? event.getString("threadName") : null;
        if (row.name == null && thread != null) {
            row.name = thread.getJavaName();
        }
        row.name = shortened(row.name);
        row.osId = present.contains("osThreadId") ? Long.valueOf(event.getLong("osThreadId")) : null;
        if (row.osId == null && thread != null && thread.getOSThreadId() > 0) {
            row.osId = thread.getOSThreadId();
        }
        String group = row.javaId == null || thread == null || thread.getThreadGroup() == null
                ? null
                : thread.getThreadGroup().getName();
        row.group = row.name == null
                ? null
                : ThreadGroups.of(row.name, ThreadKinds.of(row.name, row.javaId != null, group));
    }

    private Object value(RecordedEvent event, Column column, boolean complete) {
        return switch (column.source()) {
            case TIME -> row.time;
            case DURATION -> event.getDuration().toNanos();
            case THREAD_NAME -> row.name;
            case THREAD_GROUP -> row.group;
            case OS_THREAD_ID -> row.osId;
            case JAVA_THREAD_ID -> row.javaId;
            case FIELD -> present.contains(column.field()) ? field(event, column, complete) : null;
            case IDENTITY -> throw new IllegalStateException(column + " is not of an event");
        };
    }

    private Object field(RecordedEvent event, Column column, boolean complete) {
        return switch (column.type()) {
            case TEXT -> shortened(event.getString(column.field()));
            case TRUTH -> event.getBoolean(column.field());
            default -> known(column.field(), event.getLong(column.field()), complete);
        };
    }

    private Long known(String field, long value, boolean complete) {
        boolean isUnaccounted = !complete && value == 0 && BY_DELAY_ACCOUNTING.contains(field);
        boolean isNoVersion = value == 0 && field.equals("taskstatsVersion");
        boolean isUnknown = value == NOT_AVAILABLE || isUnaccounted || isNoVersion;
        return isUnknown || (!complete && BLOCK_IO.contains(field)) ? null : Long.valueOf(value);
    }

    private static String shortened(String text) {
        if (text == null || text.length() <= LONGEST_TEXT) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST_TEXT - 2))) + "…";
    }
}
