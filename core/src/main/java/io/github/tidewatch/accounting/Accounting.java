package io.github.tidewatch.accounting;

import io.github.tidewatch.linux.NativeAccessException;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.BlockedTasks;
import io.github.tidewatch.procfs.CpuQuota;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.procfs.LoadAverage;
import io.github.tidewatch.procfs.TaskList;
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
 *     sampler.openDelays();
 *     Thread.sleep(1000);
 *     sampler.look();
 *     sampler.tellDelays(true, (task, interval) ->
 *             System.out.println(task.name() + " waited for a CPU for " + interval.cpuDelay() + " ns"));
 * }
 * }</pre>
 *
 * <p>Java threads are mapped to tids only where {@code java.lang} is opened to this module ({@code --add-opens
 * java.base/java.lang=…}). Safe for use by several threads, but for its {@link #sampler}.
 */
public final class Accounting implements Closeable {
    private final Sampler sampler;
    private final SourceSelection selection;
    private final Set<Quantity> known;
    private final List<Missing> missing;
    private final DelayAccounting delayAccountingAtStart;
    private final JavaThreads java;

    private Accounting(
            Sampler sampler,
            SourceSelection selection,
            Set<Quantity> known,
            List<Missing> missing,
            DelayAccounting delayAccountingAtStart,
            JavaThreads java) {
        this.sampler = sampler;
        this.selection = selection;
        this.known = known;
        this.missing = missing;
        this.delayAccountingAtStart = delayAccountingAtStart;
        this.java = java;
    }

    /** Opens the best sources there are, with a first look at delay accounting now. */
    public static Accounting open(SourceChoice choice) {
        long looked = System.nanoTime();
        DelayAccounting now = DelayAccounting.now();
        try {
            return open(choice, Optional.of(SystemCalls.host()), "", now, looked);
        } catch (NativeAccessException e) {
            return open(choice, Optional.empty(), e.getMessage(), now, looked);
        }
    }

    /**
     * Opens the best sources there are.
     *
     * @param calls empty where native code cannot be used
     * @param noCalls why not
     * @param delayAccounting the state of delay accounting at the first look, made as early as possible: threads that
     *     were made before count as unknown until a delay of theirs is seen
     * @param looked when that look was, by {@link System#nanoTime}
     * @throws AccountingException if nothing can be had: no {@code /proc}
     * @throws io.github.tidewatch.linux.SystemCallException if {@code /proc/self/task} cannot be opened
     */
    public static Accounting open(
            SourceChoice choice,
            Optional<SystemCalls> calls,
            String noCalls,
            DelayAccounting delayAccounting,
            long looked) {
        DelayAccounting now = DelayAccounting.now();
        DelayWatch watch = new DelayWatch(delayAccounting, looked);
        watch.look(now, System.nanoTime());
        JavaThreads java = mapping(calls, noCalls);
        TaskList list = calls.isPresent() ? TaskList.of(calls.get()) : TaskList.withoutNativeCode();
        SourceSelection selection;
        try {
            selection = SourceSelection.open(choice, calls, noCalls, now, watch::diminish);
        } catch (RuntimeException e) {
            list.close();
            throw e;
        }
        IoCounts ioCounts = Files.isReadable(Path.of("/proc/thread-self/io")) ? new IoCounts() : null;
        Set<Quantity> known = EnumSet.copyOf(selection.source().quantities());
        if (ioCounts != null) {
            known.addAll(Quantity.IO);
        }
        Sampler sampler = new Sampler(
                new TaskTable(list, java, DescriptorBudget.ofThisProcess()),
                selection.source(),
                ioCounts,
                watch,
                DelayAccounting::now,
                new TaskStates(
                        calls.map(CpuClocks::of).orElse(CpuClocks.NONE),
                        loadAverage(),
                        CpuQuota.ofThisProcess(),
                        new BlockedTasks()),
                new BlockIoTrust(KernelRelease.running()),
                known);
        return new Accounting(
                sampler, selection, known, MissingQuantities.explain(known, selection, now), watch.atStart(), java);
    }

    /** Null where it cannot be read: then nobody is known to be runnable. */
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

    /** Why the last look could not read any thread; empty if it could. */
    public String off() {
        return selection.source().off();
    }

    /** The version of the kernel's {@code struct taskstats}; empty if taskstats never was in use. */
    public OptionalInt taskstatsVersion() {
        return selection.taskstatsVersion();
    }

    /** Whether delay accounting was on at the first look. */
    public DelayAccounting delayAccountingAtStart() {
        return delayAccountingAtStart;
    }

    /** How Java threads are mapped to tids, or why they are not. */
    public String threadMapping() {
        return java.description();
    }

    @Override
    public void close() {
        sampler.close();
    }
}
