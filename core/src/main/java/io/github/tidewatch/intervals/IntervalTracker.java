package io.github.tidewatch.intervals;

import io.github.tidewatch.counters.Quantity;

/**
 * One kind of record over all tasks: keeps for each task where its running interval began, so that from opening to
 * closing no time is lost and none is reported twice, whoever else reads the same counters in between.
 */
public abstract class IntervalTracker {
    /** Tasks that exited since the last emission, with their last counters. */
    private final ExitedTasks exited = new ExitedTasks();

    private long epoch;
    private long openedInPass;
    private long openedAt;
    private boolean open;

    /** To be called before the pass that {@link #open} follows: tasks that have exited by then are reported, too. */
    public final void expectExits() {
        open = true;
    }

    /**
     * Begins with the counters of the pass that was just made, and the lives of tasks that are not older.
     *
     * @param pass the last pass whose tasks were there before
     * @param since the lives of tasks that began from then on are reported from their start
     */
    public final void open(long pass, long since, Task[] tasks, int count) {
        epoch++;
        openedInPass = pass;
        openedAt = since;
        open = true;
        for (int i = 0; i < count; i++) {
            if (tasks[i].counters.lastReadOk()) {
                begin(tasks[i], state(tasks[i]));
            }
        }
    }

    /** Emits nothing more, until it is opened again. */
    public final void close() {
        open = false;
        exited.clear();
    }

    /** Whether it is open. */
    public final boolean isOpen() {
        return open;
    }

    /** The task has exited: reports the rest of it with the next emission. */
    public final void exit(Task task) {
        if (open) {
            exited.add(task);
        }
    }

    /**
     * Hands the intervals that end with the last pass to {@code sink}.
     *
     * @param all also those of tasks that did nothing, so that nothing is left to report
     */
    public final void emit(Task[] tasks, int count, boolean mappingKnown, boolean all, IntervalSink sink) {
        for (int i = 0; i < count; i++) {
            Task task = tasks[i];
            if (task.counters.lastReadOk() && task.isIdentified(mappingKnown)) {
                emit(task, all, sink);
            }
        }
        emitExited(sink);
    }

    /** Hands the last intervals of tasks that have exited to {@code sink}: they are the same whenever they are reported. */
    public final void emitExited(IntervalSink sink) {
        for (Task task = exited.poll(); task != null; task = exited.poll()) {
            emit(task, true, sink);
        }
    }

    /** How many tasks that ended could not be reported, since nobody asked for so long. */
    public final long lost() {
        return exited.lost();
    }

    private void emit(Task task, boolean all, IntervalSink sink) {
        IntervalState state = state(task);
        if (state.epoch != epoch) {
            begin(task, state);
        }
        emit(task, state, all, sink);
    }

    private void begin(Task task, IntervalState state) {
        state.epoch = epoch;
        if (task.foundInPass > openedInPass && task.counters.latestStart() - openedAt >= 0 && !task.primordial) {
            // It was not there when the tracker was opened: all that it did belongs in it.
            state.beginWithLifetime(task.counters);
        } else {
            advance(task, state);
            state.memory.clear(task.waiting);
            if (state == task.delays) {
                task.waits.clear();
            }
        }
    }

    /** The next interval of the task begins with its present counters. */
    static void advance(Task task, IntervalState state) {
        task.counters.copyTo(state.before);
        state.beginAt(task.counters.time());
        state.onQueue = task.counters.isOnQueue();
    }

    static long change(Task task, IntervalState state, Quantity quantity) {
        return Math.max(0, task.now(quantity) - state.before[quantity.ordinal()]);
    }

    /** This tracker's state of a task. */
    public abstract IntervalState state(Task task);

    /** Emits what there is of one task. */
    public abstract void emit(Task task, IntervalState state, boolean all, IntervalSink sink);
}
