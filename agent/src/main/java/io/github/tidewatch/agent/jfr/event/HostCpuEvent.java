package io.github.tidewatch.agent.jfr.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Percentage;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** What the CPUs of the host did. */
@Name("tidewatch.HostCpu")
@Label("Host CPU")
@Description("What the CPUs that this process may use did in an interval, in sum over them")
@Category("Linux Kernel")
@StackTrace(false)
@Period("1 s")
public final class HostCpuEvent extends Event {
    @Label("Interval")
    @Description("Length of the interval")
    @Timespan(Timespan.NANOSECONDS)
    long interval;

    @Label("Online CPUs")
    @Description("CPUs that the host has")
    int onlineCpus;

    @Label("Usable CPUs")
    @Description("CPUs of these that this process may use, by its affinity and its cpuset")
    int usableCpus;

    @Label("Runnable Tasks")
    @Description(
            "Tasks of the whole host that ran or waited for a CPU at the end of the interval, this one included; those"
                    + " that a quota held back are not counted")
    int runnableTasks;

    @Label("Busy Time")
    @Description("Tasks had the usable CPUs, anybody's")
    @Timespan(Timespan.NANOSECONDS)
    long busyTime;

    @Label("Own Time")
    @Description("CPU time of this process, which is part of the busy time")
    @Timespan(Timespan.NANOSECONDS)
    long ownTime;

    @Label("Own Share")
    @Description("Own time as a part of what all usable CPUs could have given")
    @Percentage
    float ownShare;

    @Label("IRQ Time")
    @Description("Interrupts had the usable CPUs")
    @Timespan(Timespan.NANOSECONDS)
    long irqTime;

    @Label("Steal Time")
    @Description("The hypervisor gave the usable CPUs to other machines")
    @Timespan(Timespan.NANOSECONDS)
    long stealTime;

    @Label("Idle Time")
    @Description("The usable CPUs had nothing to do")
    @Timespan(Timespan.NANOSECONDS)
    long idleTime;

    @Label("Unusable Idle Time")
    @Description("CPUs had nothing to do that this process may not use")
    @Timespan(Timespan.NANOSECONDS)
    long unusableIdleTime;
}
