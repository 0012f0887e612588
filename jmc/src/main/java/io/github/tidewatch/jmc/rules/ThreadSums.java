package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.ThreadTotals;
import io.github.tidewatch.metrics.ThreadIdentity;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.ThreadKinds;
import io.github.tidewatch.metrics.ThreadsOfTid;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.timeline.Coverage;
import io.github.tidewatch.timeline.EarlySeries;
import io.github.tidewatch.timeline.EvaluatedTime;
import io.github.tidewatch.timeline.RecordLengths;
import io.github.tidewatch.timeline.Series;
import io.github.tidewatch.timeline.TimeGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** The sums of each thread, over all of the time or a part of it, as the report has them. For one thread at a time. */
final class ThreadSums {
    private final List<ThreadsOfTid.Owner<ThreadRecord>> threads;
    private final TimeGrid grid = new TimeGrid();
    private final List<ThreadTotals> totals = new ArrayList<>();
    private final Series process;
    private final Coverage coverage;
    private final Totals scratch = new Totals();

    ThreadSums(List<ThreadsOfTid.Owner<ThreadRecord>> threads, Coverage coverage) {
        this.threads = threads;
        this.coverage = coverage;
        widenToPeriod();
        process = new Series(grid);
        for (ThreadsOfTid.Owner<ThreadRecord> thread : threads) {
            Totals sum = new Totals();
            process.add(series(thread, sum, null));
            totals.add(of(thread, sum));
        }
    }

    private void widenToPeriod() {
        RecordLengths lengths = new RecordLengths();
        for (ThreadsOfTid.Owner<ThreadRecord> thread : threads) {
            boolean isFirst = true;
            for (ThreadRecord record : thread.records()) {
                if (record.kind() == ThreadRecord.Kind.DELAY) {
                    lengths.add(record.end() - record.begin(), isFirst);
                    isFirst = false;
                }
            }
        }
        lengths.widen(grid);
    }

    /** What the thread did over time; adds it to the sum too, and to what was early, unless that is null. */
    private Series series(ThreadsOfTid.Owner<ThreadRecord> thread, Totals sum, EarlySeries beginning) {
        Series series = new Series(grid);
        List<ThreadRecord> records = thread.records();
        // What a thread says of its life as it ends, its records say again in pieces.
        boolean isLife = records.stream().allMatch(record -> record.kind() == ThreadRecord.Kind.END);
        for (ThreadRecord record : records) {
            boolean isCounted = isLife || record.kind() != ThreadRecord.Kind.END;
            if (!isCounted || !record.read(scratch)) {
                continue;
            }
            sum.add(scratch);
            if (record.kind() != ThreadRecord.Kind.USAGE) {
                series.add(scratch, record.begin(), record.end());
                if (beginning != null) {
                    beginning.add(scratch, record.begin(), record.end());
                }
            }
        }
        return series;
    }

    private static ThreadTotals of(ThreadsOfTid.Owner<ThreadRecord> thread, Totals sum) {
        ThreadIdentity identity = thread.identity();
        String group = thread.records().stream()
                .map(ThreadRecord::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        ThreadKind kind = ThreadKinds.of(identity.name(), identity.javaId() > 0, group);
        return ThreadTotals.of(identity.name(), identity.tid(), kind, sum);
    }

    /** Of all of the time. */
    List<ThreadTotals> totals() {
        return totals;
    }

    /** The part of the time that matters; empty where that is all. */
    Optional<EvaluatedTime> evaluated(OptionalLong started, List<Finding> all) {
        EarlySeries early = new EarlySeries(coverage);
        if (early.isFinerThan(grid)) {
            threads.forEach(thread -> series(thread, new Totals(), early));
        }
        return EvaluatedTime.find(process, grid, coverage, started, early, all);
    }

    /** Of a part of the time. */
    List<ThreadTotals> totals(EvaluatedTime time) {
        List<ThreadTotals> ofPart = new ArrayList<>();
        for (ThreadsOfTid.Owner<ThreadRecord> thread : threads) {
            Totals all = new Totals();
            Totals part = series(thread, all, null).between(time.firstBucket(), time.lastBucket(), all);
            if (part.wall() > 0) {
                ofPart.add(of(thread, part));
            }
        }
        return ofPart;
    }

    /** How much of all of the time is recorded, in nanoseconds. */
    long length() {
        return coverage.length(coverage.begin(), coverage.end());
    }

    TimeGrid grid() {
        return grid;
    }
}
