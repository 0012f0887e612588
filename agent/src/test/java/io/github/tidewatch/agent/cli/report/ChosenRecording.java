package io.github.tidewatch.agent.cli.report;

import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.RecordedSums;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.ThreadRecord;
import io.github.tidewatch.agent.cli.report.render.Headline;
import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.timeline.CauseRecord;
import io.github.tidewatch.timeline.Coverage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A recording of numbers that a test chooses; it begins at 0. */
public final class ChosenRecording {
    public static final long SECOND = 1_000_000_000;

    public final RecordedSums sums;

    public ChosenRecording(long seconds) {
        this(seconds, ReadOptions.everything());
    }

    public ChosenRecording(long seconds, ReadOptions options) {
        this(new RecordedSums(options, Coverage.of(0, seconds * SECOND)));
    }

    public ChosenRecording(RecordedSums sums) {
        this.sums = sums;
    }

    /** A record of a Java thread, in seconds; the rest is voluntary wait. */
    public void add(String name, long tid, double begin, double length, double user, double cpuDelay, double blockIo) {
        ThreadRecord record = record(name, tid, begin, length);
        record.totals.addInterval(record.length(), true);
        parts(record, user, cpuDelay);
        record.totals.add(Metric.BLOCK_IO_DELAY, nanos(blockIo));
        record.totals.add(Metric.WAIT_TIME, record.length() - nanos(user) - nanos(cpuDelay) - nanos(blockIo));
        sums.add(record);
    }

    /** The same of a thread of which block-I/O delay is unknown. */
    public void incomplete(String name, long tid, double begin, double length, double user, double cpuDelay) {
        ThreadRecord record = record(name, tid, begin, length);
        record.totals.addInterval(record.length(), false);
        parts(record, user, cpuDelay);
        record.totals.add(Metric.WAIT_TIME, record.length() - nanos(user) - nanos(cpuDelay));
        sums.add(record);
    }

    /** A thread that waits voluntarily, and what else is said of it. */
    public void addUsage(String name, long tid, double begin, double length, Metric metric, double seconds) {
        add(name, tid, begin, length, 0, 0, 0);
        ThreadRecord record = record(name, tid, begin, length);
        record.kind = ThreadRecord.Kind.USAGE;
        for (Metric delay : List.of(Metric.RECLAIM_DELAY, Metric.COMPACTION_DELAY)) {
            record.totals.add(delay, delay == metric ? nanos(seconds) : 0);
        }
        sums.add(record);
    }

    private static ThreadRecord record(String name, long tid, double begin, double length) {
        ThreadRecord record = new ThreadRecord();
        record.name = name;
        record.tid = tid;
        record.javaId = name.startsWith("GC ") ? 0 : tid;
        record.begin = nanos(begin);
        record.end = record.begin + nanos(length);
        return record;
    }

    private static void parts(ThreadRecord record, double user, double cpuDelay) {
        record.totals.add(Metric.USER_TIME, nanos(user));
        record.totals.add(Metric.SYSTEM_TIME, 0);
        record.totals.add(Metric.CPU_DELAY, nanos(cpuDelay));
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * SECOND);
    }

    /** A record of why a group did not get a CPU, in seconds; what is not named is unknown. */
    public boolean cause(String group, double begin, double length, double cpuDelay, Map<CpuDelayCause, Double> parts) {
        CauseRecord record = new CauseRecord();
        record.threadGroup = group;
        record.begin = nanos(begin);
        record.end = nanos(begin + length);
        record.cpuDelay = nanos(cpuDelay);
        record.mostCpuGroup = "GC Thread#*";
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            Double part = parts.get(cause);
            record.set(cause, part == null ? DelayCauseTotals.UNKNOWN : nanos(part));
        }
        return sums.causes().add(record);
    }

    public Summary summary() {
        return Summary.of(List.of(Path.of("some.jfr")), sums, List.of());
    }

    public String headline() {
        return Headline.of(summary());
    }
}
