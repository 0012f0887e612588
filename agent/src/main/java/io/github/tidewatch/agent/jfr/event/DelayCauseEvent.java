package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.causes.DelayCauses;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Why the threads of a group did not get a CPU. */
@Name("tidewatch.DelayCause")
@Label("Delay Cause")
@Description(
        "Why the threads of a group did not get a CPU in an interval: six disjoint parts that sum to their CPU delay;"
                + " an estimate from the host's, the control groups' and the threads' counters. Groups that lost less than 1 %"
                + " of the interval are in other")
@Category("Linux Kernel")
@StackTrace(false)
@Period("1 s")
public final class DelayCauseEvent extends Event {
    @Label("Thread Group")
    @Description(
            "Threads whose names differ in the last number; (others): those that are not worth a record of their own")
    String threadGroup;

    @Label("Threads")
    @Description("Threads of the group that ran or waited for a CPU")
    int threads;

    @Label("Interval")
    @Description("Length of the interval")
    @Timespan(Timespan.NANOSECONDS)
    long interval;

    @Label("CPU Time")
    @Description("On a CPU, in sum over the threads of the group")
    @Timespan(Timespan.NANOSECONDS)
    long cpuTime;

    @Label("CPU Delay")
    @Description("Runnable, but waiting for a CPU, in sum over the threads of the group")
    @Timespan(Timespan.NANOSECONDS)
    long cpuDelay;

    @Label("Quota Delay")
    @Description("Of which: the CPU quota of the process's control group, or of one above it, was used up")
    @Timespan(Timespan.NANOSECONDS)
    long quotaDelay;

    @Label("Own Threads Delay")
    @Description("Of which: other threads of this process had the CPU")
    @Timespan(Timespan.NANOSECONDS)
    long ownThreadsDelay;

    @Label("Neighbor Delay")
    @Description("Of which: other processes, or the kernel's own work, had the CPU")
    @Timespan(Timespan.NANOSECONDS)
    long neighborDelay;

    @Label("Steal Delay")
    @Description("Of which: the hypervisor gave the CPU to other machines")
    @Timespan(Timespan.NANOSECONDS)
    long stealDelay;

    @Label("Placement Delay")
    @Description("Of which: a CPU that the thread may use was idle, as while a thread is being woken")
    @Timespan(Timespan.NANOSECONDS)
    long placementDelay;

    @Label("Unexplained Delay")
    @Description("The rest, for which no counter has a cause")
    @Timespan(Timespan.NANOSECONDS)
    long unexplainedDelay;

    @Label("Most CPU Group")
    @Description("The group of this process's threads that used most CPU time in the interval")
    String mostCpuGroup;

    void fill(DelayCauses causes) {
        threadGroup = causes.threadGroup();
        threads = causes.threads();
        interval = causes.length();
        cpuTime = causes.cpuTime();
        cpuDelay = causes.cpuDelay();
        quotaDelay = causes.quotaDelay();
        ownThreadsDelay = causes.ownThreadsDelay();
        neighborDelay = causes.neighborDelay();
        stealDelay = causes.stealDelay();
        placementDelay = causes.placementDelay();
        unexplainedDelay = causes.unexplainedDelay();
        mostCpuGroup = causes.mostCpuGroup();
    }
}
