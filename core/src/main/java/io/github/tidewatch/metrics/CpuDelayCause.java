package io.github.tidewatch.metrics;

/** Why a thread that was ready to run had no CPU: the disjoint parts of {@code tidewatch.DelayCause}. */
public enum CpuDelayCause {
    /** The CPU quota of the process' control group, or of one above it, was used up. */
    QUOTA("quotaDelay"),
    /** Other threads of the process had the CPUs. */
    OWN_THREADS("ownThreadsDelay"),
    /** Other processes had them. */
    NEIGHBOR("neighborDelay"),
    /** The hypervisor gave them to other machines. */
    STEAL("stealDelay"),
    /** A CPU that the thread may use was idle. */
    PLACEMENT("placementDelay"),
    /** No counter has a cause. */
    UNEXPLAINED("unexplainedDelay");

    private final String field;

    CpuDelayCause(String field) {
        this.field = field;
    }

    /** The name of the field in events and in JSON. */
    public String field() {
        return field;
    }
}
