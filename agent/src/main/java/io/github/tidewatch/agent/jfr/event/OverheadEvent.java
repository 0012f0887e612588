package io.github.tidewatch.agent.jfr.event;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** What Tidewatch itself costs. */
@Name("tidewatch.Overhead")
@Label("Tidewatch Overhead")
@Description("What Tidewatch's own sampling cost since the last such event; what spans cost is their threads' own")
@Category("Linux Kernel")
@StackTrace(false)
@Period("10 s")
public final class OverheadEvent extends Event {
    @Label("Passes")
    @Description("Sampling passes over all threads")
    public long passes;

    @Label("Threads Sampled")
    @Description("Threads sampled, in sum over the passes")
    public long threadsSampled;

    @Label("Queries Failed")
    @Description("Queries that failed for a reason other than the end of the thread, readings for spans among them")
    public long queriesFailed;

    @Label("Replies Lost")
    @Description("Replies of the kernel that were lost, so that a thread was not sampled in a pass")
    public long repliesLost;

    @Label("CPU Time")
    @Description("On a CPU within passes, by the sampling thread's own CPU clock")
    @Timespan(Timespan.NANOSECONDS)
    public long cpuTime;

    @Label("Wall Time")
    @Description("Wall-clock time of the passes")
    @Timespan(Timespan.NANOSECONDS)
    public long wallTime;

    @Label("CPU Delay")
    @Description("How long the sampling thread waited for a CPU, within passes and between them")
    @Timespan(Timespan.NANOSECONDS)
    public long cpuDelay;

    @Label("Allocated")
    @Description("Java heap allocated within passes")
    @DataAmount
    public long allocatedBytes;

    @Label("Kept Files")
    @Description(
            "Files of /proc and of control groups that are kept open; the kernel holds 4 KB of memory for each, charged to"
                    + " the container")
    public int keptFiles;

    @Label("Stretch")
    @Description("How many periods an interval took so that passes stay within the budget, at most; 1 if it was one")
    public long stretch;
}
