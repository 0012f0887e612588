package io.github.tidewatch.accounting;

import io.github.tidewatch.accounting.Reconciliation.Waiting;
import java.util.Arrays;

/**
 * Reads the counters of the tasks that can have moved since the last look, and knows of the others that they have not.
 *
 * <p>No counter of a task moves unless it runs, and its time on CPU cannot stand still then. So a task that slept at the
 * last look, and whose CPU clock still says what the last reply of the kernel said (both are {@code se.sum_exec_runtime},
 * in nanoseconds), has slept since. The clock costs a fraction of a query, and needs no descriptor.
 *
 * <p>Nothing is lost where this is wrong by what the kernel had not counted yet at the last look: the task is read when it
 * moves again, or in one of {@link #ROUND} looks, and then told since it was told last.
 */
final class TaskReader {
    /** Each task is read in one of so many looks, whatever its clock says: another task may have its tid. */
    private static final int ROUND = 64;

    private final CounterSource source;
    private final CpuClocks clocks;
    private final Runnable meanwhile;
    private final int every;
    private Task[] toRead = new Task[256];

    /**
     * A reader.
     *
     * @param meanwhile is run after each {@code every} tasks
     */
    TaskReader(CounterSource source, CpuClocks clocks, Runnable meanwhile, int every) {
        this.source = source;
        this.clocks = clocks;
        this.meanwhile = meanwhile;
        this.every = every;
    }

    void read(Task[] tasks, int count, long pass) {
        if (toRead.length < count) {
            toRead = new Task[count * 2];
        }
        int size = 0;
        for (int i = 0; i < count; i++) {
            if (i % every == 0) {
                meanwhile.run();
            }
            boolean inTurn = (tasks[i].tid() + pass) % ROUND == 0;
            if (inTurn || !standsStill(tasks[i])) {
                toRead[size++] = tasks[i];
            }
        }
        readFirst(size);
    }

    /** Reads those that were never read. */
    void readNewcomers(Task[] tasks, int count) {
        if (toRead.length < count) {
            toRead = new Task[count * 2];
        }
        int size = 0;
        for (int i = 0; i < count; i++) {
            if (!tasks[i].seen) {
                toRead[size++] = tasks[i];
            }
        }
        readFirst(size);
    }

    private void readFirst(int size) {
        source.read(toRead, size);
        Arrays.fill(toRead, 0, size, null);
    }

    private boolean standsStill(Task task) {
        boolean slept = task.fresh && !task.active && !task.onQueue && task.waiting == Waiting.NOTHING;
        if (!slept || task.witness.isWatching()) {
            return false;
        }
        long time = System.nanoTime(); // before its clock: what it does from now on is of the next interval
        if (clocks.read(task) != task.now(Quantity.ON_CPU)) {
            return false;
        }
        task.stoodStillUntil(time);
        return true;
    }
}
