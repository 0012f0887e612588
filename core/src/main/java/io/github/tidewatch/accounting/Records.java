package io.github.tidewatch.accounting;

/** What a {@link Sampler} reports, each when it is asked to and from then on. */
public enum Records {
    /** Where the time of each thread went. */
    DELAYS,
    /** What each thread used. */
    USAGE,
    /** What the process used. */
    PROCESS,
    /** Why groups of threads did not get a CPU. */
    CAUSES,
    /** Where the time of the carriers of virtual threads went, in sum. */
    CARRIERS
}
