package io.github.tidewatch.benchmarks.kernel;

import io.github.tidewatch.benchmarks.measure.Clocks;
import io.github.tidewatch.benchmarks.measure.Rounds;
import io.github.tidewatch.taskstats.Outcome;
import io.github.tidewatch.taskstats.StatsReceiver;
import io.github.tidewatch.taskstats.TaskStatsField;
import io.github.tidewatch.taskstats.TaskStatsView;
import io.github.tidewatch.taskstats.TaskstatsClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What asking taskstats costs, from Java and from C, about the same threads of this JVM, in turn. */
public final class QueryPrice implements StatsReceiver {
    public static final String JAVA_BATCHED = "java batched";
    public static final String JAVA_SINGLE = "java single";
    public static final String C_BATCHED = "c batched";
    public static final String C_SINGLE = "c single";

    /** What the accounting reads of a reply of version 16, as {@code TaskstatsSource} does. */
    private static final TaskStatsField[] READ = {
        TaskStatsField.AC_ETIME,
        TaskStatsField.CPU_RUN_VIRTUAL_TOTAL,
        TaskStatsField.AC_UTIME,
        TaskStatsField.AC_STIME,
        TaskStatsField.CPU_DELAY_TOTAL,
        TaskStatsField.BLKIO_DELAY_TOTAL,
        TaskStatsField.CPU_COUNT,
        TaskStatsField.BLKIO_COUNT,
        TaskStatsField.SWAPIN_DELAY_TOTAL,
        TaskStatsField.FREEPAGES_DELAY_TOTAL,
        TaskStatsField.THRASHING_DELAY_TOTAL,
        TaskStatsField.COMPACT_DELAY_TOTAL,
        TaskStatsField.WPCOPY_DELAY_TOTAL,
        TaskStatsField.IRQ_DELAY_TOTAL,
        TaskStatsField.AC_MINFLT,
        TaskStatsField.AC_MAJFLT,
        TaskStatsField.NVCSW,
        TaskStatsField.NIVCSW
    };

    private final Clocks clocks = new Clocks();
    private final int[] tids;
    private long answers;
    private long sum;

    private QueryPrice(int[] tids) {
        this.tids = tids;
    }

    /**
     * Nanoseconds of CPU time per thread, of the subjects named above; those in C only where gcc is.
     *
     * @param passes how often all threads are asked about for one value
     */
    public static Rounds measure(int threads, int passes, int rounds, Path directory) throws Exception {
        try (Idlers idlers = new Idlers(threads);
                TaskstatsClient client = TaskstatsClient.open()) {
            QueryPrice price = new QueryPrice(idlers.tids());
            Map<String, Rounds.Subject> subjects = new LinkedHashMap<>();
            subjects.put(JAVA_BATCHED, () -> price.measure(passes, () -> price.batched(client)));
            subjects.put(JAVA_SINGLE, () -> price.measure(passes, () -> price.single(client)));
            Optional<Baseline> baseline = Baseline.start(directory);
            try {
                if (baseline.isPresent()) {
                    baseline.get().tasks(price.tids, threads);
                    subjects.put(C_BATCHED, () -> baseline.get().batched(passes));
                    subjects.put(C_SINGLE, () -> baseline.get().single(passes));
                }
                for (int warm = 0; warm < 100_000; warm += threads) {
                    price.batched(client);
                    price.single(client);
                }
                return Rounds.run(rounds, subjects);
            } finally {
                if (baseline.isPresent()) {
                    baseline.get().close();
                }
            }
        }
    }

    private double measure(int passes, Runnable pass) {
        answers = 0;
        long begin = clocks.ofThread();
        for (int i = 0; i < passes; i++) {
            pass.run();
        }
        double nanos = clocks.ofThread() - begin;
        if (answers != (long) passes * tids.length || sum == 0) {
            throw new IllegalStateException(answers + " answers of " + (long) passes * tids.length);
        }
        return nanos / answers;
    }

    private void batched(TaskstatsClient client) {
        client.pidStats(tids, 0, tids.length, this);
    }

    private void single(TaskstatsClient client) {
        for (int i = 0; i < tids.length; i++) {
            client.pidStats(tids, i, 1, this);
        }
    }

    @Override
    public void stats(int index, TaskStatsView view) {
        answers++;
        for (TaskStatsField field : READ) {
            sum += view.get(field);
        }
    }

    @Override
    public void missing(int index, Outcome outcome) {
        throw new IllegalStateException("task " + tids[index] + ": " + outcome);
    }
}
