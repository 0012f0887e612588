package io.github.tidewatch.intervals;

/** What an interval is, by what has moved in it and by the task's state at its end. */
enum Activity {
    /** A counter moved. */
    ACTIVE,
    /**
     * A wait that goes on, or did until the counters were read, though the task's state, read a moment later, says
     * that it runs or sleeps.
     */
    WAIT_CONTINUES,
    /**
     * It cannot have ended its wait without running: its counters were read a moment before its state. The next
     * sample decides.
     */
    HOLD,
    /** Nothing moved. */
    IDLE
}
