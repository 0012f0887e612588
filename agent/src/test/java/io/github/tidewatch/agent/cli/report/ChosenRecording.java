package io.github.tidewatch.agent.cli.report;

import io.github.tidewatch.agent.cli.report.model.Coverage;
import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.RecordedSums;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.ThreadRecord;
import io.github.tidewatch.agent.cli.report.render.Headline;
import io.github.tidewatch.metrics.Metric;
import java.nio.file.Path;
import java.util.List;

/** A recording of numbers that a test chooses; it begins at 0. */
final class ChosenRecording {
    static final long SECOND = 1_000_000_000;
    static final long MILLI = 1_000_000;

    final RecordedSums sums;

    ChosenRecording(long seconds) {
        this(seconds, ReadOptions.everything());
    }

    ChosenRecording(long seconds, ReadOptions options) {
        sums = new RecordedSums(options, Coverage.of(0, seconds * SECOND));
    }

    /** A record of a Java thread, in seconds; the rest is voluntary wait. */
    void add(String name, long tid, double begin, double length, double user, double cpuDelay, double blockIo) {
        ThreadRecord record = new ThreadRecord();
        long nanos = (long) (length * SECOND);
        record.name = name;
        record.tid = tid;
        record.javaId = tid;
        record.begin = (long) (begin * SECOND);
        record.end = record.begin + nanos;
        record.totals.addInterval(nanos, true);
        record.totals.add(Metric.USER_TIME, (long) (user * SECOND));
        record.totals.add(Metric.SYSTEM_TIME, 0);
        record.totals.add(Metric.CPU_DELAY, (long) (cpuDelay * SECOND));
        record.totals.add(Metric.BLOCK_IO_DELAY, (long) (blockIo * SECOND));
        record.totals.add(Metric.WAIT_TIME, nanos - (long) ((user + cpuDelay + blockIo) * SECOND));
        sums.add(record);
    }

    Summary summary() {
        return Summary.of(List.of(Path.of("some.jfr")), sums, List.of());
    }

    String verdict() {
        return Headline.of(summary());
    }
}
