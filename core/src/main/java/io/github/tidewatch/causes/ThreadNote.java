package io.github.tidewatch.causes;

import io.github.tidewatch.host.CpuSet;

/** What is remembered of a thread from one interval to the next. */
final class ThreadNote {
    /** Its name when its group was found. */
    String name;

    CauseGroup group;

    /** Where it may run; null if that was not read. */
    CpuSet cpus;

    /** The interval in which that was read. */
    long cpusReadIn;
}
