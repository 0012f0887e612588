package io.github.tidewatch.agent.cli.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** What the recordings say, as all outputs show it. Nobody changes it. */
final class Summary {
    /** Most time lost first, then most CPU time. */
    private static final Comparator<ThreadTally> WORST_FIRST = Comparator.comparingLong(
                    (ThreadTally thread) -> thread.time().lost())
            .thenComparingLong(thread -> thread.time().onCpu())
            .thenComparingLong(thread -> thread.time().wall())
            .reversed()
            .thenComparing(ThreadTally::name)
            .thenComparingLong(ThreadTally::tid);

    private final List<Path> files;
    private final EventIntake intake;
    private final ReadOptions options;
    private final Coverage coverage;
    private final List<String> warnings;
    private final List<ThreadTally> threads;
    private final Groups groups = new Groups();
    private final TimeSplit time = new TimeSplit();
    private final Measures measures = new Measures();
    private final Series series;
    private final List<WorstInterval> worstIntervals;

    private Summary(
            List<Path> files, EventIntake intake, ReadOptions options, Coverage coverage, List<String> warnings) {
        this.files = files;
        this.intake = intake;
        this.options = options;
        this.coverage = coverage;
        this.warnings = new ArrayList<>(warnings);
        ThreadBook book = intake.book();
        book.close();
        book.grid().widenTo(intake.widthOfMost());
        threads = new ArrayList<>(book.threads());
        threads.sort(WORST_FIRST);
        series = new Series(book.grid());
        for (ThreadTally thread : threads) {
            groups.add(thread.name(), thread.time(), thread.measures(), 1);
            time.add(thread.time());
            measures.add(thread.measures());
            series.add(thread.series());
        }
        groups.add(book.folded());
        time.add(book.folded().time());
        measures.add(book.folded().measures());
        series.add(book.foldedSeries());
        worstIntervals = WorstInterval.find(series, threads, book.grid());
    }

    static Summary of(
            List<Path> files, EventIntake intake, ReadOptions options, Coverage coverage, List<String> warnings) {
        return new Summary(files, intake, options, coverage, warnings);
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
        long last = threads.stream().mapToLong(ThreadTally::end).max().orElse(coverage.end());
        return Math.min(options.to, Math.max(last, coverage.end()));
    }

    /** What could not be read. */
    List<String> warnings() {
        return Collections.unmodifiableList(warnings);
    }

    /** Whether the recordings have anything to report, asked for or not. */
    boolean hasRecords() {
        return intake.delays() > 0;
    }

    HostNotes notes() {
        return intake.notes();
    }

    ProcessSums process() {
        return intake.process();
    }

    ProcessSums overhead() {
        return intake.overhead();
    }

    /** The threads kept apart, most time lost first. */
    List<ThreadTally> threads() {
        return Collections.unmodifiableList(threads);
    }

    /** The threads that were too many to be kept apart. */
    Groups folded() {
        return intake.book().folded();
    }

    /** All threads by pattern of their names. */
    Groups groups() {
        return groups;
    }

    /** The lives of the threads that ended, by pattern of their names. */
    Groups ended() {
        return intake.book().ended();
    }

    /** The sum over all threads. */
    TimeSplit time() {
        return time;
    }

    Measures measures() {
        return measures;
    }

    /** The sum over all threads, over time. */
    Series series() {
        return series;
    }

    TimeGrid grid() {
        return intake.book().grid();
    }

    /** When most time was lost, the worst first. */
    List<WorstInterval> worstIntervals() {
        return worstIntervals;
    }

    int threadCount() {
        return threads.size() + folded().threads();
    }
}
