package io.github.tidewatch.accounting;

import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DelayAccountingFile;
import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.TaskFiles;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Samples every thread of this process, and reports what each did since it was last reported.
 *
 * <p>{@link #sample} makes a pass. {@link #emitDelays} and {@link #emitUsage} hand the intervals up to that pass to a
 * sink; each of the {@link Records} has a tracker of its own, so that they may be reported at different times. Not safe for use by several
 * threads at once; which thread calls does not matter.
 */
public final class Sampler implements Closeable {
    /** For how many passes a task is young, which is when threads name themselves. */
    private static final int YOUNG = 16;

    /** Longer ago than any process began; times are compared by their difference. */
    private static final long LONGEST_LIFE = Long.MAX_VALUE / 2;

    private final TaskTable table;
    private final CounterSource source;
    private final TaskReader reader;
    private final IoCounts ioCounts;
    private final DelayAccountingState accountingState;
    private final DelayAccountingFile delayAccounting;
    private final TaskStates states;
    private final BlockIoPlausibility plausibility;
    private final DelayTracker delayTracker;
    private final UsageTracker usageTracker;
    private final ProcessTracker processTracker;
    private final DelayTracker lifetimes;
    private final ExitQueue exitQueue;
    private final boolean frugal;
    private final ProcBuffer comm = new ProcBuffer(64);
    private final Task[] watched = new Task[BlockIoPlausibility.MOST_WATCHED];
    private final TaskCounters[] watchedCounters = new TaskCounters[BlockIoPlausibility.MOST_WATCHED];

    private long pass;
    private long passStart;
    private long threadsSampled;

    /** Whether the samples read the I/O counts, which cost a read of a file for each active thread. */
    private boolean usageWanted;

    /**
     * A sampler; closes what it is given.
     *
     * @param ioCounts null where the kernel does not count I/O per thread
     * @param frugal whether to save reads of files, which are most of the cost: the I/O counts are read when the bytes
     *     from or to storage have changed (as taskstats reports, by 1 KiB; the counts of calls may then be old), and the
     *     kernel's names of threads that are not new now and then
     */
    Sampler(
            TaskTable table,
            CounterSource source,
            CpuClocks clocks,
            IoCounts ioCounts,
            DelayAccountingState accountingState,
            DelayAccountingFile delayAccounting,
            TaskStates states,
            BlockIoPlausibility plausibility,
            ExitQueue exitQueue,
            ProcessTracker processTracker,
            Set<Quantity> known,
            boolean frugal) {
        this.frugal = frugal;
        this.table = table;
        this.source = source;
        this.reader = new TaskReader(source, clocks, states::pollRunQueue);
        this.ioCounts = ioCounts;
        this.accountingState = accountingState;
        this.delayAccounting = delayAccounting;
        this.states = states;
        this.plausibility = plausibility;
        this.delayTracker = new DelayTracker(accountingState, known.contains(Quantity.BLOCK_IO_DELAY), plausibility);
        this.usageTracker = new UsageTracker(known);
        this.processTracker = processTracker;
        this.lifetimes = new DelayTracker(accountingState, known.contains(Quantity.BLOCK_IO_DELAY), plausibility);
        this.exitQueue = exitQueue;
    }

    /** Reads the counters of every thread. */
    public void sample() {
        passStart = System.nanoTime();
        pass++;
        exitQueue.passBegins(passStart);
        DelayAccounting state = delayAccounting.now();
        accountingState.update(
                state, System.nanoTime()); // after it was read: who began before may have begun before a switch
        exitQueue.collect(table, this::exit); // before the table drops whom a recheck has found gone
        table.refresh(pass);
        reader.read(table.tasks(), table.count(), pass);
        if (table.mayLackNewcomers()) {
            exitQueue.collect(table, this::exit); // before the table drops those that were found gone
            table.addNewcomers(pass);
            reader.readNewcomers(table.tasks(), table.count());
        }
        Task[] tasks = table.tasks();
        int count = table.count();
        processTracker.sampleProcess();
        for (int i = 0; i < count; i++) {
            states.pollRunQueue(i);
            if (tasks[i].counters.lastReadOk()) {
                complete(tasks[i]);
            }
        }
        exitQueue.collect(table, this::exit);
        processTracker.sampleTasks(tasks, count);
        states.sample(tasks, count);
        plausibility.observe(tasks, count, states);
        table.dismissExited();
        threadsSampled += count;
    }

    /**
     * Takes in the threads that have exited since the last sample, without taking a sample. To be called, and {@link #emitExited} after
     * it, when {@link ThreadExitAccounting#isCrowded}: what is kept of exited threads is bounded, whatever the period of samples.
     */
    public void collectExits() {
        exitQueue.collectEarly(table, this::exit);
    }

    /** Whether {@link #recheckBlockIo} is wanted, every 10 to 20 ms. */
    public boolean needsBlockIoRecheck() {
        return delayTracker.isOpen() && plausibility.isWatching();
    }

    /** Samples the few threads of which the kernel's block-I/O delay is doubtful. */
    public void recheckBlockIo() {
        int count = 0;
        for (int i = 0; i < table.count() && count < watched.length; i++) {
            if (table.tasks()[i].observer.isWatching() && !table.tasks()[i].counters.isGone()) {
                watched[count++] = table.tasks()[i];
            }
        }
        for (int i = 0; i < count; i++) {
            watchedCounters[i] = watched[i].counters;
        }
        source.read(watchedCounters, count);
        Arrays.fill(watchedCounters, 0, count, null);
        for (int i = 0; i < count; i++) {
            if (watched[i].counters.lastReadOk()) {
                source.readRest(watched[i].counters);
                watched[i].stateSampled = false;
            }
        }
        plausibility.observe(watched, count, states);
        Arrays.fill(watched, 0, count, null);
    }

    /** Whether this kernel's block-I/O delay was found to be wrong, so that parts of it are discarded or unknown. */
    public boolean isBlockIoUnreliable() {
        return plausibility.isUnreliable();
    }

    /** The task has exited, and its last counters are known. */
    private void exit(Task task) {
        task.observer.exit(task);
        delayTracker.exit(task);
        usageTracker.exit(task);
        processTracker.exit(task);
    }

    private void complete(Task task) {
        boolean first = task.foundInPass == pass;
        if (task.counters.areFinal() || (first && exitQueue.hasExited(task))) {
            task.counters.linger();
            return;
        }
        if (first) {
            processTracker.begin();
        }
        task.counters.noteActivity();
        if (task.counters.isActive() || first) {
            source.readRest(task.counters);
            task.counters.takeSplit();
            if (!task.isJava() && (!frugal || isNameDue(task))) {
                readName(task);
            }
            task.counters.expireIo(frugal);
        }
        if (!task.counters.isIoRead() && ioCounts != null && usageWanted) {
            task.counters.setIoRead(ioCounts.read(task.counters));
        }
        accountingState.update(task);
    }

    private boolean isNameDue(Task task) {
        return pass - task.foundInPass < YOUNG || (pass + task.tid()) % YOUNG == 0;
    }

    /** The kernel's name, again and again: a thread names itself after it was made. */
    private void readName(Task task) {
        try {
            task.counters.files().read(TaskFiles.Name.COMM, comm);
            task.rename(comm.bytes(), comm.length() - 1);
        } catch (IOException e) {
            return; // it has ended, and is no longer reported
        }
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
     * sampled when it did.
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
            processTracker.open();
        }
        usageWanted |= closed.contains(Records.USAGE);
        exitQueue.setWanted(true, usageWanted);
        if (since != null && first) {
            exitQueue.includePast(true);
            expectExits(closed);
        }
        sample();
        exitQueue.includePast(false);
        long openedInPass = since == null ? pass : pass - 1;
        long openedAt = since == null ? passStart : since;
        if (first) {
            exitQueue.forgetPending(); // who has exited while nobody sampled
        }
        if (closed.contains(Records.DELAYS)) {
            delayTracker.open(openedInPass, openedAt, table.tasks(), table.count());
        }
        if (closed.contains(Records.USAGE)) {
            usageTracker.open(openedInPass, openedAt, table.tasks(), table.count());
        }
        if (closed.contains(Records.PROCESS)) {
            processTracker.begun();
        }
    }

    private void expectExits(Set<Records> records) {
        if (records.contains(Records.DELAYS)) {
            delayTracker.expectExits();
        }
        if (records.contains(Records.USAGE)) {
            usageTracker.expectExits();
        }
    }

    /** Whether something is reported. */
    public boolean isOpen(Records records) {
        switch (records) {
            case DELAYS:
                return delayTracker.isOpen();
            case USAGE:
                return usageTracker.isOpen();
            default:
                return processTracker.isOpen();
        }
    }

    /** Whether anything is reported. */
    public boolean isOpen() {
        return delayTracker.isOpen() || usageTracker.isOpen() || processTracker.isOpen();
    }

    /** Stops reporting something, until it is opened again. */
    public void close(Records records) {
        switch (records) {
            case DELAYS:
                delayTracker.close();
                break;
            case USAGE:
                usageTracker.close();
                usageWanted = false;
                break;
            default:
                processTracker.close();
                break;
        }
        exitQueue.setWanted(isOpen(), usageWanted);
    }

    /**
     * Hands the intervals that end with the last sample to {@code sink}: one per thread of which a counter moved, and
     * before it one for the idle gap, if there was one.
     *
     * @param all also for the threads that did nothing, so that nothing is left to report
     */
    public void emitDelays(boolean all, IntervalSink sink) {
        if (delayTracker.isOpen()) {
            delayTracker.emit(table.tasks(), table.count(), table.isMappingKnown(), all, sink);
        }
    }

    /** As {@link #emitDelays}, for usage; reports nothing of a thread that used nothing. */
    public void emitUsage(IntervalSink sink) {
        if (usageTracker.isOpen()) {
            usageTracker.emit(table.tasks(), table.count(), table.isMappingKnown(), false, sink);
        }
    }

    /**
     * Hands the last intervals of threads that have exited to {@code sink}, before those of others are reported: whenever
     * that is done, they are the same. To be called after each sample for what is not reported then.
     */
    public void emitExited(Records records, IntervalSink sink) {
        if (records == Records.DELAYS && delayTracker.isOpen()) {
            delayTracker.emitExited(sink);
        } else if (records == Records.USAGE && usageTracker.isOpen()) {
            usageTracker.emitExited(sink);
        }
    }

    /**
     * Hands the lives of threads to {@code sink} that have ended by the last sample and did not say so themselves, each
     * once: as the kernel reported them, or as they were when a sample last found them.
     */
    public void emitLifetimes(IntervalSink sink) {
        exitQueue.drainPending(task -> lifetimes.emitLifetime(task, sink));
    }

    /** Whether {@link #takeProcessInterval} can report anything here. */
    public boolean canMeasureProcess() {
        return processTracker.isAvailable();
    }

    /** What the process used since this was reported last; empty if no sample was made since, or it is not open. */
    public Optional<ProcessInterval> takeProcessInterval() {
        return processTracker.isOpen() ? Optional.ofNullable(processTracker.emit()) : Optional.empty();
    }

    /** When the last sample began, by {@link System#nanoTime}. */
    public long lastSampleTime() {
        return passStart;
    }

    /** Whether this very task, and not a later one with its tid, was there at the last sample. */
    public boolean isAlive(Task task) {
        return table.find(task.tid()) == task && !task.counters.isGone();
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
        return source.repliesLost() + exitQueue.lost() + delayTracker.lost() + usageTracker.lost();
    }

    /** Whether delay accounting was on at the last sample. */
    public DelayAccounting delayAccounting() {
        return accountingState.last();
    }

    /** Hands the threads of which the delays are not known, though this host keeps them, to {@code sink}. */
    public void incompleteThreads(java.util.function.Consumer<Task> sink) {
        for (int i = 0; i < table.count(); i++) {
            Task task = table.tasks()[i];
            if (task.counters.everRead() && !accountingState.isKnown(task, task.counters.time())) {
                sink.accept(task);
            }
        }
    }

    @Override
    public void close() {
        table.close();
        states.close();
        delayAccounting.close();
        source.close();
    }
}
