package io.github.tidewatch.counters;

import java.io.Closeable;
import java.util.Set;

/**
 * Where counters come from. Fills the tasks that the caller owns; a task that is gone or cannot be read is marked so,
 * and never an exception nor another task's values.
 */
public interface CounterSource extends Closeable {
    /** Its name in {@code Status}: "taskstats" or "procfs". */
    String name();

    /** Which quantities it fills. */
    Set<Quantity> quantities();

    /** Reads what shows whether a task did anything, for {@code count} tasks: counters, and the time they held at. */
    void read(TaskCounters[] tasks, int count);

    /** Reads the rest of its quantities, of a task that did something. */
    void readRest(TaskCounters task);

    /**
     * Reads the rest of its delays, of the calling thread itself: all else it can ask getrusage(2) for, which costs a
     * tenth.
     */
    void readDelays(TaskCounters self);

    /** How many queries failed for a reason other than the end of the task. */
    long queriesFailed();

    /** What the last of the queries that failed, or were lost, failed with. */
    String failure();

    /** How many replies were lost, so that a task went unread in a pass. */
    long repliesLost();

    @Override
    void close();
}
