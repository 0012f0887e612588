package io.github.tidewatch.accounting;

import io.github.tidewatch.accounting.Reconciliation.Waiting;
import io.github.tidewatch.procfs.BlockedTasks;
import io.github.tidewatch.procfs.CpuQuota;
import io.github.tidewatch.procfs.LoadAverage;
import io.github.tidewatch.procfs.TaskFiles;
import io.github.tidewatch.procfs.TaskStat;
import java.io.Closeable;
import java.io.IOException;

/**
 * Finds the threads that wait at the time of a look, which no counter tells: runnable without a CPU, or uninterruptible.
 *
 * <p>A state costs a read of a file, so it is read only of threads that can be waiting. A thread cannot begin to wait
 * for a disk without running: asked are those that ran, if any thread of the host waits for I/O, and those that waited
 * before. A thread can begin to wait for a CPU without any counter moving: all are asked, unless it is certain that none
 * of them waits. It is if at a moment of this look no more than two threads of the host were runnable: this look's own, and one that
 * has a CPU, for who waits, waits behind somebody. It is also if the threads that were found runnable are all that there are.
 * While a quota throttles this process nothing is certain: not every kernel counts who is held back by it.
 */
final class TaskStates implements Closeable {
    /** The thread that looks, and one that has a CPU. */
    private static final int NOBODY_WAITS = 2;

    private final CpuClocks clocks;
    private final LoadAverage load;
    private final CpuQuota quota;
    private final BlockedTasks blocked;
    private final boolean looksAtItself;
    private final byte[] buffer = new byte[1024];
    private final TaskStat stat = new TaskStat();
    private boolean calm;
    private boolean anyBlocked;

    /**
     * States of tasks; closes what it is given.
     *
     * @param load null where it cannot be known
     * @param looksAtItself whether the thread that looks is one of the tasks
     */
    TaskStates(CpuClocks clocks, LoadAverage load, CpuQuota quota, BlockedTasks blocked, boolean looksAtItself) {
        this.clocks = clocks;
        this.load = load;
        this.quota = quota;
        this.blocked = blocked;
        this.looksAtItself = looksAtItself;
    }

    /** A look begins. */
    void lookBegins() {
        calm = false;
        glimpse();
    }

    /**
     * Sees whether nobody waits for a CPU at this moment. To be called between the steps of a look: who waits at its end
     * and did not at one of these moments, has waited for less than the look took.
     */
    void glimpse() {
        if (!calm) {
            int runnable = runnable();
            calm = runnable > 0 && runnable <= NOBODY_WAITS;
        }
    }

    /** Notes of every task that was read what it waits for now. */
    void look(Task[] tasks, int count) {
        boolean throttled = quota.wasThrottled();
        glimpse();
        boolean crowded = throttled || !calm;
        anyBlocked = false;
        boolean askActive = crowded || anyBlocked();
        for (int i = 0; i < count; i++) {
            Task task = tasks[i];
            boolean suspect = task.waiting != Waiting.NOTHING || task.onQueue || (task.wasActive && !task.active);
            task.asked = false;
            if (task.fresh && (suspect || (task.active && askActive))) {
                ask(task);
            } // else it slept at the last look and does now, or it is as it was, for all that is known
        }
        if (throttled || (crowded && areOthersRunnable(tasks, count))) {
            for (int i = 0; i < count; i++) {
                if (tasks[i].fresh && !tasks[i].asked) {
                    ask(tasks[i]);
                }
            }
        }
    }

    /**
     * Whether more threads of the host are runnable than were found so. Counted are those that still are when the host's
     * number has been read: of many that run for a moment, more can be met one after the other than ever are runnable at
     * once, and would hide one that waits.
     */
    private boolean areOthersRunnable(Task[] tasks, int count) {
        int runnable = runnable();
        int known = looksAtItself ? 0 : 1;
        for (int i = 0; i < count; i++) {
            if (tasks[i].asked && tasks[i].onQueue && read(tasks[i]) == 'R') {
                known++;
            }
        }
        return runnable == 0 || runnable > known;
    }

    /** How many threads of the host are runnable; 0 if that is not known, for this one is. */
    private int runnable() {
        if (load == null) {
            return 0;
        }
        try {
            return load.runnable();
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    private void ask(Task task) {
        task.state = read(task);
        task.asked = true;
        boolean runnable = task.state == 'R';
        task.onQueue = runnable;
        if (runnable) {
            task.waiting = clocks.isRunning(task) ? Waiting.NOTHING : Waiting.CPU;
        } else {
            // Not every uninterruptible wait is one for block I/O.
            task.waiting = task.state == 'D' && anyBlocked() ? Waiting.DISK : Waiting.NOTHING;
        }
    }

    /** Whether any thread of the host waited for I/O in this look; asked until one did. */
    private boolean anyBlocked() {
        anyBlocked = anyBlocked || blocked.any();
        return anyBlocked;
    }

    /** The task's state as the last look found it; read now if that did not ask. */
    char state(Task task) {
        return task.asked ? task.state : read(task);
    }

    /** 'X', as of a dead one, if it cannot be read. */
    private char read(Task task) {
        try {
            stat.parse(buffer, task.files.read(TaskFiles.Name.STAT, buffer));
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
        quota.close();
        blocked.close();
    }
}
