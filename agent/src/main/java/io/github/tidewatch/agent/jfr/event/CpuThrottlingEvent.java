package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.cgroup.CpuBandwidth;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** What a group's CPU quota held back. */
@Name("tidewatch.CpuThrottling")
@Label("CPU Throttling")
@Description("How a CPU quota throttled the process in an interval: a record for its control group and for each visible"
        + " group above that has a quota")
@Category("Linux Kernel")
@StackTrace(false)
@Period("1 s")
public final class CpuThrottlingEvent extends Event {
    @Label("Control Group")
    @Description("Path of the group in its hierarchy")
    String controlGroup;

    @Label("Ancestor")
    @Description("Whether it is a group above the process's own: its quota limits all groups below it in sum")
    boolean ancestor;

    @Label("Limited")
    @Description("Whether the group has a quota. If not, a group above it that cannot be seen here throttled it")
    boolean limited;

    @Label("Interval")
    @Description("Length of the interval")
    @Timespan(Timespan.NANOSECONDS)
    long interval;

    @Label("Quota")
    @Description("CPU time that the group may use in each period; 0 if it is not limited")
    @Timespan(Timespan.NANOSECONDS)
    long quota;

    @Label("Period")
    @Description("Length of the periods of the quota")
    @Timespan(Timespan.NANOSECONDS)
    long period;

    @Label("CPUs")
    @Description("Quota divided by period: how many CPUs the group may use; 0 if it is not limited")
    double cpus;

    @Label("Periods")
    @Description("Periods in which anything of the group ran")
    long periods;

    @Label("Throttled Periods")
    @Description("Of these, in which the quota was used up")
    long throttledPeriods;

    @Label("Throttled Time")
    @Description(
            "How long CPUs' queues were held back by this group's quota, in sum over CPUs; neither wall-clock time nor"
                    + " threads' time")
    @Timespan(Timespan.NANOSECONDS)
    long throttledTime;

    @Label("Local Throttled Time")
    @Description(
            "How long CPUs' queues with tasks of this very group were held back by its or a higher group's quota, in"
                    + " sum over CPUs; from Linux 6.6 on")
    @Timespan(Timespan.NANOSECONDS)
    long localThrottledTime;

    @Label("Burst")
    @Description("Unused quota that the group may use later, at most; from Linux 5.14 on")
    @Timespan(Timespan.NANOSECONDS)
    long burst;

    @Label("Bursts")
    @Description("Periods in which the group used more than its quota")
    long bursts;

    @Label("Burst Time")
    @Description("CPU time that the group used beyond its quota")
    @Timespan(Timespan.NANOSECONDS)
    long burstTime;

    void fill(CpuBandwidth group, boolean above, long length) {
        controlGroup = group.group();
        ancestor = above;
        limited = group.cpus() > 0;
        interval = length;
        quota = limited ? group.quota() : 0;
        period = Math.max(0, group.period());
        cpus = group.cpus();
        periods = Math.max(0, group.periods());
        throttledPeriods = Math.max(0, group.throttledPeriods());
        throttledTime = Math.max(0, group.throttledTime());
        localThrottledTime = Math.max(0, group.localThrottledTime());
        burst = Math.max(0, group.burst());
        bursts = Math.max(0, group.bursts());
        burstTime = Math.max(0, group.burstTime());
    }
}
