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
 * before. A thread can begin to wait for a CPU without any counter moving: those that sleep are asked too, but only while
 * the host has more runnable threads than are accounted for, or while a quota throttles this process. On an idle host
 * nobody is. On a busy one it is those that slept a short time ago, and of the others some in each look, so that each is
 * asked in one of {@link #ROUND}; but all, while a thread of this process has waited from one look to the next. Who waits
 * unasked is told when it is asked, or when its wait ends: in full either way.
 */
final class TaskStates implements Closeable {
    /** Those that did nothing for long are asked in one of so many looks; so are they called that did nothing in as many. */
    private static final int ROUND = 16;

    /** So many of them are asked in each look at least: all of a small process. */
    private static final int LEAST_ASKED = 64;

    private final CpuClocks clocks;
    private final LoadAverage load;
    private final CpuQuota quota;
    private final BlockedTasks blocked;
    private final byte[] buffer = new byte[1024];
    private final TaskStat stat = new TaskStat();
    private boolean anyBlocked;

    /** Where the next look goes on to ask those that did nothing for long. */
    private int next;

    TaskStates(CpuClocks clocks, LoadAverage load, CpuQuota quota, BlockedTasks blocked) {
        this.clocks = clocks;
        this.load = load;
        this.quota = quota;
        this.blocked = blocked;
    }

    /** Notes of every task that was read what it waits for now. */
    void look(Task[] tasks, int count) {
        boolean throttled = quota.wasThrottled();
        int others = throttled ? Integer.MAX_VALUE : runnable() - 1;
        anyBlocked = false;
        boolean starved = false;
        boolean askActive = others > 0 || anyBlocked();
        for (int i = 0; i < count; i++) {
            Task task = tasks[i];
            boolean suspect = task.waiting != Waiting.NOTHING || task.onQueue || (task.wasActive && !task.active);
            task.asked = false;
            task.quietLooks = task.active ? 0 : task.quietLooks + 1;
            boolean waited = task.waiting == Waiting.CPU;
            if (task.fresh && (suspect || (task.active && askActive))) {
                ask(task);
                others -= task.onQueue && !throttled ? 1 : 0;
                starved |= waited && task.waiting == Waiting.CPU && !task.active;
            } else if (task.fresh) {
                task.onQueue = false;
                task.waiting = Waiting.NOTHING;
            } // else it is as it was, for all that is known
        }
        if (others > 0) {
            askSleepers(tasks, count, starved ? count : Math.max(LEAST_ASKED, count / ROUND));
        }
    }

    private void askSleepers(Task[] tasks, int count, int most) {
        for (int i = 0; i < count; i++) {
            if (tasks[i].quietLooks < ROUND) {
                askSleeper(tasks[i]);
            }
        }
        int left = most;
        for (int i = 0; i < count && left > 0; i++) {
            next = next + 1 < count ? next + 1 : 0;
            left -= askSleeper(tasks[next]) ? 1 : 0;
        }
    }

    private boolean askSleeper(Task task) {
        boolean asks = task.fresh && !task.asked;
        if (asks) {
            ask(task);
        }
        return asks;
    }

    private int runnable() {
        if (load == null) {
            return 1;
        }
        try {
            return load.runnable();
        } catch (IOException | RuntimeException e) {
            return 1;
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
