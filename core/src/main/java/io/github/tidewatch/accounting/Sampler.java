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
 * Looks at every thread of this process, and tells what each did since it was last told.
 *
 * <p>{@link #look} makes a pass. {@link #tellDelays} and {@link #tellUsage} hand the intervals up to that pass to a
 * sink; each of the {@link Records} has books of its own, so that they may be told at different times. Not safe for use by several
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
    private final DelayAccountingState watch;
    private final DelayAccountingFile delayAccounting;
    private final TaskStates states;
    private final BlockIoPlausibility trust;
    private final DelayTracker delayBooks;
    private final UsageTracker usageBooks;
    private final ProcessTracker processBooks;
    private final DelayTracker lives;
    private final ExitQueue departures;
    private final boolean frugal;
    private final ProcBuffer comm = new ProcBuffer(64);
    private final Task[] watched = new Task[BlockIoPlausibility.MOST_WATCHED];

    private long pass;
    private long passStart;
    private long threadsSampled;

    /** Whether the looks read the I/O counts, which cost a read of a file for each active thread. */
    private boolean usageWanted;

    /**
     * A sampler; closes what it is given.
     *
     * @param ioCounts null where the kernel does not count I/O per thread
     * @param frugal whether to save reads of files, which are most of the cost: the I/O counts are read when the bytes
     *     from or to storage have changed (as taskstats tells, by 1 KiB; the counts of calls may then be old), and the
     *     kernel's names of threads that are not new now and then
     */
    Sampler(
            TaskTable table,
            CounterSource source,
            CpuClocks clocks,
            IoCounts ioCounts,
            DelayAccountingState watch,
            DelayAccountingFile delayAccounting,
            TaskStates states,
            BlockIoPlausibility trust,
            ExitQueue departures,
            ProcessTracker processBooks,
            Set<Quantity> known,
            boolean frugal) {
        this.frugal = frugal;
        this.table = table;
        this.source = source;
        this.reader = new TaskReader(source, clocks, states::glimpse);
        this.ioCounts = ioCounts;
        this.watch = watch;
        this.delayAccounting = delayAccounting;
        this.states = states;
        this.trust = trust;
        this.delayBooks = new DelayTracker(watch, known.contains(Quantity.BLOCK_IO_DELAY), trust);
        this.usageBooks = new UsageTracker(known);
        this.processBooks = processBooks;
        this.lives = new DelayTracker(watch, known.contains(Quantity.BLOCK_IO_DELAY), trust);
        this.departures = departures;
    }

    /** Reads the counters of every thread. */
    public void look() {
        passStart = System.nanoTime();
        pass++;
        departures.lookBegins(passStart);
        DelayAccounting state = delayAccounting.now();
        watch.look(state, System.nanoTime()); // after it was read: who began before may have begun before a switch
        departures.meet(table, this::end); // before the table drops whom a glance has found gone
        table.refresh(pass);
        reader.read(table.tasks(), table.count(), pass);
        if (table.mayLackNewcomers()) {
            departures.meet(table, this::end); // before the table drops those that were found gone
            table.addNewcomers(pass);
            reader.readNewcomers(table.tasks(), table.count());
        }
        Task[] tasks = table.tasks();
        int count = table.count();
        processBooks.lookAtProcess();
        for (int i = 0; i < count; i++) {
            states.glimpse(i);
            if (tasks[i].fresh) {
                complete(tasks[i]);
            }
        }
        departures.meet(table, this::end);
        processBooks.lookAtTasks(tasks, count);
        states.look(tasks, count);
        trust.look(tasks, count, states);
        table.dismissEnded();
        threadsSampled += count;
    }

    /**
     * Takes in the threads that have ended since the last look, without a look. To be called, and {@link #tellEnded} after
     * it, when {@link ThreadExitAccounting#areCrowded}: what is kept of ended threads is bounded, whatever the period of looks.
     */
    public void meetEnded() {
        departures.meetEarly(table, this::end);
    }

    /** Whether {@link #glance} is wanted, every 10 to 20 ms. */
    public boolean wantsGlances() {
        return delayBooks.isOpen() && trust.isWatching();
    }

    /** Looks at the few threads of which the kernel's block-I/O delay is doubtful. */
    public void glance() {
        int count = 0;
        for (int i = 0; i < table.count() && count < watched.length; i++) {
            if (table.tasks()[i].witness.isWatching() && !table.tasks()[i].gone) {
                watched[count++] = table.tasks()[i];
            }
        }
        source.read(watched, count);
        for (int i = 0; i < count; i++) {
            if (watched[i].fresh) {
                source.readRest(watched[i]);
                watched[i].asked = false;
            }
        }
        trust.look(watched, count, states);
        Arrays.fill(watched, 0, count, null);
    }

    /** Whether this kernel's block-I/O delay was found to be wrong, so that parts of it are discarded or unknown. */
    public boolean isBlockIoUnreliable() {
        return trust.isUnreliable();
    }

    /** The task has ended, and its last counters are known. */
    private void end(Task task) {
        task.witness.end(task);
        delayBooks.end(task);
        usageBooks.end(task);
        processBooks.end(task);
    }

    private void complete(Task task) {
        boolean first = task.foundInPass == pass;
        if (task.ended || (first && departures.hasEnded(task))) {
            task.ended = true;
            task.fresh = false;
            return;
        }
        if (first) {
            processBooks.begin();
        }
        task.wasActive = task.active;
        task.active = task.now(Quantity.ON_CPU) != task.previousOnCpu;
        task.previousOnCpu = task.now(Quantity.ON_CPU);
        if (task.active || first) {
            source.readRest(task);
            task.takeSplit();
            if (!task.isJava() && (!frugal || isNameDue(task))) {
                readName(task);
            }
            task.ioRead &= frugal && task.storage >= 0 && task.storage == task.storageWhenRead;
        }
        if (!task.ioRead && ioCounts != null && usageWanted) {
            task.storageWhenRead = task.storage;
            task.ioRead = ioCounts.read(task);
        }
        watch.judge(task);
    }

    private boolean isNameDue(Task task) {
        return pass - task.foundInPass < YOUNG || (pass + task.tid()) % YOUNG == 0;
    }

    /** The kernel's name, again and again: a thread names itself after it was made. */
    private void readName(Task task) {
        try {
            task.files.read(TaskFiles.Name.COMM, comm);
            task.rename(comm.bytes(), comm.length() - 1);
        } catch (IOException e) {
            return; // it has ended, and is told no more
        }
    }

    /**
     * Begins to tell what is not told yet, from now on: looks, and takes what it finds as the start.
     *
     * @param records what to tell from now on; the rest stays as it is
     */
    public void open(Set<Records> records) {
        open(records, null);
    }

    /**
     * As {@link #open(Set)}, but tells the lives of threads that began at a time before now or later from their start, be
     * they over: their counters began at zero. Not so of the process's first thread, which may have run another program.
     *
     * @param since that time, by {@link System#nanoTime}
     */
    public void open(Set<Records> records, long since) {
        open(records, Long.valueOf(since));
    }

    /**
     * As {@link #open(Set, long)}, of threads however old, in the process that has just started: delay accounting was
     * looked at when it did.
     */
    public void openSinceStart(Set<Records> records) {
        watch.wasAtStart();
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
            processBooks.open();
        }
        usageWanted |= closed.contains(Records.USAGE);
        departures.want(true, usageWanted);
        if (since != null && first) {
            departures.wantPast(true);
            expectEnds(closed);
        }
        look();
        departures.wantPast(false);
        long openedInPass = since == null ? pass : pass - 1;
        long openedAt = since == null ? passStart : since;
        if (first) {
            departures.forgetUntold(); // who has ended while nobody looked
        }
        if (closed.contains(Records.DELAYS)) {
            delayBooks.open(openedInPass, openedAt, table.tasks(), table.count());
        }
        if (closed.contains(Records.USAGE)) {
            usageBooks.open(openedInPass, openedAt, table.tasks(), table.count());
        }
        if (closed.contains(Records.PROCESS)) {
            processBooks.begun();
        }
    }

    private void expectEnds(Set<Records> records) {
        if (records.contains(Records.DELAYS)) {
            delayBooks.expectEnds();
        }
        if (records.contains(Records.USAGE)) {
            usageBooks.expectEnds();
        }
    }

    /** Whether something is told. */
    public boolean isOpen(Records records) {
        switch (records) {
            case DELAYS:
                return delayBooks.isOpen();
            case USAGE:
                return usageBooks.isOpen();
            default:
                return processBooks.isOpen();
        }
    }

    /** Whether anything is told. */
    public boolean isOpen() {
        return delayBooks.isOpen() || usageBooks.isOpen() || processBooks.isOpen();
    }

    /** Tells something no more, until it is opened again. */
    public void close(Records records) {
        switch (records) {
            case DELAYS:
                delayBooks.close();
                break;
            case USAGE:
                usageBooks.close();
                usageWanted = false;
                break;
            default:
                processBooks.close();
                break;
        }
        departures.want(isOpen(), usageWanted);
    }

    /**
     * Hands the intervals that end with the last look to {@code sink}: one per thread of which a counter moved, and
     * before it one for the silence, if there was one.
     *
     * @param all also for the threads that did nothing, so that nothing is left to tell
     */
    public void tellDelays(boolean all, IntervalSink sink) {
        if (delayBooks.isOpen()) {
            delayBooks.tell(table.tasks(), table.count(), table.isMappingKnown(), all, sink);
        }
    }

    /** As {@link #tellDelays}, for usage; tells nothing of a thread that used nothing. */
    public void tellUsage(IntervalSink sink) {
        if (usageBooks.isOpen()) {
            usageBooks.tell(table.tasks(), table.count(), table.isMappingKnown(), false, sink);
        }
    }

    /**
     * Hands the last intervals of threads that have ended to {@code sink}, before those of others are told: whenever
     * that is done, they are the same. To be called after each look for what is not told then.
     */
    public void tellEnded(Records records, IntervalSink sink) {
        if (records == Records.DELAYS && delayBooks.isOpen()) {
            delayBooks.tellEnded(sink);
        } else if (records == Records.USAGE && usageBooks.isOpen()) {
            usageBooks.tellEnded(sink);
        }
    }

    /**
     * Hands the lives of threads to {@code sink} that have ended by the last look and did not say so themselves, each
     * once: as the kernel told of them, or as they were when a look last found them.
     */
    public void tellEnds(IntervalSink sink) {
        departures.untold(task -> lives.tellLife(task, sink));
    }

    /** Whether {@link #tellProcess} can tell anything here. */
    public boolean canTellProcess() {
        return processBooks.canTell();
    }

    /** What the process used since this was told last; empty if no look was made since, or it is not open. */
    public Optional<ProcessInterval> tellProcess() {
        return processBooks.isOpen() ? Optional.ofNullable(processBooks.tell()) : Optional.empty();
    }

    /** When the last look began, by {@link System#nanoTime}. */
    public long lastLook() {
        return passStart;
    }

    /** Whether this very task, and not a later one with its tid, was there at the last look. */
    public boolean isThere(Task task) {
        return table.find(task.tid()) == task && !task.gone;
    }

    /** How many looks were made. */
    public long passes() {
        return pass;
    }

    /** How many threads they saw, in sum. */
    public long threadsSampled() {
        return threadsSampled;
    }

    /** How many queries failed for a reason other than the end of the thread. */
    public long queriesFailed() {
        return source.queriesFailed();
    }

    /** How many of the kernel's replies were lost. */
    public long repliesLost() {
        return source.repliesLost() + departures.lost() + delayBooks.lost() + usageBooks.lost();
    }

    /** Whether delay accounting was on at the last look. */
    public DelayAccounting delayAccounting() {
        return watch.last();
    }

    /** Hands the threads of which the delays are not known, though this host keeps them, to {@code sink}. */
    public void incompleteThreads(java.util.function.Consumer<Task> sink) {
        for (int i = 0; i < table.count(); i++) {
            Task task = table.tasks()[i];
            if (task.seen && !watch.isKnown(task, task.nowTime)) {
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
