package io.github.tidewatch.taskstats;

/** Why a query brought no statistics. */
public enum Outcome {
    /** There is no such task, or it ended while it was asked about (ESRCH). */
    GONE,
    /** The kernel does not permit the question any more (EPERM); see {@link TaskstatsException.Reason#NOT_PERMITTED}. */
    NOT_PERMITTED,
    /** No answer came, also after asking again: the receive buffer was too small for the answers, or memory short. */
    LOST,
    /** The kernel refused with another error, or the socket does: {@link TaskstatsClient#lastError()}. */
    FAILED
}
