package io.github.tidewatch.accounting.span;

import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.procfs.DescriptorBudget;
import java.io.Closeable;

/**
 * A thread that accounts for its spans: what it keeps from one reading to the next, and at most two descriptors of its
 * own files in {@code /proc}. Used by that thread only; closed by it at its end, or by anybody once it has ended.
 */
public final class SpanThread implements Closeable {
    private final String directory;
    private final int tid;
    private final DescriptorBudget budget;
    private Task task;
    private String source;

    SpanThread(String directory, int tid, DescriptorBudget budget) {
        this.directory = directory;
        this.tid = tid;
        this.budget = budget;
        reset();
    }

    /** The thread as a source reads it: as never read if another source did before, which dates tasks in its own way. */
    Task taskFor(String newSource) {
        if (source != null && !source.equals(newSource)) {
            reset();
        }
        source = newSource;
        return task;
    }

    /** A reading failed: the next is that of a task that was never read. */
    void reset() {
        if (task != null) {
            task.counters().files().close();
        }
        task = new Task(directory, tid, budget, Long.MAX_VALUE);
    }

    /** The kernel's id of the thread. */
    public int tid() {
        return tid;
    }

    @Override
    public void close() {
        task.counters().files().close();
    }
}
