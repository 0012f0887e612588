package io.github.tidewatch.fleet.table;

import io.github.tidewatch.fleet.table.Column.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tables that are stored, one for each event. In all of them unknown is NULL, never 0. */
public enum Table {
    /** Where the time of one thread went in one interval. */
    INTERVAL("tidewatch.ThreadDelay", "interval", "begin_time", Columns.interval()),
    /** The account of a thread that has ended, over its whole life. */
    THREAD_END("tidewatch.ThreadEnd", "lifetime", "end_time", Columns.threadEnd()),
    /** What the whole process used. */
    PROCESS("tidewatch.ProcessUsage", "interval", "begin_time", Columns.process()),
    /** Why the threads of a group did not get a CPU. */
    CAUSE("tidewatch.DelayCause", "interval", "begin_time", Columns.cause()),
    /** Where the time of a piece of work in one thread went. */
    SPAN("tidewatch.Span", "", "begin_time", Columns.span()),
    /** Where the numbers come from, and what is missing. */
    STATUS("tidewatch.Status", "", "begin_time", Columns.status());

    /** The version of names, types and meanings of columns: a change of one of them counts it up. */
    public static final int SCHEMA_VERSION = 1;

    /** The kinds of waits: with {@code _wait_ns} behind it, each is a column of {@link #INTERVAL}. */
    public static final List<String> WAIT_KINDS = Columns.WAIT_KINDS;

    /** What all tables begin with: the same for all records of a chunk, but for the date. */
    public static final List<Column> IDENTITY = List.of(
            Column.of("date", Column.Type.DATE, Source.IDENTITY),
            Column.of("service", Column.Type.TEXT, Source.IDENTITY),
            Column.of("version", Column.Type.TEXT, Source.IDENTITY),
            Column.of("host", Column.Type.TEXT, Source.IDENTITY),
            Column.of("pod", Column.Type.TEXT, Source.IDENTITY),
            Column.of("jvm", Column.Type.TEXT, Source.IDENTITY),
            Column.of("jvm_start", Column.Type.TIME, Source.IDENTITY),
            Column.of("labels", Column.Type.LABELS, Source.IDENTITY),
            Column.of("chunk", Column.Type.TEXT, Source.IDENTITY));

    private final String event;
    private final String lengthField;

    @SuppressWarnings("ImmutableEnumChecker") // a List.copyOf of what is immutable
    private final List<Column> columns;

    Table(String event, String lengthField, String time, List<Column> columns) {
        this.event = event;
        this.lengthField = lengthField;
        List<Column> all = new ArrayList<>();
        all.add(Column.of(time, Column.Type.TIME, Source.TIME));
        all.addAll(columns);
        this.columns = List.copyOf(all);
    }

    /** Its name in SQL, and that of its folder. */
    public String sql() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The event whose records are its rows. */
    public String event() {
        return event;
    }

    /** The field that has the exact length of a record; empty if the event's duration is that. */
    public String lengthField() {
        return lengthField;
    }

    /** Its columns behind {@link #IDENTITY}. */
    public List<Column> columns() {
        return columns;
    }

    /** {@link #IDENTITY} and {@link #columns}. */
    public List<Column> allColumns() {
        List<Column> all = new ArrayList<>(IDENTITY);
        all.addAll(columns);
        return all;
    }

    /** The table of an event; empty if it is of no table. */
    public static Optional<Table> of(String event) {
        if (event.equals("tidewatch.Starting")) {
            return Optional.of(STATUS); // in place of a Status of which only this much is known
        }
        for (Table table : values()) {
            if (table.event.equals(event)) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }
}
