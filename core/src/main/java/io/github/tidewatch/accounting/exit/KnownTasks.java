package io.github.tidewatch.accounting.exit;

import io.github.tidewatch.intervals.Task;

/** The tasks that samples have found, as {@link ExitQueue} needs them. */
public interface KnownTasks {
    /** The tasks, {@link #count} of them. */
    Task[] tasks();

    /** How many there are. */
    int count();

    /** The task of a tid; null if there is none. */
    Task find(int tid);
}
