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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** The source that was chosen, and why it is not a better one. */
final class SourceSelection {
    private final boolean chosen;
    private final FallbackSource source;
    private final OptionalInt taskstatsVersion;
    private final Optional<String> noTaskstats;

    private SourceSelection(
            boolean chosen, FallbackSource source, OptionalInt taskstatsVersion, Optional<String> noTaskstats) {
        this.chosen = chosen;
        this.source = source;
        this.taskstatsVersion = taskstatsVersion;
        this.noTaskstats = noTaskstats;
    }

    /**
     * Opens the best source there is.
     *
     * @param whenFallen called when a lesser one takes over while in use
     */
    static SourceSelection open(
            SourceChoice choice,
            Optional<SystemCalls> calls,
            String noCalls,
            DelayAccounting delayAccounting,
            Runnable whenFallen) {
        boolean delays = delayAccounting == DelayAccounting.ON;
        if (choice == SourceChoice.PROCFS) {
            return procfs(true, calls, delays, "source=procfs was asked for");
        }
        if (calls.isEmpty()) {
            return procfs(false, calls, delays, noCalls);
        }
        try {
            return taskstats(calls.get(), delays, whenFallen);
        } catch (TaskstatsException | IllegalStateException e) {
            return procfs(false, calls, delays, e.getMessage());
        }
    }

    private static SourceSelection taskstats(SystemCalls calls, boolean delays, Runnable whenFallen) {
        TaskstatsClient client = TaskstatsClient.open(calls);
        try {
            First first = new First(calls, client, delays);
            client.pidStats(new int[] {calls.gettid()}, 0, 1, first);
            FallbackSource source = new FallbackSource(first.source, () -> lower(calls, delays), whenFallen);
            return new SourceSelection(false, source, OptionalInt.of(first.version), Optional.empty());
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** Makes the source from what the kernel says of the current thread: the first proof that it answers at all. */
    private static final class First implements StatsReceiver {
        private final SystemCalls calls;
        private final TaskstatsClient client;
        private final boolean delays;
        private CounterSource source;
        private int version;

        First(SystemCalls calls, TaskstatsClient client, boolean delays) {
            this.calls = calls;
            this.client = client;
            this.delays = delays;
        }

        @Override
        public void stats(int index, TaskStatsView view) {
            version = view.version();
            source = new TaskstatsSource(CpuClocks.of(calls), client, view, delays);
        }

        @Override
        public void missing(int index, Outcome outcome) {
            throw new IllegalStateException("no taskstats of the current thread: " + outcome);
        }
    }

    private static SourceSelection procfs(boolean chosen, Optional<SystemCalls> calls, boolean delays, String why) {
        try {
            FallbackSource source = new FallbackSource(procfs(calls, delays), null, () -> {});
            return new SourceSelection(chosen, source, OptionalInt.empty(), Optional.of(why));
        } catch (IOException e) {
            throw new AccountingException(
                    "neither taskstats (" + why + ") nor procfs (" + e.getMessage()
                            + ") can be had: is /proc mounted, and may this user read it?",
                    e);
        }
    }

    private static CounterSource procfs(Optional<SystemCalls> calls, boolean delays) throws IOException {
        return new ProcfsSource(
                calls.map(CpuClocks::of).orElse(CpuClocks.NONE), BootClock.ofThisMachine(), countsRunDelay(), delays);
    }

    private static CounterSource lower(SystemCalls calls, boolean delays) {
        try {
            return procfs(Optional.of(calls), delays);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    FallbackSource source() {
        return source;
    }

    OptionalInt taskstatsVersion() {
        return taskstatsVersion;
    }

    /** Why taskstats is not in use; empty if it is. */
    Optional<String> noTaskstats() {
        return source.fallen().isEmpty() ? noTaskstats : Optional.of(source.fallen());
    }
}
