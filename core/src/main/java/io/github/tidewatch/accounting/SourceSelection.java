package io.github.tidewatch.accounting;

import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.SchedStat;
import io.github.tidewatch.taskstats.Outcome;
import io.github.tidewatch.taskstats.StatsReceiver;
import io.github.tidewatch.taskstats.TaskStatsView;
import io.github.tidewatch.taskstats.TaskstatsClient;
import io.github.tidewatch.taskstats.TaskstatsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** The source that was chosen, and why it is not a better one. */
final class SourceSelection {
    private final boolean chosen;
    private final CounterSource source;
    private final OptionalInt taskstatsVersion;
    private final Optional<String> noTaskstats;

    private SourceSelection(
            boolean chosen, CounterSource source, OptionalInt taskstatsVersion, Optional<String> noTaskstats) {
        this.chosen = chosen;
        this.source = source;
        this.taskstatsVersion = taskstatsVersion;
        this.noTaskstats = noTaskstats;
    }

    static SourceSelection open(
            SourceChoice choice,
            Optional<SystemCalls> calls,
            String noCalls,
            DelayAccounting delayAccounting,
            CpuClocks clocks) {
        boolean delays = delayAccounting == DelayAccounting.ON;
        if (choice == SourceChoice.PROCFS) {
            return procfs(true, clocks, delays, "source=procfs was asked for");
        }
        if (calls.isEmpty()) {
            return procfs(false, clocks, delays, noCalls);
        }
        try {
            return taskstats(calls.get(), delays, clocks);
        } catch (TaskstatsException | IllegalStateException e) {
            return procfs(false, clocks, delays, e.getMessage());
        }
    }

    private static SourceSelection taskstats(SystemCalls calls, boolean delays, CpuClocks clocks) {
        TaskstatsClient client = TaskstatsClient.open(calls);
        try {
            First first = new First(clocks, client, delays);
            client.pidStats(new int[] {calls.gettid()}, 0, 1, first);
            return new SourceSelection(false, first.source, OptionalInt.of(first.version), Optional.empty());
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** Makes the source from what the kernel says of the current thread: the first proof that it answers at all. */
    private static final class First implements StatsReceiver {
        private final CpuClocks clocks;
        private final TaskstatsClient client;
        private final boolean delays;
        private CounterSource source;
        private int version;

        First(CpuClocks clocks, TaskstatsClient client, boolean delays) {
            this.clocks = clocks;
            this.client = client;
            this.delays = delays;
        }

        @Override
        public void stats(int index, TaskStatsView view) {
            version = view.version();
            source = new TaskstatsSource(clocks, client, view, delays);
        }

        @Override
        public void missing(int index, Outcome outcome) {
            throw new IllegalStateException("no taskstats of the current thread: " + outcome);
        }
    }

    private static SourceSelection procfs(boolean chosen, CpuClocks clocks, boolean delays, String why) {
        try {
            CounterSource source = new ProcfsSource(clocks, BootClock.ofThisMachine(), countsRunDelay(), delays);
            return new SourceSelection(chosen, source, OptionalInt.empty(), Optional.of(why));
        } catch (IOException e) {
            throw new AccountingException(
                    "neither taskstats (" + why + ") nor procfs (" + e.getMessage()
                            + ") can be had: is /proc mounted, and may this user read it?",
                    e);
        }
    }

    /** Whether the kernel has CONFIG_SCHED_INFO: the current thread has been put on a CPU at least once. */
    private static boolean countsRunDelay() throws IOException {
        byte[] content = Files.readAllBytes(Path.of("/proc/thread-self/schedstat"));
        SchedStat schedstat = new SchedStat();
        schedstat.parse(content, content.length);
        return schedstat.timeslices() != 0;
    }

    /** Whether the source is the one that was asked for by name. */
    boolean isChosen() {
        return chosen;
    }

    CounterSource source() {
        return source;
    }

    OptionalInt taskstatsVersion() {
        return taskstatsVersion;
    }

    Optional<String> noTaskstats() {
        return noTaskstats;
    }
}
