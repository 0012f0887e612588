package io.github.tidewatch.counters;

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
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The source that was chosen, and why it is not a better one. */
public final class SourceSelection {
    private final boolean chosen;
    private final FallbackSource source;
    private final OptionalInt taskstatsVersion;
    private final Optional<String> noTaskstats;
    private final Optional<Supplier<CounterSource>> lesser;

    private SourceSelection(
            boolean chosen,
            FallbackSource source,
            OptionalInt taskstatsVersion,
            Optional<String> noTaskstats,
            Optional<Supplier<CounterSource>> lesser) {
        this.chosen = chosen;
        this.source = source;
        this.taskstatsVersion = taskstatsVersion;
        this.noTaskstats = noTaskstats;
        this.lesser = lesser;
    }

    /**
     * Opens the best source there is.
     *
     * @param whenFallen called when a lesser one takes over while in use
     */
    public static SourceSelection open(
            SourceChoice choice,
            Optional<SystemCalls> calls,
            String noCalls,
            DelayAccounting delayAccounting,
            CpuClocks clocks,
            Runnable whenFallen) {
        boolean delays = delayAccounting == DelayAccounting.ON;
        if (choice == SourceChoice.PROCFS) {
            return procfs(true, calls, clocks, delays, "source=procfs was asked for");
        }
        if (calls.isEmpty()) {
            return procfs(false, calls, clocks, delays, noCalls);
        }
        try {
            return taskstats(calls.get(), delays, clocks, whenFallen);
        } catch (TaskstatsException | IllegalStateException e) {
            return procfs(false, calls, clocks, delays, e.getMessage());
        }
    }

    private static SourceSelection taskstats(SystemCalls calls, boolean delays, CpuClocks clocks, Runnable whenFallen) {
        First first = First.ask(TaskstatsClient.open(calls), calls, clocks, delays);
        Optional<BootClock> boot = bootClock(calls);
        FallbackSource source = new FallbackSource(
                first.source,
                () -> lower(calls, clocks, delays, boot),
                whenFallen,
                () -> boot.ifPresent(BootClock::observe));
        return new SourceSelection(
                false,
                source,
                OptionalInt.of(first.version),
                Optional.empty(),
                Optional.of(() -> lower(calls, CpuClocks.of(calls), delays, boot)));
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

        static First ask(TaskstatsClient client, SystemCalls calls, CpuClocks clocks, boolean delays) {
            try {
                First first = new First(clocks, client, delays);
                client.pidStats(new int[] {calls.gettid()}, 0, 1, first);
                return first;
            } catch (Throwable e) { // out of memory, too
                client.close();
                throw e;
            }
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
            BootClock boot = BootClock.ofThisMachine(calls);
            FallbackSource source = new FallbackSource(procfs(boot, clocks, delays), null, () -> {}, boot::observe);
            return new SourceSelection(chosen, source, OptionalInt.empty(), Optional.of(why), Optional.empty());
        } catch (IOException e) {
            throw new AccountingException(
                    "neither taskstats (" + why + ") nor procfs (" + e.getMessage()
                            + ") is available: is /proc mounted, and may this user read it?",
                    e);
        }
    }

    private static CounterSource procfs(BootClock boot, CpuClocks clocks, boolean delays) throws IOException {
        return new ProcfsSource(clocks, boot, countsRunDelay(), delays);
    }

    /** Made before it is needed, and asked with each sample: it has to know of suspends. */
    private static Optional<BootClock> bootClock(SystemCalls calls) {
        try {
            return Optional.of(BootClock.ofThisMachine(Optional.of(calls)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static CounterSource lower(SystemCalls calls, CpuClocks clocks, boolean delays, Optional<BootClock> known) {
        try {
            BootClock boot = known.isPresent() ? known.get() : BootClock.ofThisMachine(Optional.of(calls));
            return procfs(boot, clocks, delays);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the kernel has CONFIG_SCHED_INFO: the current thread has been put on a CPU at least once. */
    private static boolean countsRunDelay() throws IOException {
        return SchedStat.read(Path.of("/proc/thread-self/schedstat")).timeslices() != 0;
    }

    /** Whether the source is the one that was asked for by name. */
    boolean isChosen() {
        return chosen;
    }

    /**
     * Another source of the same kind as is in use now, for one more thread to read one task at a time: what is known from the one
     * is known from the other.
     *
     * @throws AccountingException if it is unavailable, or gives less
     */
    public CounterSource another(Optional<SystemCalls> calls) {
        CpuClocks clocks = calls.map(CpuClocks::of).orElse(CpuClocks.NONE);
        CounterSource present = source.present();
        if (present instanceof ProcfsSource) {
            return ((ProcfsSource) present).another(clocks);
        }
        CounterSource same;
        try {
            boolean delays = present.quantities().contains(Quantity.BLOCK_IO_DELAY);
            SystemCalls own = calls.orElseThrow();
            same = First.ask(TaskstatsClient.openForOne(own), own, clocks, delays).source;
        } catch (TaskstatsException | IllegalStateException e) {
            throw new AccountingException("no further taskstats: " + e.getMessage(), e);
        }
        if (!same.quantities().containsAll(present.quantities())) {
            same.close();
            throw new AccountingException("a further taskstats gives less than the first", null);
        }
        return same;
    }

    /** Makes sources of the kind that takes over when taskstats fails; empty if that never was in use. */
    public Optional<Supplier<CounterSource>> lesser() {
        return lesser;
    }

    /** The source, which may give way to a lesser one while in use. */
    public FallbackSource source() {
        return source;
    }

    /** The version of taskstats; empty if it never was in use. */
    public OptionalInt taskstatsVersion() {
        return taskstatsVersion;
    }

    /** Why taskstats is not in use; empty if it is. */
    public Optional<String> noTaskstats() {
        return source.fallen().isEmpty() ? noTaskstats : Optional.of(source.fallen());
    }
}
