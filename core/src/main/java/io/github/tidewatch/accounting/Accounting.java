package io.github.tidewatch.accounting;

import io.github.tidewatch.accounting.exit.BufferedExits;
import io.github.tidewatch.accounting.exit.ExitQueue;
import io.github.tidewatch.accounting.exit.KernelExitListener;
import io.github.tidewatch.accounting.exit.ThreadExitAccounting;
import io.github.tidewatch.accounting.span.SpanAccounting;
import io.github.tidewatch.causes.HostCounters;
import io.github.tidewatch.counters.Missing;
import io.github.tidewatch.counters.MissingQuantities;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.counters.SourceSelection;
import io.github.tidewatch.intervals.IntervalSink;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.NativeAccessException;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.taskstats.TaskstatsException;
import io.github.tidewatch.thread.JavaThreads;
import io.github.tidewatch.waits.WaitOption;
import java.io.Closeable;
import java.io.IOException;
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
    private final Sampler sampler;
    private final SourceSelection selection;
    private final boolean translated;
    private final KnownWaits waits;
    private final Set<Quantity> known;
    private final List<Missing> missing;
    private final DelayAccounting delayAccountingAtStart;
    private final JavaThreads java;
    private final ThreadExitAccounting exitAccounting;
    private final SpanAccounting spanAccounting;
    private final ExitQueue exitQueue;

    private Accounting(AccountingSetup setup) {
        this.translated = setup.translated;
        this.sampler = setup.sampler;
        this.exitAccounting = setup.exitAccounting;
        spanAccounting = setup.spanAccounting;
        this.exitQueue = setup.exitQueue;
        this.selection = setup.selection;
        this.known = setup.known;
        this.missing = setup.missing;
        this.delayAccountingAtStart = setup.delayAccountingAtStart();
        this.java = setup.java;
        this.waits = setup.waits;
    }

    /** Opens the best sources there are, with a first check of delay accounting now. */
    public static Accounting open(SourceChoice choice) {
        DelayAccounting now = DelayAccounting.now();
        long checkedAt = System.nanoTime();
        try {
            return open(choice, Optional.of(HostSystemCalls.get()), "", now, checkedAt);
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
     * @throws io.github.tidewatch.counters.AccountingException if nothing is available: no {@code /proc}
     * @throws io.github.tidewatch.linux.SystemCallException if {@code /proc/self/task} cannot be opened
     */
    public static Accounting open(
            SourceChoice choice,
            Optional<SystemCalls> calls,
            String noCalls,
            DelayAccounting delayAccounting,
            long checkedAt) {
        return open(choice, calls, noCalls, delayAccounting, checkedAt, WaitOption.KINDS);
    }

    /**
     * As {@link #open(SourceChoice, Optional, String, DelayAccounting, long)}.
     *
     * @param waits what is read of the waits of threads
     */
    public static Accounting open(
            SourceChoice choice,
            Optional<SystemCalls> calls,
            String noCalls,
            DelayAccounting delayAccounting,
            long checkedAt,
            WaitOption waits) {
        return new Accounting(AccountingSetup.ofThisProcess(choice, calls, noCalls, delayAccounting, checkedAt, waits));
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
     * @throws io.github.tidewatch.counters.AccountingException if nothing is available: no {@code /proc}
     * @throws RuntimeException if there is no such process
     */
    public static Accounting ofProcess(
            int pid, SourceChoice choice, Optional<SystemCalls> calls, String noCalls, DescriptorBudget budget) {
        return new Accounting(AccountingSetup.ofProcess(pid, choice, calls, noCalls, budget));
    }

    /** What this host counts that says why threads do not get a CPU. */
    public HostCounters hostCounters() {
        return sampler.hostCounters();
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
     * Accounts for spans of work in one thread. Safe for use by all threads at once.
     *
     * @return empty where native code cannot be used, this kernel does not count CPU delay, or this is the accounting of
     *     another process
     */
    public Optional<SpanAccounting> spanAccounting() {
        return Optional.ofNullable(spanAccounting);
    }

    /**
     * Has the kernel report each task of this process that exits, while the sampler is asked to report anything. To be
     * called before that.
     *
     * @throws TaskstatsException if it may not be asked, with what would help
     * @throws io.github.tidewatch.counters.AccountingException if it does not say which process a task belonged to
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

    /**
     * Reports lives of threads that exited before this was open, by what each buffered; before the first sample.
     *
     * @param calls empty where native code cannot be used
     * @throws IOException if there is no time since boot, by which procfs reports when a thread began
     */
    public BufferedExits bufferedExits(Optional<SystemCalls> calls, IntervalSink sink) throws IOException {
        return new BufferedExits(exitQueue, known, calls, sink);
    }

    /** What can be known here of a thread. */
    public Set<Quantity> known() {
        return EnumSet.copyOf(known);
    }

    /** What can be known here of a thread's waits, and why the rest cannot. */
    public KnownWaits waits() {
        return waits;
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

    /** Whether it is known which Java thread is which tid. */
    public boolean isThreadMappingKnown() {
        return java.isMapped();
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
        if (spanAccounting != null) {
            spanAccounting.close();
        }
        exitQueue.close();
        sampler.close();
    }
}
