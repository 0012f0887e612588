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
            return procfs(true, calls, clocks, delays, "source=procfs was asked for");
        }
        if (calls.isEmpty()) {
            return procfs(false, calls, clocks, delays, noCalls);
        }
        try {
            return taskstats(calls.get(), delays, clocks);
        } catch (TaskstatsException | IllegalStateException e) {
            return procfs(false, calls, clocks, delays, e.getMessage());
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

    private static SourceSelection procfs(
            boolean chosen, Optional<SystemCalls> calls, CpuClocks clocks, boolean delays, String why) {
        try {
            CounterSource source = new ProcfsSource(clocks, BootClock.ofThisMachine(calls), countsRunDelay(), delays);
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

    /**
     * Another source of the same kind, for one more thread to use: what is known from the one is known from the other.
     *
     * @throws AccountingException if it cannot be had, or gives less
     */
    CounterSource another(Optional<SystemCalls> calls) {
        if (source instanceof ProcfsSource) {
            return ((ProcfsSource) source).another(calls.map(CpuClocks::of).orElse(CpuClocks.NONE));
        }
        SourceSelection same;
        try {
            same = taskstats(
                    calls.orElseThrow(),
                    source.quantities().contains(Quantity.BLOCK_IO_DELAY),
                    CpuClocks.of(calls.orElseThrow()));
        } catch (TaskstatsException | IllegalStateException e) {
            throw new AccountingException("no further taskstats: " + e.getMessage(), e);
        }
        if (!same.source.quantities().containsAll(source.quantities())) {
            same.source.close();
            throw new AccountingException("a further taskstats gives less than the first", null);
        }
        return same.source;
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
