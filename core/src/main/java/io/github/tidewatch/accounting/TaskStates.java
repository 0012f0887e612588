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
 * before. A thread can begin to wait for a CPU without any counter moving: all are asked, but only while the host has
 * more runnable threads than are accounted for, or while a quota throttles this process. On an idle host nobody is.
 */
final class TaskStates implements Closeable {
    private final CpuClocks clocks;
    private final LoadAverage load;
    private final CpuQuota quota;
    private final BlockedTasks blocked;
    private final byte[] buffer = new byte[1024];
    private final TaskStat stat = new TaskStat();
    private boolean anyBlocked;

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
        boolean askActive = others > 0 || anyBlocked();
        for (int i = 0; i < count; i++) {
            Task task = tasks[i];
            boolean suspect = task.waiting != Waiting.NOTHING || task.onQueue || (task.wasActive && !task.active);
            task.asked = false;
            if (task.fresh && (suspect || (task.active && askActive))) {
                ask(task);
                others -= task.onQueue && !throttled ? 1 : 0;
            } else if (task.fresh) {
                task.onQueue = false;
                task.waiting = Waiting.NOTHING;
            } // else it is as it was, for all that is known
        }
        if (others > 0) {
            for (int i = 0; i < count; i++) {
                if (tasks[i].fresh && !tasks[i].asked) {
                    ask(tasks[i]);
                }
            }
        }
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
