package io.github.tidewatch.agent.cli.report;

import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What the recordings say, as all outputs show it. Nobody changes it. */
final class Summary {
    /** Most time lost first, then most CPU time. */
    private static final Comparator<ThreadSummary> WORST_FIRST = Comparator.comparingLong(
                    (ThreadSummary thread) -> thread.totals().lost())
            .thenComparingLong(thread -> thread.totals().onCpu())
            .thenComparingLong(thread -> thread.totals().wall())
            .reversed()
            .thenComparing(ThreadSummary::name)
            .thenComparingLong(ThreadSummary::tid);

    private final List<Path> files;
    private final EventReader events;
    private final ReadOptions options;
    private final Coverage coverage;
    private final List<String> warnings;
    private final List<ThreadSummary> threads;
    private final Groups groups = new Groups();
    private final Totals totals = new Totals();
    private final Series series;
    private final List<WorstInterval> worstIntervals;
    private final List<Finding> findings;

    private Summary(
            List<Path> files, EventReader events, ReadOptions options, Coverage coverage, List<String> warnings) {
        this.files = files;
        this.events = events;
        this.options = options;
        this.coverage = coverage;
        this.warnings = new ArrayList<>(warnings);
        ThreadAggregator aggregator = events.aggregator();
        aggregator.close();
        if (aggregator.unattributed() > 0) {
            this.warnings.add(
                    aggregator.unattributed() + " records are not counted: the recording has so many threads that it is"
                            + " not known any more whether their time is counted already. --from and --to take a part of it.");
        }
        threads = new ArrayList<>(aggregator.threads());
        threads.sort(WORST_FIRST);
        series = new Series(aggregator.grid());
        for (ThreadSummary thread : threads) {
            groups.add(thread.name(), thread.totals(), 1);
            totals.add(thread.totals());
            series.add(thread.series());
        }
        groups.add(aggregator.folded());
        totals.add(aggregator.folded().totals());
        series.add(aggregator.foldedSeries());
        worstIntervals = WorstInterval.find(series, threads, aggregator.grid(), coverage);
        findings = Evaluation.findings(this);
    }

    static Summary of(
            List<Path> files, EventReader events, ReadOptions options, Coverage coverage, List<String> warnings) {
        return new Summary(files, events, options, coverage, warnings);
    }

    List<Path> files() {
        return Collections.unmodifiableList(files);
    }

    ReadOptions options() {
        return options;
    }

    /** The begin of what was asked for, nanoseconds since 1970. */
    long begin() {
        return Math.max(options.from, coverage.begin());
    }

    /** The end of what was asked for. */
    long end() {
        long last = threads.stream().mapToLong(ThreadSummary::end).max().orElse(coverage.end());
        return Math.min(options.to, Math.max(last, coverage.end()));
    }

    /** How much of the time that was asked for is recorded: gaps between recordings do not count. */
    long length() {
        long covered = coverage.length(begin(), end());
        return covered > 0 ? covered : Math.max(0, end() - begin());
    }

    /** Whether anything of this bucket of the grid is recorded. */
    boolean isRecorded(long bucket) {
        TimeGrid grid = grid();
        return coverage.length(grid.begin(bucket), grid.begin(bucket) + grid.width()) > 0;
    }

    /** The begin of the recording, whatever was asked for. */
    long recordedFrom() {
        return coverage.begin();
    }

    /** The end of the recording, as far as it is known. */
    long recordedTo() {
        return coverage.end();
    }

    /** What could not be read. */
    List<String> warnings() {
        return Collections.unmodifiableList(warnings);
    }

    /** Whether the recordings have anything to report, asked for or not. */
    boolean hasRecords() {
        return events.delays() > 0;
    }

    StatusSummary status() {
        return events.status();
    }

    ProcessSums process() {
        return events.process();
    }

    ProcessSums overhead() {
        return events.overhead();
    }

    /** The threads kept apart, most time lost first. */
    List<ThreadSummary> threads() {
        return Collections.unmodifiableList(threads);
    }

    /** The threads that were too many to be kept apart. */
    Groups folded() {
        return events.aggregator().folded();
    }

    /** All threads by pattern of their names. */
    Groups groups() {
        return groups;
    }

    /** The lives of the threads that ended, by pattern of their names. */
    Groups ended() {
        return events.aggregator().ended();
    }

    /** The sum over all threads. */
    Totals totals() {
        return totals;
    }

    /** The sum over all threads, over time. */
    Series series() {
        return series;
    }

    TimeGrid grid() {
        return events.aggregator().grid();
    }

    /** When most time was lost, the worst first. */
    List<WorstInterval> worstIntervals() {
        return worstIntervals;
    }

    /** What is worth somebody's time, worst first; and what is not, and what is not applicable. */
    List<Finding> findings() {
        return findings;
    }

    int threadCount() {
        return threads.size() + folded().threads();
    }

    /** Sentences about all threads together, and about the process where it was asked for as a whole. */
    List<String> processFacts() {
        List<String> facts = new ArrayList<>();
        OptionalLong user = process().get("userTime");
        OptionalLong system = process().get("systemTime");
        if (options.threads == null && user.isPresent() && system.isPresent()) {
            OptionalLong unattributed = process().get("unattributedCpuTime");
            facts.add("CPU time of the process: " + Format.seconds(user.getAsLong()) + " user, "
                    + Format.seconds(system.getAsLong()) + " system"
                    + (unattributed.isEmpty()
                            ? ""
                            : "; " + Format.seconds(unattributed.getAsLong()) + " of it of no thread known here"));
        }
        addMetrics(facts, "of that time: ", EnumSet.range(Metric.SWAP_IN_DELAY, Metric.IRQ_DELAY));
        addMetrics(facts, "counters: ", EnumSet.range(Metric.MINOR_FAULTS, Metric.STORAGE_WRITE_BYTES));
        return facts;
    }

    /** Those that are known and not 0. */
    private void addMetrics(List<String> facts, String title, Set<Metric> some) {
        String reported = some.stream()
                .filter(metric -> totals.get(metric).orElse(0) > 0)
                .map(metric -> Format.amount(metric, totals.get(metric)) + " " + metric.label())
                .collect(Collectors.joining(", "));
        if (!reported.isEmpty()) {
            facts.add(title + reported);
        }
    }

    /** Sentences about what sampling cost and lost. */
    List<String> samplingFacts() {
        return SamplingFacts.of(overhead(), totals.get(Metric.DISCARDED_DELAY), status(), length());
    }
}
