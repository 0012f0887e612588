package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.GroupWaits;
import io.github.tidewatch.findings.ThreadTotals;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.ThreadIdentity;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.ThreadKinds;
import io.github.tidewatch.metrics.ThreadsOfTid;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.timeline.Coverage;
import io.github.tidewatch.timeline.EarlySeries;
import io.github.tidewatch.timeline.EvaluatedTime;
import io.github.tidewatch.timeline.GroupWaitSums;
import io.github.tidewatch.timeline.RecordLengths;
import io.github.tidewatch.timeline.Series;
import io.github.tidewatch.timeline.StoppedThread;
import io.github.tidewatch.timeline.StoppedTime;
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
    private final WaitRecords waits;
    private final StoppedTime stops;
    private final GroupWaitSums groups = new GroupWaitSums();

    ThreadSums(
            List<ThreadsOfTid.Owner<ThreadRecord>> threads, Coverage coverage, WaitRecords waits, StoppedTime stops) {
        this.threads = threads;
        this.coverage = coverage;
        this.waits = waits;
        this.stops = stops;
        widenToPeriod();
        process = new Series(grid);
        for (ThreadsOfTid.Owner<ThreadRecord> thread : threads) {
            Totals sum = new Totals();
            Series series = series(thread, sum, null);
            process.add(series);
            totals.add(of(thread, sum));
            addDetails(thread);
            if (sum.wall() > 0) { // else it has records of its usage or end only, and no time
                add(groups, thread, sum, series, Long.MIN_VALUE, Long.MAX_VALUE);
            }
        }
    }

    /** What records of one wait say that it was for. */
    private void addDetails(ThreadsOfTid.Owner<ThreadRecord> thread) {
        String group = ThreadGroups.of(thread.identity().name(), kind(thread));
        for (ThreadRecord record : thread.records()) {
            String detail = record.kind() == ThreadRecord.Kind.DELAY ? record.waitDetail() : null;
            if (detail != null && record.read(scratch)) {
                waits.addDetail(group, scratch, detail, record.begin(), record.end());
            }
        }
    }

    private void add(
            GroupWaitSums to,
            ThreadsOfTid.Owner<ThreadRecord> thread,
            Totals sum,
            Series series,
            long from,
            long until) {
        ThreadIdentity identity = thread.identity();
        OptionalLong stopped = stops.isEmpty() || identity.javaId() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(StoppedThread.of(
                        series, grid, stops, Math.max(identity.begin(), from), Math.min(identity.end(), until)));
        to.add(identity.name(), kind(thread), sum, stopped);
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
        return ThreadTotals.of(thread.identity().name(), thread.identity().tid(), kind(thread), sum);
    }

    private static ThreadKind kind(ThreadsOfTid.Owner<ThreadRecord> thread) {
        String group = thread.records().stream()
                .map(ThreadRecord::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return ThreadKinds.of(thread.identity().name(), thread.identity().javaId() > 0, group);
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

    /** What groups of threads waited for, of all of the time. */
    List<GroupWaits> waits() {
        return groups.byGroup(waits.series(), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** What they waited for in a part of the time. */
    List<GroupWaits> waits(EvaluatedTime time) {
        GroupWaitSums sums = new GroupWaitSums();
        long begin = grid.begin(time.firstBucket());
        long end = grid.begin(time.lastBucket() + 1);
        for (ThreadsOfTid.Owner<ThreadRecord> thread : threads) {
            Totals all = new Totals();
            Series series = series(thread, all, null);
            Totals part = series.between(time.firstBucket(), time.lastBucket(), all);
            if (part.wall() > 0) {
                add(sums, thread, part, series, begin, end);
            }
        }
        return sums.byGroup(waits.series(), begin, end);
    }

    /** How much of all of the time is recorded, in nanoseconds. */
    long length() {
        return coverage.length(coverage.begin(), coverage.end());
    }

    TimeGrid grid() {
        return grid;
    }
}
