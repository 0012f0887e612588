package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.intervals.Interval;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.Timespan;

/** Where the time of one thread went. */
@Name("tidewatch.ThreadDelay")
@Label("Thread Delay")
@Description("Where the wall-clock time of a thread went in an interval, as the Linux kernel accounts it: five disjoint"
        + " parts that sum to the interval")
@Period("1 s")
public final class ThreadDelayEvent extends DelayEvent {
    @Label("Interval")
    @Description("Accounted length of the interval, exactly; the event's own duration follows JFR's clock")
    @Timespan(Timespan.NANOSECONDS)
    long interval;

    @Label("Pending CPU Delay")
    @Description("The part of the CPU delay of a wait that had not ended when the sample was taken; it is not reported"
            + " again when it ends")
    @Timespan(Timespan.NANOSECONDS)
    long pendingCpuDelay;

    @Label("Pending Block I/O Delay")
    @Description(
            "The part of the block-I/O delay of a wait that had not ended when the sample was taken; it is not reported"
                    + " again when it ends")
    @Timespan(Timespan.NANOSECONDS)
    long pendingBlockIoDelay;

    @Override
    void fill(Interval measured) {
        fillDelays(measured);
        interval = measured.length();
        pendingCpuDelay = measured.pendingCpuDelay();
        pendingBlockIoDelay = measured.pendingBlockIoDelay();
    }
}
