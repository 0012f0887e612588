package io.github.tidewatch.agent.jfr.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Where the time of virtual threads went that ended in an interval, by name. */
@Name("tidewatch.VirtualThreadGroup")
@Label("Virtual Thread Group")
@Description("Where the time of virtual threads went that ended in an interval, over their whole lives, in sum by name")
@Category("Linux Kernel")
@StackTrace(false)
@Period("1 s")
public final class VirtualThreadGroupEvent extends Event {
    @Label("Thread Group")
    @Description(
            "Threads whose names differ in the number at the end; (no name): those without a name, or with digits only;"
                    + " (others): those beyond 254 groups")
    String threadGroup;

    @Label("Threads")
    @Description("How many ended in the interval")
    long threads;

    @Label("Lifetime")
    @Description("From the start of each thread to its end, in sum: the sum of the three times that follow")
    @Timespan(Timespan.NANOSECONDS)
    long lifetime;

    @Label("Mounted Time")
    @Description("On a carrier, whether that was on a CPU or not")
    @Timespan(Timespan.NANOSECONDS)
    long mountedTime;

    @Label("Carrier Delay")
    @Description("Able to go on, but waiting for a carrier")
    @Timespan(Timespan.NANOSECONDS)
    long carrierDelay;

    @Label("Parked Time")
    @Description("The rest: waiting without a carrier, such as for a lock, the network or a time")
    @Timespan(Timespan.NANOSECONDS)
    long parkedTime;

    @Label("Pinned Time")
    @Description("Of the mounted time: parked (LockSupport) together with their carriers, which they could not leave;"
            + " what they waited for monitors meanwhile is in the mounted time only")
    @Timespan(Timespan.NANOSECONDS)
    long pinnedTime;

    @Label("Mounts")
    @Description("How often they were mounted on a carrier")
    long mounts;
}
