package io.github.tidewatch.accounting;

/**
 * One kind of record over all tasks: keeps for each task where its running interval began, so that from opening to
 * closing no time is lost and none is told twice, whoever else looks at the same counters in between.
 */
abstract class IntervalTracker {
    /** Tasks that ended since the last telling, with their last counters. */
    private final ExitedTasks ended = new ExitedTasks();

    private long openings;
    private long openedInPass;
    private long openedAt;
    private boolean open;

    /** To be called before the pass that {@link #open} follows: tasks that have ended by then are told, too. */
    final void expectEnds() {
        open = true;
    }

    /**
     * Begins with the counters of the pass that was just made, and the lives of tasks that are not older.
     *
     * @param pass the last pass whose tasks were there before
     * @param since the lives of tasks that began from then on are told from their start
     */
    final void open(long pass, long since, Task[] tasks, int count) {
        openings++;
        openedInPass = pass;
        openedAt = since;
        open = true;
        for (int i = 0; i < count; i++) {
            if (tasks[i].fresh) {
                begin(tasks[i], ledger(tasks[i]));
            }
        }
    }

    final void close() {
        open = false;
        ended.clear();
    }

    final boolean isOpen() {
        return open;
    }

    /** The task has ended: tells the rest of it with the next telling. */
    final void end(Task task) {
        if (open) {
            ended.add(task);
        }
    }

    /**
     * Hands the intervals that end with the last pass to {@code sink}.
     *
     * @param all also those of tasks that did nothing, so that nothing is left to tell
     */
    final void tell(Task[] tasks, int count, boolean mappingKnown, boolean all, IntervalSink sink) {
        for (int i = 0; i < count; i++) {
            Task task = tasks[i];
            if (task.fresh && task.isIdentified(mappingKnown)) {
                tell(task, all, sink);
            }
        }
        tellEnded(sink);
    }

    /** Hands the last intervals of tasks that have ended to {@code sink}: they are the same whenever they are told. */
    final void tellEnded(IntervalSink sink) {
        for (Task task = ended.poll(); task != null; task = ended.poll()) {
            tell(task, true, sink);
        }
    }

    /** How many tasks that ended could not be told, since nobody asked for so long. */
    final long lost() {
        return ended.lost();
    }

    private void tell(Task task, boolean all, IntervalSink sink) {
        Task.IntervalState ledger = ledger(task);
        if (ledger.opening != openings) {
            begin(task, ledger);
        }
        tell(task, ledger, all, sink);
    }

    private void begin(Task task, Task.IntervalState ledger) {
        ledger.opening = openings;
        if (task.foundInPass > openedInPass && task.latestStart - openedAt >= 0 && !task.primordial) {
            // It was not there when the books were opened: all that it did belongs in them.
            ledger.beginWithLife(task);
        } else {
            settle(task, ledger);
            ledger.memory.clear(task.waiting);
        }
    }

    /** The next interval of the task begins with its present counters. */
    static void settle(Task task, Task.IntervalState ledger) {
        System.arraycopy(task.now, 0, ledger.before, 0, Quantity.COUNT);
        ledger.beginAt(task.nowTime);
        ledger.onQueue = task.onQueue;
    }

    static long change(Task task, Task.IntervalState ledger, Quantity quantity) {
        return Math.max(0, task.now(quantity) - ledger.before[quantity.ordinal()]);
    }

    abstract Task.IntervalState ledger(Task task);

    abstract void tell(Task task, Task.IntervalState ledger, boolean all, IntervalSink sink);
}
