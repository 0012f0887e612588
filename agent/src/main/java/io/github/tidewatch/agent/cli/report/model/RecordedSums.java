package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.text.RecordedNames;
import io.github.tidewatch.timeline.CauseSeries;
import io.github.tidewatch.timeline.Coverage;
import io.github.tidewatch.timeline.DiskSeries;
import io.github.tidewatch.timeline.StoppedTime;
import java.util.function.Consumer;

/**
 * All that was read of a recording so far, summed up in bounded memory: per thread, over the process, and what the agent said
 * of itself. For one thread at a time.
 */
public final class RecordedSums {
    private static final int MOST_THREADS = 20_000;
    private static final int LEAST_THREADS = 500;

    /** For the series of a thread kept apart, of which four are of kinds of waits, and for what it waited for. */
    private static final long BYTES_PER_THREAD = 12_000;

    /** Longer names are cut: nobody reads more, and each thread has one. */
    private static final int LONGEST_NAME = 4000;

    private static final int DELAYS_TO_KNOW_PERIOD = 1000;

    private final ReadOptions options;
    private final Coverage coverage;
    private final ThreadAggregator threads;
    private final HeldWaits waits;
    private final WaitsOverTime waitsOverTime = new WaitsOverTime();
    private final StatusSummary status = new StatusSummary();
    private final ProcessSums process =
            new ProcessSums("userTime", "systemTime", "unattributedCpuTime", "threadsStarted", "threadsEnded");
    private final ProcessSums overhead = new ProcessSums(
                    "passes",
                    "threadsSampled",
                    "queriesFailed",
                    "repliesLost",
                    "cpuTime",
                    "wallTime",
                    "cpuDelay",
                    "allocatedBytes")
            .andGreatest("stretch", "keptFiles");
    private final HostSums host;
    private final CauseSeries causes;
    private final DiskSeries disks;
    private final VirtualThreadSums virtualThreads;
    private final EndedVirtualThreads endedVirtualThreads = new EndedVirtualThreads();
    private final StoppedTime stops = new StoppedTime();
    private long delays;

    /** Of what these options ask for, of a recording of this time. */
    public RecordedSums(ReadOptions options, Coverage coverage) {
        this(options, coverage, record -> {});
    }

    /** The same, telling of each record that counts, as it is counted. */
    public RecordedSums(ReadOptions options, Coverage coverage, Consumer<ThreadRecord> counted) {
        this(options, coverage, mostThreads(), counted);
    }

    RecordedSums(ReadOptions options, Coverage coverage, int mostThreads) {
        this(options, coverage, mostThreads, record -> {});
    }

    private RecordedSums(ReadOptions options, Coverage coverage, int mostThreads, Consumer<ThreadRecord> counted) {
        this.options = options;
        this.coverage = coverage;
        this.host = new HostSums(options.from, options.to);
        this.causes = new CauseSeries(options.from, options.to);
        this.disks = new DiskSeries(options.from, options.to);
        this.virtualThreads = new VirtualThreadSums(options.from, options.to);
        this.threads = new ThreadAggregator(mostThreads, options.from, options.to, coverage, record -> {
            waitsOverTime.add(record);
            if (record.kind != ThreadRecord.Kind.WAIT) {
                counted.accept(record);
            }
        });
        this.waits = new HeldWaits(coverage, threads::add);
    }

    /** Threads kept apart, so that they take a quarter of the heap at most. */
    private static int mostThreads() {
        long room = Runtime.getRuntime().maxMemory() / 4 / BYTES_PER_THREAD;
        return (int) Math.max(LEAST_THREADS, Math.min(MOST_THREADS, room));
    }

    /** Takes what one record of a thread says; the record may be used again afterwards. */
    public void add(ThreadRecord record) {
        if (record.kind == ThreadRecord.Kind.DELAY && ++delays == DELAYS_TO_KNOW_PERIOD) {
            threads.widenToPeriod(); // finer buckets than records cost time and show nothing
        }
        if (options.wants(record.name, record.tid)) {
            record.name = RecordedNames.cut(record.name, LONGEST_NAME);
            waits.add(record);
        }
    }

    public ReadOptions options() {
        return options;
    }

    public Coverage coverage() {
        return coverage;
    }

    /** With all that was added until now. */
    ThreadAggregator threads() {
        waits.release();
        return threads;
    }

    /** What {@code tidewatch.Status} says. */
    public StatusSummary status() {
        return status;
    }

    /** The sums of {@code tidewatch.ProcessUsage}. */
    public ProcessSums process() {
        return process;
    }

    /** The sums of {@code tidewatch.Overhead}. */
    public ProcessSums overhead() {
        return overhead;
    }

    /** What is known of the host's CPUs. */
    public HostSums host() {
        return host;
    }

    /** What {@code tidewatch.DelayCause} says. */
    public CauseSeries causes() {
        return causes;
    }

    /** What {@code tidewatch.DiskUse} says. */
    public DiskSeries disks() {
        return disks;
    }

    /** What {@code tidewatch.VirtualThreadGroup} says. */
    public EndedVirtualThreads endedVirtualThreads() {
        return endedVirtualThreads;
    }

    /** What {@code tidewatch.VirtualThreadScheduler} says. */
    public VirtualThreadSums virtualThreads() {
        return virtualThreads;
    }

    /** When the JVM stopped all Java threads. */
    public StoppedTime stops() {
        return stops;
    }

    /** What groups of threads waited for, over time. */
    WaitsOverTime waitsOverTime() {
        return waitsOverTime;
    }

    /** How many records say where a thread's time went, whether asked for or not. */
    long delays() {
        return delays;
    }
}
