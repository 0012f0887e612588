package io.github.tidewatch.accounting;

/** The tasks that samples have found, as {@link ExitQueue} needs them. */
interface KnownTasks {
    /** The tasks, {@link #count} of them. */
    Task[] tasks();

    /** How many there are. */
    int count();

    /** The task of a tid; null if there is none. */
    Task find(int tid);
}
