package io.github.tidewatch.waits;

/** What is read of waits. */
public enum WaitOption {
    /** Nothing. */
    OFF,
    /** The kinds, and the class of the blocker of a parked thread. */
    KINDS,
    /** Also addresses, paths and commands, of waits that last a whole interval. */
    DETAILS
}
