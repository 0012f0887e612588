package io.github.tidewatch.rusage;

import io.github.tidewatch.linux.SystemCalls;

/** Whose resource usage getrusage(2) reports. */
public enum RusageScope {
    /** The calling thread. */
    THREAD(SystemCalls.RUSAGE_THREAD, "RUSAGE_THREAD"),
    /** All threads of the process, those that ended included. */
    PROCESS(SystemCalls.RUSAGE_SELF, "RUSAGE_SELF"),
    /** All children that ended and were waited for, and their descendants that were. */
    CHILDREN(SystemCalls.RUSAGE_CHILDREN, "RUSAGE_CHILDREN");

    final int who;
    final String symbol;

    RusageScope(int who, String symbol) {
        this.who = who;
        this.symbol = symbol;
    }
}
