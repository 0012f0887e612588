package io.github.tidewatch.fleet.table;

import io.github.tidewatch.fleet.table.Column.Source;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** The columns that each table has of its event. */
final class Columns {
    static final List<String> WAIT_KINDS = Metric.WAITS.stream()
            .map(wait -> wait.field().replaceFirst("Wait$", ""))
            .toList();

    private static final EnumSet<Metric> OF_DELAYS = EnumSet.range(Metric.SWAP_IN_DELAY, Metric.BLOCK_IO_DELAY_COUNT);

    static {
        OF_DELAYS.addAll(Metric.PARTS);
    }

    private Columns() {}

    static List<Column> interval() {
        List<Column> columns = thread();
        columns.add(Column.nanos("interval"));
        metrics(columns, OF_DELAYS);
        columns.add(Column.truth("complete"));
        columns.add(Column.nanos("pendingCpuDelay"));
        columns.add(Column.nanos("pendingBlockIoDelay"));
        for (String kind : WAIT_KINDS) {
            columns.add(Column.nanos(kind + "Wait"));
        }
        columns.add(Column.nanos("exactWait"));
        columns.add(Column.text("waitDetail"));
        return columns;
    }

    static List<Column> threadEnd() {
        List<Column> columns = thread();
        columns.add(Column.nanos("lifetime"));
        metrics(columns, OF_DELAYS);
        columns.add(Column.truth("complete"));
        usage(columns, "");
        columns.add(Column.text("accountedBy"));
        return columns;
    }

    static List<Column> process() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.nanos("interval"));
        columns.add(Column.nanos("userTime"));
        columns.add(Column.nanos("systemTime"));
        columns.add(Column.nanos("unattributedCpuTime"));
        columns.add(Column.count("threadsAlive"));
        columns.add(Column.count("threadsStarted"));
        columns.add(Column.count("threadsEnded"));
        usage(columns, "");
        columns.add(Column.bytes("maxResidentSize"));
        columns.add(Column.nanos("childrenUserTime"));
        columns.add(Column.nanos("childrenSystemTime"));
        usage(columns, "children");
        return columns;
    }

    static List<Column> cause() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.text("threadGroup"));
        columns.add(Column.count("threads"));
        columns.add(Column.nanos("interval"));
        columns.add(Column.nanos("cpuTime"));
        columns.add(Column.nanos("cpuDelay"));
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            columns.add(Column.nanos(cause.field()));
        }
        columns.add(Column.text("mostCpuGroup"));
        return columns;
    }

    static List<Column> span() {
        List<Column> columns = thread();
        columns.add(Column.of("duration_ns", Column.Type.LONG, Source.DURATION));
        columns.add(Column.text("name"));
        columns.add(new Column("outer_span", Column.Type.TEXT, Source.FIELD, "outer")); // which SQL reserves
        columns.add(Column.truth("recursive"));
        columns.add(Column.text("error"));
        metrics(columns, EnumSet.copyOf(Metric.PARTS));
        columns.add(Column.truth("complete"));
        metrics(columns, EnumSet.of(Metric.DISCARDED_DELAY));
        metrics(columns, EnumSet.range(Metric.MINOR_FAULTS, Metric.STORAGE_WRITE_BYTES));
        return columns;
    }

    static List<Column> status() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.text("source"));
        columns.add(Column.text("sources"));
        columns.add(Column.count("taskstatsVersion"));
        columns.add(Column.truth("delayAccountingAtStart"));
        columns.add(Column.truth("delayAccounting"));
        for (String field : List.of(
                "threadMapping",
                "threadEnds",
                "missing",
                "notSampled",
                "incompleteThreads",
                "unreliable",
                "cpuQuota",
                "kernel")) {
            columns.add(Column.text(field));
        }
        return columns;
    }

    private static List<Column> thread() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.of("thread_name", Column.Type.TEXT, Source.THREAD_NAME));
        columns.add(Column.of("thread_group", Column.Type.TEXT, Source.THREAD_GROUP));
        columns.add(Column.of("os_thread_id", Column.Type.LONG, Source.OS_THREAD_ID));
        columns.add(Column.of("java_thread_id", Column.Type.LONG, Source.JAVA_THREAD_ID));
        return columns;
    }

    private static void metrics(List<Column> columns, EnumSet<Metric> metrics) {
        for (Metric metric : metrics) {
            switch (metric.unit()) {
                case NANOSECONDS -> columns.add(Column.nanos(metric.field()));
                case BYTES -> columns.add(Column.bytes(metric.field()));
                case COUNT -> columns.add(Column.count(metric.field()));
            }
        }
    }

    /** What getrusage(2) counts; those of the children have a prefix. */
    private static void usage(List<Column> columns, String prefix) {
        for (String field : List.of(
                "minorFaults",
                "majorFaults",
                "voluntarySwitches",
                "involuntarySwitches",
                "blockInputs",
                "blockOutputs")) {
            String first = field.substring(0, 1);
            columns.add(Column.count(
                    prefix.isEmpty() ? field : prefix + first.toUpperCase(java.util.Locale.ROOT) + field.substring(1)));
        }
    }
}
