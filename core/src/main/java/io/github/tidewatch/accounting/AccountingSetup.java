package io.github.tidewatch.accounting;

import io.github.tidewatch.accounting.exit.ExitQueue;
import io.github.tidewatch.accounting.exit.LifetimeReader;
import io.github.tidewatch.accounting.exit.ThreadExitAccounting;
import io.github.tidewatch.accounting.span.SelfReader;
import io.github.tidewatch.accounting.span.SpanAccounting;
import io.github.tidewatch.causes.CauseAccount;
import io.github.tidewatch.cgroup.Cgroups;
import io.github.tidewatch.cgroup.CpuThrottling;
import io.github.tidewatch.counters.CounterSource;
import io.github.tidewatch.counters.CpuClocks;
import io.github.tidewatch.counters.IoCounts;
import io.github.tidewatch.counters.Missing;
import io.github.tidewatch.counters.MissingQuantities;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.counters.SourceSelection;
import io.github.tidewatch.intervals.BlockIoPlausibility;
import io.github.tidewatch.intervals.DelayAccountingState;
import io.github.tidewatch.intervals.DelayTracker;
import io.github.tidewatch.intervals.KernelRelease;
import io.github.tidewatch.intervals.ProcessTracker;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.BlockedTasks;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DelayAccountingFile;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.procfs.LoadAverage;
import io.github.tidewatch.procfs.PidNamespace;
import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.ProcFile;
import io.github.tidewatch.procfs.TaskList;
import io.github.tidewatch.procfs.TaskSyscall;
import io.github.tidewatch.procfs.TranslatedTaskList;
import io.github.tidewatch.thread.HotSpotJavaThreads;
import io.github.tidewatch.thread.JavaThreads;
import io.github.tidewatch.thread.MappingException;
import io.github.tidewatch.thread.UnmappedJavaThreads;
import io.github.tidewatch.waits.CallTable;
import io.github.tidewatch.waits.WaitClassifier;
import io.github.tidewatch.waits.WaitDetails;
import io.github.tidewatch.waits.WaitOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Finds out what this host and process permit, and makes the parts of an {@link Accounting} accordingly. */
final class AccountingSetup {
    private static final String OTHER_NUMBERS =
            "/proc was mounted for another pid namespace than this process is in, so"
                    + " that its thread numbers are not those of system calls, unless /proc is mounted for this one, as unshare"
                    + " --mount-proc does";

    private static final KernelRelease KERNEL = KernelRelease.running();

    private final SourceChoice choice;
    private final Optional<SystemCalls> calls;
    private final String noCalls;
    private final DelayAccountingState accountingState;
    private final boolean own;

    private final WaitOption waitOption;
    private TaskList list;
    JavaThreads java;
    private CpuClocks clocks = CpuClocks.NONE;
    private DescriptorBudget budget;
    private CpuThrottling throttling;
    private IoCounts ioCounts;
    private CauseAccount causes;

    final boolean translated;
    final ExitQueue exitQueue = new ExitQueue();
    SourceSelection selection;
    Set<Quantity> known;
    List<Missing> missing;
    Sampler sampler;

    /** Null for another process. */
    ThreadExitAccounting exitAccounting;

    /** Null for another process, and where native code cannot be used. */
    SpanAccounting spanAccounting;

    /** The kernel notes who may not read another process's, as an attempt to trace it. */
    private BooleanSupplier canReadCall = () -> false;

    private IntSupplier self = () -> 0;
    KnownWaits waits;

    private AccountingSetup(
            SourceChoice choice,
            Optional<SystemCalls> calls,
            String noCalls,
            DelayAccountingState accountingState,
            boolean own,
            WaitOption waitOption) {
        this.waitOption = waitOption;
        this.choice = choice;
        this.calls = calls;
        this.noCalls = noCalls;
        this.accountingState = accountingState;
        this.own = own;
        this.translated = own && hasOtherNumbers(calls);
    }

    /** As {@link Accounting#open(SourceChoice, Optional, String, DelayAccounting, long)}. */
    static AccountingSetup ofThisProcess(
            SourceChoice choice,
            Optional<SystemCalls> calls,
            String noCalls,
            DelayAccounting delayAccounting,
            long checkedAt,
            WaitOption waitOption) {
        if (hasOtherNumbers(calls) && !PidNamespace.isTranslatable(calls.get().gettid())) {
            return ofThisProcess(choice, Optional.empty(), OTHER_NUMBERS, delayAccounting, checkedAt, waitOption);
        }
        AccountingSetup setup = new AccountingSetup(
                choice, calls, noCalls, new DelayAccountingState(delayAccounting, checkedAt), true, waitOption);
        TaskList listed = calls.isPresent() ? TaskList.of(calls.get()) : TaskList.withoutNativeCode();
        setup.list = setup.translated ? new TranslatedTaskList(listed) : listed;
        setup.java = mapping(calls, noCalls);
        setup.clocks = calls.map(CpuClocks::of).orElse(CpuClocks.NONE);
        setup.budget = DescriptorBudget.ofThisProcess();
        setup.throttling = CpuThrottling.of(Cgroups.ofThisProcess().cpu());
        setup.ioCounts = ioCounts(Path.of("/proc/thread-self/io"));
        setup.causes = CauseAccount.ofThisProcess(calls);
        if (waitOption != WaitOption.OFF) {
            setup.canReadCall = () -> canReadCall("/proc/thread-self/syscall");
        }
        setup.self = calls.<IntSupplier>map(made -> made::gettid).orElse(PidNamespace::callingThread);
        return setup.open();
    }

    /** Without native code nobody has a number that is not from {@code /proc}. */
    private static boolean hasOtherNumbers(Optional<SystemCalls> calls) {
        return calls.isPresent() && PidNamespace.isOther(calls.get().gettid());
    }

    /** As {@link Accounting#ofProcess}. */
    static AccountingSetup ofProcess(
            int pid, SourceChoice choice, Optional<SystemCalls> calls, String noCalls, DescriptorBudget budget) {
        if (hasOtherNumbers(calls)) {
            return ofProcess(pid, choice, Optional.empty(), OTHER_NUMBERS, budget);
        }
        AccountingSetup setup = new AccountingSetup(
                choice,
                calls,
                noCalls,
                new DelayAccountingState(DelayAccounting.now(), System.nanoTime()),
                false,
                WaitOption.OFF);
        String tasks = "/proc/" + pid + "/task";
        setup.list = calls.isPresent() ? TaskList.of(calls.get(), tasks) : TaskList.withoutNativeCode(tasks);
        setup.java = new UnmappedJavaThreads("another process");
        setup.budget = budget;
        setup.throttling = CpuThrottling.of(Cgroups.of(Integer.toString(pid)).cpu());
        setup.ioCounts = ioCounts(Path.of("/proc/" + pid + "/io"));
        setup.causes = CauseAccount.of(pid, calls);
        return setup.open();
    }

    /** Null where the kernel does not count I/O per thread, or this process may not read it. */
    private static IoCounts ioCounts(Path io) {
        return Files.isReadable(io) ? new IoCounts() : null;
    }

    private static boolean canReadCall(String path) {
        if (!KERNEL.canReadCalls()) {
            return false;
        }
        ProcBuffer buffer = new ProcBuffer(256);
        try (ProcFile file = ProcFile.open(path)) {
            file.read(buffer);
            new TaskSyscall().parse(buffer.bytes(), buffer.length());
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private AccountingSetup open() {
        DelayAccounting now = DelayAccounting.now();
        accountingState.update(now, System.nanoTime());
        try {
            selection = SourceSelection.open(choice, calls, noCalls, now, clocks, accountingState::degrade);
        } catch (RuntimeException e) {
            list.close();
            java.close();
            throttling.close();
            throw e;
        }
        known = EnumSet.copyOf(selection.source().quantities());
        if (ioCounts != null) {
            known.addAll(Quantity.IO);
        }
        missing = MissingQuantities.explain(known, selection, now);
        BlockIoPlausibility plausibility = new BlockIoPlausibility(KERNEL);
        sampler = newSampler(selection.source(), plausibility);
        exitAccounting = own ? newExitAccounting(plausibility) : null;
        spanAccounting = own && calls.isPresent() && known.contains(Quantity.CPU_DELAY) ? newSpanAccounting() : null;
        return this;
    }

    /** The state of delay accounting at the first check. */
    DelayAccounting delayAccountingAtStart() {
        return accountingState.atStart();
    }

    private WaitSampler newWaitSampler() {
        boolean wanted = waitOption != WaitOption.OFF;
        WaitClassifier classifier =
                wanted ? WaitClassifier.open(calls, canReadCall.getAsBoolean(), java.isMapped()) : null;
        Optional<SystemCalls> forDetails = waitOption == WaitOption.DETAILS ? calls : Optional.empty();
        WaitSampler newSampler = new WaitSampler(
                clocks,
                accountingState,
                canReadCall,
                java.isMapped(),
                known.contains(Quantity.BLOCK_IO_DELAY),
                CallTable.of(System.getProperty("os.arch")).orElse(null),
                classifier,
                wanted ? new WaitDetails(classifier, forDetails, !translated) : null);
        waits = new KnownWaits(waitOption, classifier, newSampler, KERNEL);
        return newSampler;
    }

    private Sampler newSampler(CounterSource source, BlockIoPlausibility plausibility) {
        WaitSampler waitSampler = newWaitSampler();
        ProcessTracker process = new ProcessTracker(own ? calls.orElse(null) : null);
        int primordial = own ? (int) ProcessHandle.current().pid() : 0;
        return new Sampler(
                new TaskTable(list, java, budget, primordial),
                source,
                clocks,
                new TaskDetails(source, ioCounts, !own),
                accountingState,
                new DelayAccountingFile(),
                new TaskStates(clocks, loadAverage(), throttling, new BlockedTasks(), self, waitSampler),
                waitSampler,
                plausibility,
                exitQueue,
                new RecordTrackers(known, accountingState, plausibility, process, causes));
    }

    private ThreadExitAccounting newExitAccounting(BlockIoPlausibility plausibility) {
        boolean blockIoKnown = known.contains(Quantity.BLOCK_IO_DELAY);
        return new ThreadExitAccounting(
                () -> new ThreadExitAccounting.Account(
                        new LifetimeReader(calls.orElse(null), selection.another(calls), translated),
                        new DelayTracker(accountingState, blockIoKnown, plausibility),
                        ioCounts == null ? null : new IoCounts()),
                accountingState,
                exitQueue);
    }

    private SpanAccounting newSpanAccounting() {
        return new SpanAccounting(
                calls.get(),
                translated,
                () -> SelfReader.of(calls.get(), selection.another(calls), new DelayAccountingFile()),
                selection
                        .lesser()
                        .map(lesser -> (Supplier<SelfReader>)
                                () -> SelfReader.of(calls.get(), lesser.get(), new DelayAccountingFile()))
                        .orElse(null),
                accountingState,
                known.contains(Quantity.BLOCK_IO_DELAY));
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
}
