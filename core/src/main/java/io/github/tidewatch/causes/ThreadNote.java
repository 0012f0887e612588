package io.github.tidewatch.causes;

import io.github.tidewatch.host.CpuSet;

/** What is remembered of a thread from one interval to the next. */
final class ThreadNote {
    /** Its name when its group was found. */
    String name;

    /** Whether it was a Java thread then. */
    boolean java;

    CauseGroup group;

    /** How often groups had been forgotten when its own was found; 0 if it was not. */
    int forgotten;

    /** Where it may run; null if that was not read. */
    CpuSet cpus;

    /** The interval in which that was read; 0 if it was not. */
    long cpusReadIn;
}
