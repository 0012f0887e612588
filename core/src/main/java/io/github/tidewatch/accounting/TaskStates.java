package io.github.tidewatch.accounting;

import io.github.tidewatch.cgroup.CpuThrottling;
import io.github.tidewatch.counters.CpuClocks;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.intervals.Waiting;
import io.github.tidewatch.procfs.BlockedTasks;
import io.github.tidewatch.procfs.LoadAverage;
import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.TaskFiles;
import io.github.tidewatch.procfs.TaskStat;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.IntSupplier;

/**
 * Finds the threads that wait at the time of a sample, which no counter shows: runnable without a CPU, or uninterruptible.
 *
 * <p>A state costs a read of a file, so it is read only of threads that can be waiting. A thread cannot begin to wait
 * for a disk without running: asked are those that ran, if any thread of the host is runnable or waits for I/O, and
 * those that waited before. A thread can begin to wait for a CPU without any counter moving: all are asked, unless it is
 * certain that none of them waits. It is if a moment ago no more than two threads of the host were runnable: the one that
 * samples, and one that has a CPU, for who waits, waits behind somebody. It is also if the threads that were found runnable
 * are all that there are. While a quota throttles this process nothing is certain: not every kernel counts who is held
 * back by it.
 */
final class TaskStates implements Closeable {
    /** The sampling thread, and one that has a CPU. */
    private static final int NOBODY_WAITS = 2;

    /** How many threads are runnable where that is not known. */
    private static final int UNKNOWN = Integer.MAX_VALUE;

    /** A moment at which nobody waited counts for this part of the time since the last sample. */
    private static final int MOMENT = 20;

    private static final long SHORTEST_MOMENT = 1_000_000;

    /** Between so many tasks it is seen again whether anybody waits. */
    private static final int POLL_DISTANCE = 256;

    private final CpuClocks clocks;
    private final LoadAverage load;
    private final CpuThrottling throttling;
    private final BlockedTasks blocked;
    private final IntSupplier self;
    private final WaitSampler waits;
    private final ProcBuffer buffer = new ProcBuffer(1024);
    private final TaskStat stat = new TaskStat();
    private long sampledAt = System.nanoTime();
    private long calmAt = sampledAt - 2 * SHORTEST_MOMENT; // nothing was seen yet
    private boolean anyBlocked;

    /** Whether this sample has asked whether any thread waits for a disk. */
    private boolean blockedAsked;

    /** The tid of the thread that samples; 0 if it is none of the tasks. */
    private int own;

    /**
     * States of tasks; closes what it is given.
     *
     * @param load null where it cannot be known
     * @param self the tid of the calling thread, as tasks have it; 0 if it is none of the tasks
     * @param waits reads the calls that tasks are in
     */
    TaskStates(
            CpuClocks clocks,
            LoadAverage load,
            CpuThrottling throttling,
            BlockedTasks blocked,
            IntSupplier self,
            WaitSampler waits) {
        this.waits = waits;
        this.clocks = clocks;
        this.load = load;
        this.throttling = throttling;
        this.blocked = blocked;
        this.self = self;
    }

    /**
     * Sees now and then whether nobody waits for a CPU at this moment: who waits at the end of a sample and did not a moment
     * ago has not waited for long.
     *
     * @param done how many tasks a step of the sample has done
     */
    void pollRunQueue(int done) {
        if (done % POLL_DISTANCE == 0) {
            note(runnable());
        }
    }

    private void note(int runnable) {
        if (runnable <= NOBODY_WAITS) {
            calmAt = System.nanoTime();
        }
    }

    /** Notes of every task that was read what it waits for now. */
    void sample(Task[] tasks, int count) {
        boolean throttled = throttling.wasThrottled();
        int runnable = throttled ? UNKNOWN : runnable();
        note(runnable);
        long now = System.nanoTime();
        boolean calm = !throttled && now - calmAt <= Math.max(SHORTEST_MOMENT, (now - sampledAt) / MOMENT);
        sampledAt = now;
        own = self.getAsInt();
        anyBlocked = false;
        blockedAsked = false;
        boolean askActive = runnable > 1 || anyBlocked();
        for (int i = 0; i < count; i++) {
            Task task = tasks[i];
            if (task.tid() == own) {
                noteItself(task);
                continue;
            }
            boolean suspect = task.waiting() != Waiting.NOTHING
                    || task.counters().isOnQueue()
                    || (task.counters().wasActive() && !task.counters().isActive());
            task.forgetState();
            if (task.counters().lastReadOk() && (suspect || (task.counters().isActive() && askActive))) {
                ask(task, true);
            } // else it slept at the last sample and does now, or it is as it was, for all that is known
        }
        if (throttled || (!calm && areOthersRunnable(tasks, count))) {
            for (int i = 0; i < count; i++) {
                if (tasks[i].counters().lastReadOk() && !tasks[i].isStateSampled()) {
                    ask(tasks[i], false);
                }
            }
        }
    }

    /** The kernel says that it is in the call by which it asks. */
    private void noteItself(Task task) {
        task.setState('R');
        task.setWaiting(Waiting.NOTHING);
        task.counters().setOnQueue(true);
        waits.note(task, true);
    }

    /**
     * Whether more threads of the host are runnable than were found so. Counted are those that still are when the host's
     * number has been read: of many that run for a moment, more can be met one after the other than ever are runnable at
     * once, and would hide one that waits. Those that hand work to each other still can, so it is seen twice.
     */
    private boolean areOthersRunnable(Task[] tasks, int count) {
        boolean others = false;
        for (int i = 0; i < 2 && !others; i++) {
            int runnable = runnable();
            others = runnable == UNKNOWN || runnable > stillRunnable(tasks, count);
        }
        return others;
    }

    private int stillRunnable(Task[] tasks, int count) {
        int known = 1; // the one that samples
        for (int i = 0; i < count; i++) {
            if (tasks[i].tid() != own
                    && tasks[i].isStateSampled()
                    && tasks[i].counters().isOnQueue()
                    && isRunnable(tasks[i])) {
                known++;
            }
        }
        return known;
    }

    /** How many threads of the host are runnable; this one is. */
    private int runnable() {
        try {
            int runnable = load == null ? 0 : load.runnable();
            return runnable > 0 ? runnable : UNKNOWN;
        } catch (IOException | RuntimeException e) {
            return UNKNOWN;
        }
    }

    /**
     * Asks what it waits for now.
     *
     * @param ran whether it can have run since the last sample: who has not, cannot have begun to wait for a disk
     */
    private void ask(Task task, boolean ran) {
        boolean called = waits.readForState(task);
        char state = called ? stateByCall(task, ran) : readState(task);
        task.setState(state);
        if (called) {
            waits.note(task, state == 'R');
        }
        boolean runnable = state == 'R';
        task.counters().setOnQueue(runnable);
        if (runnable) {
            task.setWaiting(clocks.isRunning(task.counters()) ? Waiting.NOTHING : Waiting.CPU);
        } else {
            // Not every uninterruptible wait is one for block I/O.
            task.setWaiting(state == 'D' && anyBlocked() ? Waiting.DISK : Waiting.NOTHING);
        }
    }

    /**
     * The state by the call that was just read of it: that costs half, but does not distinguish an uninterruptible wait. The
     * kernel also says that a task runs which began or ended a wait while it was asked: who has no CPU then is asked again.
     */
    private char stateByCall(Task task, boolean ran) {
        if (waits.isRunnable()) {
            return clocks.isRunning(task.counters()) || isRunnable(task) ? 'R' : 'S';
        }
        return ran && mayBeBlocked() ? readState(task) : 'S';
    }

    /** Whether a thread in this call may wait for a disk: in one that waits for none it may for a page, if anybody does. */
    private boolean mayBeBlocked() {
        if (!waits.waitsForEvent()) {
            return true;
        }
        if (!blockedAsked) {
            anyBlocked();
        }
        return anyBlocked;
    }

    private boolean isRunnable(Task task) {
        return waits.readForState(task) ? waits.isRunnable() : readState(task) == 'R';
    }

    /** Whether any thread of the host waited for I/O in this sample; asked until one did. */
    private boolean anyBlocked() {
        blockedAsked = true;
        anyBlocked = anyBlocked || blocked.any();
        return anyBlocked;
    }

    /** Whether the last sample found the task in an uninterruptible wait; it is read now if that did not ask. */
    boolean waitsForDisk(Task task) {
        return (task.isStateSampled() ? task.state() : readState(task)) == 'D';
    }

    /** 'X', as of a dead one, if it cannot be read. */
    private char readState(Task task) {
        try {
            task.counters().files().read(TaskFiles.Name.STAT, buffer);
            stat.parse(buffer.bytes(), buffer.length());
            return stat.state();
        } catch (IOException | RuntimeException e) {
            return 'X';
        }
    }

    @Override
    public void close() {
        if (load != null) {
            load.close();
        }
        throttling.close();
        blocked.close();
    }
}
