package io.github.tidewatch.counters;

/** Where counters are to come from. */
public enum SourceChoice {
    /** From taskstats if the kernel permits it, else from procfs. */
    AUTO,
    /** As {@link #AUTO}; that taskstats is unavailable is then worth a warning. */
    TASKSTATS,
    /** From procfs, even if taskstats is permitted. */
    PROCFS
}
