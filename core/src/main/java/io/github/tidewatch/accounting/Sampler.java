package io.github.tidewatch.accounting;

import io.github.tidewatch.accounting.exit.ExitQueue;
import io.github.tidewatch.causes.HostCounters;
import io.github.tidewatch.counters.CounterSource;
import io.github.tidewatch.counters.CpuClocks;
import io.github.tidewatch.intervals.BlockIoPlausibility;
import io.github.tidewatch.intervals.DelayAccountingState;
import io.github.tidewatch.intervals.IntervalSink;
import io.github.tidewatch.intervals.SampledThread;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DelayAccountingFile;
import java.io.Closeable;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Samples every thread of this process, and reports what each did since it was last reported.
 *
 * <p>{@link #sample()} makes a pass over all threads, {@link #emit} hands what came up to that pass to a sink. Each of the
 * {@link Records} has a tracker of its own, so that they may be emitted at different times. Not safe for use by several
 * threads at once; which thread calls does not matter.
 */
public final class Sampler implements Closeable {
    /** Longer ago than any process began; times are compared by their difference. */
    private static final long LONGEST_LIFE = Long.MAX_VALUE / 2;

    private final TaskTable table;
    private final CounterSource source;
    private final TaskReader reader;
    private final TaskDetails details;
    private final SuspectTasks suspects;
    private final Predicate<Task> waitsForDisk;
    private final DelayAccountingState accountingState;
    private final DelayAccountingFile delayAccounting;
    private final TaskStates states;
    private final WaitSampler waits;
    private final BlockIoPlausibility plausibility;
    private final RecordTrackers trackers;
    private final ExitQueue exitQueue;

    private long pass;
    private long passStart;
    private long threadsSampled;

    /** A sampler; closes what it is given. */
    Sampler(
            TaskTable table,
            CounterSource source,
            CpuClocks clocks,
            TaskDetails details,
            DelayAccountingState accountingState,
            DelayAccountingFile delayAccounting,
            TaskStates states,
            WaitSampler waits,
            BlockIoPlausibility plausibility,
            ExitQueue exitQueue,
            RecordTrackers trackers) {
        this.table = table;
        this.source = source;
        this.reader = new TaskReader(source, clocks, states::pollRunQueue);
        this.details = details;
        this.waitsForDisk = states::waitsForDisk;
        this.suspects = new SuspectTasks(source, plausibility, waitsForDisk);
        this.accountingState = accountingState;
        this.delayAccounting = delayAccounting;
        this.states = states;
        this.waits = waits;
        this.plausibility = plausibility;
        this.trackers = trackers;
        this.exitQueue = exitQueue;
    }

    /** Reads the counters of every thread. */
    public void sample() {
        passStart = System.nanoTime();
        pass++;
        exitQueue.passBegins(passStart);
        DelayAccounting state = delayAccounting.now();
        // After it was read: who began before may have begun before a switch.
        accountingState.update(state, passStart, System.nanoTime());
        exitQueue.collect(table, trackers::exit); // before the table drops whom a recheck has found gone
        table.refresh(pass);
        reader.read(table.tasks(), table.count(), pass);
        if (table.mayLackNewcomers()) {
            exitQueue.collect(table, trackers::exit); // before the table drops those that were found gone
            table.addNewcomers(pass);
            reader.readNewcomers(table.tasks(), table.count());
        }
        Task[] tasks = table.tasks();
        int count = table.count();
        trackers.process().sampleProcess();
        for (int i = 0; i < count; i++) {
            states.pollRunQueue(i);
            if (tasks[i].counters().lastReadOk()) {
                complete(tasks[i]);
            }
        }
        exitQueue.collect(table, trackers::exit);
        trackers.process().sampleTasks(tasks, count);
        trackers.sampled(passStart);
        states.sample(tasks, count);
        waits.sample(tasks, count);
        plausibility.observe(tasks, count, waitsForDisk);
        table.dismissExited();
        waits.advance(tasks, count);
        threadsSampled += count;
    }

    /** Whether {@link #recheckBlockIo} is wanted, every 10 to 20 ms. */
    public boolean needsBlockIoRecheck() {
        return trackers.isOpen(Records.DELAYS) && plausibility.isWatching();
    }

    /** Samples the few threads of which the kernel's block-I/O delay is doubtful. */
    public void recheckBlockIo() {
        suspects.recheck(table.tasks(), table.count());
    }

    /** Whether this kernel's block-I/O delay was found to be wrong, so that parts of it are discarded or unknown. */
    public boolean isBlockIoUnreliable() {
        return plausibility.isUnreliable();
    }

    private void complete(Task task) {
        boolean first = task.foundInPass() == pass;
        if (task.counters().areFinal() || (first && exitQueue.hasExited(task))) {
            task.counters().linger();
            return;
        }
        if (first) {
            trackers.process().begin();
        }
        task.counters().noteActivity();
        details.read(task, pass);
        accountingState.update(task);
    }

    /**
     * Begins to report what is not reported yet, from now on: samples, and takes what it finds as the start.
     *
     * @param records what to report from now on; the rest stays as it is
     */
    public void open(Set<Records> records) {
        open(records, null);
    }

    /**
     * As {@link #open(Set)}, but reports the lives of threads that began at a time before now or later from their start, be
     * they over: their counters began at zero. Not so of the process's first thread, which may have run another program.
     *
     * @param since that time, by {@link System#nanoTime}
     */
    public void open(Set<Records> records, long since) {
        open(records, Long.valueOf(since));
    }

    /**
     * As {@link #open(Set, long)}, of threads however old, in the process that has just started: delay accounting was
     * checked when it did.
     */
    public void openSinceStart(Set<Records> records) {
        accountingState.markCheckedAtStart();
        open(records, Long.valueOf(System.nanoTime() - LONGEST_LIFE));
    }

    private void open(Set<Records> records, Long since) {
        Set<Records> closed = EnumSet.noneOf(Records.class);
        closed.addAll(records);
        closed.removeIf(this::isOpen);
        if (closed.isEmpty()) {
            return;
        }
        boolean first = !isOpen();
        if (closed.contains(Records.PROCESS)) {
            trackers.process().open();
        }
        details.wantUsage(details.isUsageWanted() || closed.contains(Records.USAGE));
        waits.setWanted(waits.isWanted() || closed.contains(Records.DELAYS));
        exitQueue.setWanted(true, details.isUsageWanted());
        if (since != null && first) {
            exitQueue.includePast(true);
            trackers.expectExits(closed);
        }
        sample();
        exitQueue.includePast(false);
        if (first) {
            exitQueue.forgetPending(); // who has exited while nobody sampled
        }
        boolean fromNow = since == null;
        trackers.open(
                closed,
                fromNow ? pass : pass - 1,
                fromNow ? passStart : since,
                pass,
                passStart,
                table.tasks(),
                table.count());
    }

    /**
     * Hands over which carriers of virtual threads there are as their first interval begins, as one without length. To be
     * called after {@link Records#CARRIERS} were opened.
     */
    public void emitPresentCarriers(RecordSink sink) {
        trackers.emitPresentCarriers(table, sink);
    }

    /** Whether something is reported. */
    public boolean isOpen(Records records) {
        return trackers.isOpen(records);
    }

    /** Whether anything is reported. */
    public boolean isOpen() {
        return trackers.isAnyOpen();
    }

    /** Stops reporting something, until it is opened again. */
    public void close(Records records) {
        trackers.close(records);
        details.wantUsage(details.isUsageWanted() && records != Records.USAGE);
        waits.setWanted(waits.isWanted() && records != Records.DELAYS);
        exitQueue.setWanted(isOpen(), details.isUsageWanted());
    }

    /** Takes a sample, and emits what it found: {@link #sample()} and {@link #emit}. */
    public void sample(Set<Records> records, boolean all, RecordSink sink) {
        sample();
        emit(records, all, sink);
    }

    /**
     * Emits what came up to the last sample and was not emitted yet. Of each thread of which a counter moved that is one
     * interval, and before it one for the idle gap, if there was one. Threads that have exited are emitted whichever
     * records are asked for, and the lives of those that did not account for themselves.
     *
     * @param records which records; nothing comes of those that are not open
     * @param all also the delays of threads that did nothing, so that nothing is left to emit
     */
    public void emit(Set<Records> records, boolean all, RecordSink sink) {
        emitLifetimes(sink::lifetime);
        trackers.emit(records, table, all, sink);
        trackers.emitExited(sink);
    }

    /**
     * Emits the threads that have exited since the last sample, without taking one. To be called when {@link
     * io.github.tidewatch.accounting.exit.ThreadExitAccounting#isCrowded}: what is kept of exited threads is bounded,
     * whatever the period of samples.
     */
    public void emitExits(RecordSink sink) {
        exitQueue.collectEarly(table, trackers::exit);
        emitLifetimes(sink::lifetime);
        trackers.emitExited(sink);
    }

    void emitDelays(boolean all, IntervalSink sink) {
        trackers.emitDelays(table, all, sink);
    }

    /** Emits the lives of threads that did not account for themselves: as the kernel reported them, or the last sample. */
    void emitLifetimes(IntervalSink sink) {
        exitQueue.drainPending(task -> trackers.emitLifetime(task, sink));
    }

    /** Whether this process can read its own use of resources, for {@link Records#PROCESS}. */
    public boolean canMeasureProcess() {
        return trackers.process().isAvailable();
    }

    HostCounters hostCounters() {
        return trackers.hostCounters();
    }

    /** When the last sample began, by {@link System#nanoTime}. */
    public long lastSampleTime() {
        return passStart;
    }

    /** Whether this very thread, and not a later one with its tid, was there at the last sample. */
    public boolean isAlive(SampledThread thread) {
        Task task = table.find(thread.tid());
        return task == thread && !task.counters().isGone();
    }

    /** How many samples were made. */
    public long passes() {
        return pass;
    }

    /** How many threads they saw, in sum. */
    public long threadsSampled() {
        return threadsSampled;
    }

    /** How many files of {@code /proc} are kept open; the kernel holds 4 KB of memory for each that was read. */
    public int keptFiles() {
        return table.keptFiles();
    }

    /** How many queries failed for a reason other than the end of the thread. */
    public long queriesFailed() {
        return source.queriesFailed();
    }

    /** How many of the kernel's replies were lost. */
    public long repliesLost() {
        return source.repliesLost() + exitQueue.lost() + trackers.lost();
    }

    /** Whether delay accounting was on at the last sample. */
    public DelayAccounting delayAccounting() {
        return accountingState.last();
    }

    /** Hands the threads of which the delays are not known, though this host keeps them, to {@code sink}. */
    public void incompleteThreads(Consumer<? super SampledThread> sink) {
        for (int i = 0; i < table.count(); i++) {
            Task task = table.tasks()[i];
            if (task.counters().everRead()
                    && !accountingState.isKnown(task, task.counters().time())) {
                sink.accept(task);
            }
        }
    }

    @Override
    public void close() {
        table.close();
        states.close();
        waits.close();
        delayAccounting.close();
        source.close();
        trackers.close();
    }
}
