package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.GroupWaits;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.timeline.EvaluatedTime;
import io.github.tidewatch.timeline.PartFindings;
import io.github.tidewatch.timeline.Series;
import io.github.tidewatch.timeline.StoppedTime;
import io.github.tidewatch.timeline.TimeGrid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/** What the recordings say, as all outputs show it. Nobody changes it. */
public final class Summary {
    private final List<Path> files;
    private final RecordedSums sums;
    private final List<String> warnings;
    private final List<ThreadSummary> threads;
    private final Groups groups = new Groups();
    private final Totals totals = new Totals();
    private final Series series;
    private final List<WorstInterval> worstIntervals;
    private final EvaluatedTime evaluated;
    private final Evaluation all;
    private final Evaluation part;
    private final List<Finding> findings;

    private Summary(List<Path> files, RecordedSums sums, List<String> warnings) {
        this.files = files;
        this.sums = sums;
        this.warnings = new ArrayList<>(warnings);
        ThreadAggregator aggregator = sums.threads();
        aggregator.close();
        if (aggregator.unattributed() > 0) {
            this.warnings.add(
                    aggregator.unattributed() + " records are not counted: the recording has so many threads that it is"
                            + " not known any more whether their time is counted already. --from and --to take a part of it.");
        }
        threads = new ArrayList<>(aggregator.threads());
        threads.sort(ThreadSummary.WORST_FIRST);
        series = new Series(aggregator.grid());
        for (ThreadSummary thread : threads) {
            thread.divide(aggregator.grid(), sums.stops());
            Groups.Group group = groups.add(thread.name(), thread.kind(), thread.totals(), 1);
            group.waits().add(thread.waits());
            group.split().add(thread.split());
            totals.add(thread.totals());
            series.add(thread.series());
        }
        groups.add(aggregator.folded());
        totals.add(aggregator.folded().totals());
        aggregator.folded().sorted().forEach(group -> series.add(group.series()));
        Predicate<String> asked = askedFor();
        DelayCauseTotals causes =
                asked == null ? sums.causes().all() : sums.causes().all().only(asked);
        worstIntervals = WorstInterval.find(series, threads, aggregator.grid(), sums.coverage());
        all = Evaluation.of(threads, groups, sums, causes, begin(), end(), length());
        evaluated = EvaluatedTime.find(
                        series, grid(), sums.coverage(), sums.host().started(), aggregator.early(), all.findings)
                .orElse(null);
        part = evaluated == null
                ? all
                : Evaluation.of(threads, evaluated, sums, evaluatedCauses(asked), evaluatedLength());
        findings = evaluated == null ? all.findings : PartFindings.worse(all.findings, part.findings);
    }

    /** Which groups have threads that were asked for; null where all are. */
    private Predicate<String> askedFor() {
        if (options().threads == null) {
            return null;
        }
        Set<String> patterns = new HashSet<>();
        threads.forEach(thread -> patterns.add(ThreadGroups.of(thread.name(), thread.kind())));
        folded().sorted().forEach(group -> patterns.add(group.pattern()));
        return patterns::contains;
    }

    private DelayCauseTotals evaluatedCauses(Predicate<String> asked) {
        DelayCauseTotals some = sums.causes().between(evaluated.begin(), evaluated.end());
        return asked == null ? some : some.only(asked);
    }

    public static Summary of(List<Path> files, RecordedSums sums, List<String> warnings) {
        return new Summary(files, sums, warnings);
    }

    public List<Path> files() {
        return Collections.unmodifiableList(files);
    }

    public ReadOptions options() {
        return sums.options();
    }

    /** The begin of what was asked for, nanoseconds since 1970. */
    public long begin() {
        return Math.max(sums.options().from, sums.coverage().begin());
    }

    /** The end of what was asked for. */
    public long end() {
        long last = threads.stream()
                .mapToLong(ThreadSummary::end)
                .max()
                .orElse(sums.coverage().end());
        return Math.min(sums.options().to, Math.max(last, sums.coverage().end()));
    }

    /** How much of the time that was asked for is recorded: gaps between recordings do not count. */
    public long length() {
        long covered = sums.coverage().length(begin(), end());
        return covered > 0 ? covered : Math.max(0, end() - begin());
    }

    /** Whether anything of this bucket of the grid is recorded. */
    public boolean isRecorded(long bucket) {
        TimeGrid grid = grid();
        return sums.coverage().length(grid.begin(bucket), grid.begin(bucket) + grid.width()) > 0;
    }

    /** The begin of the recording, whatever was asked for. */
    public long recordedFrom() {
        return sums.coverage().begin();
    }

    /** The end of the recording, as far as it is known. */
    public long recordedTo() {
        return sums.coverage().end();
    }

    /** What could not be read. */
    public List<String> warnings() {
        return Collections.unmodifiableList(warnings);
    }

    /** Whether the recordings have anything to report, asked for or not. */
    public boolean hasRecords() {
        return sums.delays() > 0;
    }

    public StatusSummary status() {
        return sums.status();
    }

    public ProcessSums process() {
        return sums.process();
    }

    public ProcessSums overhead() {
        return sums.overhead();
    }

    /** The threads kept apart, most time lost first. */
    public List<ThreadSummary> threads() {
        return Collections.unmodifiableList(threads);
    }

    /** The threads that were too many to be kept apart. */
    public Groups folded() {
        return sums.threads().folded();
    }

    /** All threads by pattern of their names. */
    public Groups groups() {
        return groups;
    }

    /** The lives of the threads that ended, by pattern of their names. */
    public Groups ended() {
        return sums.threads().ended();
    }

    /** The sum over all threads. */
    public Totals totals() {
        return totals;
    }

    /** When the JVM stopped all Java threads. */
    public StoppedTime stops() {
        return sums.stops();
    }

    /** The sum over all threads, over time. */
    public Series series() {
        return series;
    }

    public TimeGrid grid() {
        return sums.threads().grid();
    }

    /** The part of the time that matters; empty where that is all of it. */
    public Optional<EvaluatedTime> evaluated() {
        return Optional.ofNullable(evaluated);
    }

    /** How much of the time that matters is recorded. */
    public long evaluatedLength() {
        return evaluated == null ? length() : evaluated.length(sums.coverage());
    }

    /** Where the thread's time went in the time that matters. */
    public Totals evaluatedTotals(ThreadSummary thread) {
        return evaluated == null
                ? thread.totals()
                : thread.series().between(evaluated.firstBucket(), evaluated.lastBucket(), thread.totals());
    }

    /** Where the time of a group of {@link #folded} threads went in the time that matters. */
    public Totals evaluatedTotals(Groups.Group foldedGroup) {
        return evaluated == null
                ? foldedGroup.totals()
                : foldedGroup.between(evaluated.firstBucket(), evaluated.lastBucket());
    }

    /** The CPU quota in the time that matters; empty if there is none, if none is known, or if it changed. */
    public OptionalDouble evaluatedQuota() {
        return evaluated == null ? host().cpuQuota() : host().cpuQuota(evaluated.begin(), evaluated.end());
    }

    /** The sum over all threads in the time that matters. */
    public Totals evaluatedTotals() {
        return evaluated == null ? totals : series.between(evaluated.firstBucket(), evaluated.lastBucket(), totals);
    }

    /** Why threads did not get a CPU in the time that matters. */
    public DelayCauseTotals evaluatedCauses() {
        return part.causes;
    }

    /** Why threads did not get a CPU. */
    public DelayCauseTotals causes() {
        return all.causes;
    }

    /** What groups of threads waited for in the time that matters. */
    public List<GroupWaits> evaluatedWaits() {
        return part.waits;
    }

    /** What groups of threads waited for. */
    public List<GroupWaits> waits() {
        return all.waits;
    }

    /** The findings of the time that matters: where this is a part, what can be said of a part. */
    public List<Finding> evaluatedFindings() {
        return part.findings;
    }

    /** Whether a finding is of the part of the time that matters, not of all. */
    public boolean isOfPart(Finding finding) {
        return evaluated != null && part.findings.contains(finding);
    }

    /** What is known of the host's CPUs. */
    public HostSums host() {
        return sums.host();
    }

    /** All that was read, as it was summed up. */
    public RecordedSums sums() {
        return sums;
    }

    /** How virtual threads waited for carriers. */
    public VirtualThreadSums virtualThreads() {
        return sums.virtualThreads();
    }

    /** When most time was lost, the worst first. */
    public List<WorstInterval> worstIntervals() {
        return worstIntervals;
    }

    /** What is worth somebody's time, worst first; and what is not, and what is not applicable. */
    public List<Finding> findings() {
        return findings;
    }

    public int threadCount() {
        return threads.size() + folded().threads();
    }

    /** Those findings that are worth knowing, worst first. */
    public List<Finding> worthKnowing() {
        return Evaluation.worthKnowing(findings);
    }
}
