package io.github.tidewatch.accounting;

import io.github.tidewatch.counters.CounterSource;
import io.github.tidewatch.counters.CpuClocks;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.counters.TaskCounters;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.intervals.Waiting;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Reads the counters of the tasks that can have moved since the last sample, and knows of the others that they have not.
 *
 * <p>No counter of a task moves unless it runs, and its time on CPU cannot stand still then. So a task that slept at the
 * last sample, and whose CPU clock still says what the last reply of the kernel said (both are {@code se.sum_exec_runtime},
 * in nanoseconds), has slept since. The clock costs a fraction of a query, and needs no descriptor.
 *
 * <p>Nothing is lost where this is wrong by what the kernel had not counted yet at the last sample: the task is read when it
 * moves again, or in one of {@link #ROUND} samples, and then reported since it was reported last.
 */
final class TaskReader {
    /** Each task is read in one of so many samples, whatever its clock says: another task may have its tid. */
    private static final int ROUND = 64;

    private final CounterSource source;
    private final CpuClocks clocks;
    private final IntConsumer meanwhile;
    private TaskCounters[] toRead = new TaskCounters[256];

    /**
     * A reader.
     *
     * @param meanwhile is called before each task of a pass with how many are done
     */
    TaskReader(CounterSource source, CpuClocks clocks, IntConsumer meanwhile) {
        this.source = source;
        this.clocks = clocks;
        this.meanwhile = meanwhile;
    }

    void read(Task[] tasks, int count, long pass) {
        makeRoom(count);
        int size = 0;
        for (int i = 0; i < count; i++) {
            meanwhile.accept(i);
            boolean inTurn = (tasks[i].tid() + pass) % ROUND == 0;
            if (inTurn || !standsStill(tasks[i])) {
                toRead[size++] = tasks[i].counters();
            }
        }
        readThese(size);
    }

    /** Reads those that were never read. */
    void readNewcomers(Task[] tasks, int count) {
        makeRoom(count);
        int size = 0;
        for (int i = 0; i < count; i++) {
            if (!tasks[i].counters().everRead()) {
                toRead[size++] = tasks[i].counters();
            }
        }
        readThese(size);
    }

    private void makeRoom(int count) {
        if (toRead.length < count) {
            toRead = new TaskCounters[count * 2];
        }
    }

    private void readThese(int size) {
        source.read(toRead, size);
        Arrays.fill(toRead, 0, size, null);
    }

    private boolean standsStill(Task task) {
        boolean slept = task.counters().lastReadOk()
                && !task.counters().isActive()
                && !task.counters().isOnQueue()
                && task.waiting() == Waiting.NOTHING;
        if (!slept || task.observer().isWatching()) {
            return false;
        }
        long time = System.nanoTime(); // before its clock: what it does from now on is of the next interval
        if (clocks.read(task.counters()) != task.now(Quantity.ON_CPU)) {
            return false;
        }
        task.counters().stoodStillUntil(time);
        return true;
    }
}
