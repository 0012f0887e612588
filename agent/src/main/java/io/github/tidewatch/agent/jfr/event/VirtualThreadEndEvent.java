package io.github.tidewatch.agent.jfr.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/** Where the time of a virtual thread that has ended went. */
@Name("tidewatch.VirtualThreadEnd")
@Label("Virtual Thread End")
@Description("Where the time of a virtual thread that has ended went, over its whole life")
@Category("Linux Kernel")
@StackTrace(false)
@Threshold("20 ms")
public final class VirtualThreadEndEvent extends Event {
    @Label("Thread Name")
    @Description("The name that it ended with; mostly none")
    String threadName;

    @Label("Java Thread Id")
    @Description("The id by which events of Java threads have it")
    long javaThreadId;

    @Label("Lifetime")
    @Description("From the start of the thread to its end: the sum of the three times that follow")
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
    @Description("Of the mounted time: parked (LockSupport) together with its carrier, which it could not leave;"
            + " what it waited for monitors meanwhile is in the mounted time only")
    @Timespan(Timespan.NANOSECONDS)
    long pinnedTime;

    @Label("Mounts")
    @Description("How often it was mounted on a carrier")
    long mounts;
}
