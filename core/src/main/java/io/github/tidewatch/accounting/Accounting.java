package io.github.tidewatch.accounting;

import io.github.tidewatch.cgroup.Cgroups;
import io.github.tidewatch.cgroup.CpuThrottling;
import io.github.tidewatch.linux.NativeAccessException;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.BlockedTasks;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DelayAccountingFile;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.procfs.LoadAverage;
import io.github.tidewatch.procfs.PidNamespace;
import io.github.tidewatch.procfs.TaskList;
import io.github.tidewatch.taskstats.TaskstatsException;
import io.github.tidewatch.thread.HotSpotJavaThreads;
import io.github.tidewatch.thread.JavaThreads;
import io.github.tidewatch.thread.MappingException;
import io.github.tidewatch.thread.UnmappedJavaThreads;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The accounting of this process's threads with what this host, kernel and process permit, and what is missing.
 *
 * <pre>{@code
 * try (Accounting accounting = Accounting.open(SourceChoice.AUTO)) {
 *     Sampler sampler = accounting.sampler();
 *     sampler.open(Set.of(Records.DELAYS));
 *     Thread.sleep(1000);
 *     sampler.sample(Set.of(Records.DELAYS), true, new RecordSink() {
 *         @Override
 *         public void delays(Interval interval) {
 *             System.out.println(interval.thread().name() + " waited for a CPU for " + interval.cpuDelay() + " ns");
 *         }
 *     });
 * }
 * }</pre>
 *
 * <p>Java threads are mapped to tids only where {@code java.lang} is opened to this module ({@code --add-opens
 * java.base/java.lang=…}). Safe for use by several threads, but for its {@link #sampler}.
 */
public final class Accounting implements Closeable {
    private static final String OTHER_NUMBERS =
            "/proc was mounted for another pid namespace than this process is in, so"
                    + " that its thread numbers are not those of system calls; remedy: mount /proc for this one, such as unshare"
                    + " --mount-proc does";

    private final Sampler sampler;
    private final SourceSelection selection;
    private final boolean translated;
    private final Set<Quantity> known;
    private final List<Missing> missing;
    private final DelayAccounting delayAccountingAtStart;
    private final JavaThreads java;
    private final ThreadExitAccounting exitAccounting;
    private final ExitQueue exitQueue;

    private Accounting(
            Sampler sampler,
            ThreadExitAccounting exitAccounting,
            ExitQueue exitQueue,
            SourceSelection selection,
            Set<Quantity> known,
            List<Missing> missing,
            DelayAccounting delayAccountingAtStart,
            JavaThreads java,
            boolean translated) {
        this.translated = translated;
        this.sampler = sampler;
        this.exitAccounting = exitAccounting;
        this.exitQueue = exitQueue;
        this.selection = selection;
        this.known = known;
        this.missing = missing;
        this.delayAccountingAtStart = delayAccountingAtStart;
        this.java = java;
    }

    /** Opens the best sources there are, with a first check of delay accounting now. */
    public static Accounting open(SourceChoice choice) {
        DelayAccounting now = DelayAccounting.now();
        long checkedAt = System.nanoTime();
        try {
            return open(choice, Optional.of(SystemCalls.host()), "", now, checkedAt);
        } catch (NativeAccessException e) {
            return open(choice, Optional.empty(), e.getMessage(), now, checkedAt);
        }
    }

    /**
     * Opens the best sources there are.
     *
     * @param calls empty where native code cannot be used
     * @param noCalls why not
     * @param delayAccounting the state of delay accounting at the first check, made as early as possible: threads that
     *     were made before count as unknown until a delay of theirs is seen
     * @param checkedAt when that check was, by {@link System#nanoTime}
     * @throws AccountingException if nothing is available: no {@code /proc}
     * @throws io.github.tidewatch.linux.SystemCallException if {@code /proc/self/task} cannot be opened
     */
    public static Accounting open(
            SourceChoice choice,
            Optional<SystemCalls> calls,
            String noCalls,
            DelayAccounting delayAccounting,
            long checkedAt) {
        boolean translated = hasOtherNumbers(calls);
        if (translated && !PidNamespace.isTranslatable(calls.get().gettid())) {
            return open(choice, Optional.empty(), OTHER_NUMBERS, delayAccounting, checkedAt);
        }
        TaskList listed = calls.isPresent() ? TaskList.of(calls.get()) : TaskList.withoutNativeCode();
        return open(
                choice,
                calls,
                noCalls,
                new DelayAccountingState(delayAccounting, checkedAt),
                translated ? TaskList.translated(listed) : listed,
                mapping(calls, noCalls),
                calls.map(CpuClocks::of).orElse(CpuClocks.NONE),
                DescriptorBudget.ofThisProcess(),
                CpuThrottling.of(Cgroups.ofThisProcess().cpu()),
                Path.of("/proc/thread-self/io"),
                true);
    }

    /** Without native code nobody has a number that is not from {@code /proc}. */
    private static boolean hasOtherNumbers(Optional<SystemCalls> calls) {
        return calls.isPresent() && PidNamespace.isOther(calls.get().gettid());
    }

    /**
     * The accounting of another process's threads. What this process may do decides what is available, not what that one
     * may. Its threads have the kernel's names, and as nobody saw them begin, their delays are known once one has been
     * counted. Their counters may lag by a scheduler tick, since CPU clocks are a process's own. To cost little, the
     * counts of I/O calls are as old as the last KiB from or to storage, and a changed name is seen some passes later.
     *
     * @param pid the process; its files must be readable: the same user's, or root asks
     * @param calls empty where native code cannot be used
     * @param noCalls why not
     * @param budget the descriptors that may be kept open
     * @throws AccountingException if nothing is available: no {@code /proc}
     * @throws RuntimeException if there is no such process
     */
    public static Accounting ofProcess(
            int pid, SourceChoice choice, Optional<SystemCalls> calls, String noCalls, DescriptorBudget budget) {
        if (hasOtherNumbers(calls)) {
            return ofProcess(pid, choice, Optional.empty(), OTHER_NUMBERS, budget);
        }
        String tasks = "/proc/" + pid + "/task";
        TaskList list = calls.isPresent() ? TaskList.of(calls.get(), tasks) : TaskList.withoutNativeCode(tasks);
        return open(
                choice,
                calls,
                noCalls,
                new DelayAccountingState(DelayAccounting.now(), System.nanoTime()),
                list,
                new UnmappedJavaThreads("another process"),
                CpuClocks.NONE,
                budget,
                CpuThrottling.of(Cgroups.of(Integer.toString(pid)).cpu()),
                Path.of("/proc/" + pid + "/io"),
                false);
    }

    private static Accounting open(
            SourceChoice choice,
            Optional<SystemCalls> calls,
            String noCalls,
            DelayAccountingState accountingState,
            TaskList list,
            JavaThreads java,
            CpuClocks clocks,
            DescriptorBudget budget,
            CpuThrottling throttling,
            Path io,
            boolean own) {
        DelayAccounting now = DelayAccounting.now();
        accountingState.update(now, System.nanoTime());
        SourceSelection selection;
        try {
            selection = SourceSelection.open(choice, calls, noCalls, now, clocks, accountingState::degrade);
        } catch (RuntimeException e) {
            list.close();
            throw e;
        }
        IoCounts ioCounts = Files.isReadable(io) ? new IoCounts() : null;
        Set<Quantity> known = EnumSet.copyOf(selection.source().quantities());
        if (ioCounts != null) {
            known.addAll(Quantity.IO);
        }
        boolean translated = own && hasOtherNumbers(calls);
        BlockIoPlausibility plausibility = new BlockIoPlausibility(KernelRelease.running());
        ExitQueue exitQueue = new ExitQueue();
        ThreadExitAccounting exitAccounting = new ThreadExitAccounting(
                () -> new ThreadExitAccounting.Account(
                        new LifetimeReader(calls.orElse(null), selection.another(calls), translated),
                        new DelayTracker(accountingState, known.contains(Quantity.BLOCK_IO_DELAY), plausibility),
                        ioCounts == null ? null : new IoCounts()),
                accountingState,
                exitQueue);
        Sampler sampler = new Sampler(
                new TaskTable(
                        list, java, budget, own ? (int) ProcessHandle.current().pid() : 0),
                selection.source(),
                clocks,
                ioCounts,
                accountingState,
                new DelayAccountingFile(),
                new TaskStates(clocks, loadAverage(), throttling, new BlockedTasks(), own),
                plausibility,
                exitQueue,
                new RecordTrackers(
                        known, accountingState, plausibility, new ProcessTracker(own ? calls.orElse(null) : null)),
                !own);
        return new Accounting(
                sampler,
                own ? exitAccounting : null,
                exitQueue,
                selection,
                known,
                MissingQuantities.explain(known, selection, now),
                accountingState.atStart(),
                java,
                translated);
    }

    /** Null where it cannot be read. */
    private static LoadAverage loadAverage() {
        try {
            return LoadAverage.open();
        } catch (IOException e) {
            return null;
        }
    }

    private static JavaThreads mapping(Optional<SystemCalls> calls, String noCalls) {
        if (calls.isEmpty()) {
            return new UnmappedJavaThreads(noCalls);
        }
        try {
            return HotSpotJavaThreads.open(calls.get());
        } catch (MappingException e) {
            return new UnmappedJavaThreads(e.getMessage());
        }
    }

    /** Makes the passes. Not safe for use by several threads at once. */
    public Sampler sampler() {
        return sampler;
    }

    /**
     * Accounts for threads that end. Safe for use by all threads at once.
     *
     * @throws IllegalStateException if this is the accounting of another process, whose threads cannot report
     */
    public ThreadExitAccounting exitAccounting() {
        if (exitAccounting == null) {
            throw new IllegalStateException("the threads of another process");
        }
        return exitAccounting;
    }

    /**
     * Has the kernel report each task of this process that exits, while the sampler is asked to report anything. To be
     * called before that.
     *
     * @throws TaskstatsException if it may not be asked, with what would help
     * @throws AccountingException if it does not say which process a task belonged to
     */
    public void listenToExits(SystemCalls calls) {
        exitQueue.listenTo(new KernelExitListener(calls));
    }

    /**
     * Why the kernel does not report exits any more though {@link #listenToExits} was granted, as when rights are lost
     * while the process runs; empty if it does, or was not asked.
     */
    public String exitListenerLost() {
        return exitQueue.kernelLost();
    }

    ExitQueue exitQueue() {
        return exitQueue;
    }

    /** What can be known here of a thread. */
    public Set<Quantity> known() {
        return EnumSet.copyOf(known);
    }

    /** What cannot be known here, or not any more, with causes and remedies. */
    public List<Missing> missing() {
        Set<Quantity> lost = EnumSet.copyOf(known);
        lost.removeIf(quantity -> sourceOf(quantity).isPresent());
        if (lost.isEmpty()) {
            return missing;
        }
        List<Missing> all = new ArrayList<>(missing);
        all.add(MissingQuantities.lost(lost, selection));
        return List.copyOf(all);
    }

    /** Which source gives a quantity: "taskstats", "procfs"; empty if none. */
    public Optional<String> sourceOf(Quantity quantity) {
        if (selection.source().quantities().contains(quantity)) {
            return Optional.of(selection.source().name());
        }
        return known.contains(quantity) && Quantity.IO.contains(quantity) ? Optional.of("procfs") : Optional.empty();
    }

    /**
     * The name of the source of the delays now: "taskstats" or "procfs". While in use, taskstats can give way to procfs;
     * never the other way round.
     */
    public String source() {
        return selection.source().name();
    }

    /** Why taskstats is not the source; empty if it is. */
    public Optional<String> noTaskstats() {
        return selection.noTaskstats();
    }

    /** Why the last sample could not read any thread; empty if it could. */
    public String off() {
        return selection.source().off();
    }

    /** Why a read of a thread's counters failed last; empty if none did. As {@link #sampler}, for one thread at a time. */
    public String failure() {
        return sampler.queriesFailed() == 0 ? "" : selection.source().failure();
    }

    /** The version of the kernel's {@code struct taskstats}; empty if taskstats never was in use. */
    public OptionalInt taskstatsVersion() {
        return selection.taskstatsVersion();
    }

    /** Whether delay accounting was on at the first check. */
    public DelayAccounting delayAccountingAtStart() {
        return delayAccountingAtStart;
    }

    /** How Java threads are mapped to tids, or why they are not. */
    public String threadMapping() {
        return java.description()
                + (translated
                        ? "; /proc was mounted for another pid namespace: its thread numbers are translated by NSpid"
                        : "");
    }

    @Override
    public void close() {
        if (exitAccounting != null) {
            exitAccounting.close();
        }
        exitQueue.close();
        sampler.close();
    }
}
