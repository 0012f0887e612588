package io.github.tidewatch.causes;

/**
 * Why the threads of one group did not get a CPU in an interval. Times in nanoseconds; the six parts are disjoint, none is
 * negative, and they sum to {@link #cpuDelay}. Valid only while it is handed out; reused by its owner.
 */
public final class DelayCauses {
    CauseGroup group;
    String mostCpuGroup;
    long begin;
    long length;

    DelayCauses() {}

    /** The group's name, such as {@code http-nio-8080-exec-*}; "(others)" of all that are not worth a record of their own. */
    public String threadGroup() {
        return group.name;
    }

    /** How many of its threads ran or waited for a CPU. */
    public int threads() {
        return group.threads;
    }

    /** When the interval began, by {@link System#nanoTime}. */
    public long begin() {
        return begin;
    }

    /** Its length. */
    public long length() {
        return length;
    }

    /** On a CPU, in sum over its threads. */
    public long cpuTime() {
        return group.onCpu;
    }

    /** Runnable, waiting for a CPU, in sum over its threads. */
    public long cpuDelay() {
        return group.delay;
    }

    /** Of which the quota of the process' control group, or of one above, was used up. */
    public long quotaDelay() {
        return group.parts.quota;
    }

    /** Of which threads of this process had the CPU. */
    public long ownThreadsDelay() {
        return group.parts.ownThreads;
    }

    /** Of which others had it. */
    public long neighborDelay() {
        return group.parts.neighbors;
    }

    /** Of which the hypervisor gave it to other guests. */
    public long stealDelay() {
        return group.parts.steal;
    }

    /** Of which a CPU that they may use was idle. */
    public long placementDelay() {
        return group.parts.placement;
    }

    /** The rest. */
    public long unexplainedDelay() {
        return group.parts.unexplained;
    }

    /** The group of this process that used most CPU time in the interval. */
    public String mostCpuGroup() {
        return mostCpuGroup;
    }
}
