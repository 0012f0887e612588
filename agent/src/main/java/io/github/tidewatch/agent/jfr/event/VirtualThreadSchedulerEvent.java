package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.intervals.CarrierTimes;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** How the JDK's scheduler of virtual threads got on, and where its carriers' time went. */
@Name("tidewatch.VirtualThreadScheduler")
@Label("Virtual Thread Scheduler")
@Description(
        "How the JDK's scheduler of virtual threads got on in an interval, and where its carriers' time went, in sum")
@Category("Linux Kernel")
@StackTrace(false)
@Period("1 s")
public final class VirtualThreadSchedulerEvent extends Event {
    @Label("Interval")
    @Description("Length of the interval")
    @Timespan(Timespan.NANOSECONDS)
    long interval;

    @Label("Parallelism")
    @Description("How many virtual threads the scheduler lets run at a time; 0 while no carrier has been seen alive")
    int parallelism;

    @Label("Carriers")
    @Description("Threads that run virtual threads, at the end of the interval")
    int carriers;

    @Label("Mounted")
    @Description("Carriers of these that did not wait for work: they had a virtual thread, or looked for one")
    int mounted;

    @Label("Pinned")
    @Description(
            "Carriers of these that waited together with their virtual thread, which could not leave them, such as for"
                    + " a monitor before JDK 24, or below a native frame; not for a class that another thread initializes,"
                    + " since the JVM does not show that they wait")
    int pinned;

    @Label("Compensating")
    @Description("Carriers of these whose virtual thread is in a call that blocks, such as for a file, for which the"
            + " scheduler may use another carrier meanwhile")
    int compensating;

    @Label("Queued")
    @Description("Virtual threads that waited for a carrier at the end of the interval")
    long queued;

    @Label("Carrier Delay")
    @Description(
            "How long a virtual thread of Tidewatch's waited for a carrier that was started as the interval began, or before"
                    + " and waited then; until the end of this interval, if it waited on. N/A if there was none")
    @Timespan(Timespan.NANOSECONDS)
    long carrierDelay;

    @Label("Carrier Delay Pending")
    @Description("Whether it waited on at the end of the interval: then none was started for the next")
    boolean carrierDelayPending;

    @Label("User Time")
    @Description("Carriers on a CPU in user mode, in sum, as all times that follow")
    @Timespan(Timespan.NANOSECONDS)
    long userTime;

    @Label("System Time")
    @Description("Carriers on a CPU in kernel mode")
    @Timespan(Timespan.NANOSECONDS)
    long systemTime;

    @Label("CPU Delay")
    @Description("Carriers runnable, but waiting for a CPU (run-queue delay)")
    @Timespan(Timespan.NANOSECONDS)
    long cpuDelay;

    @Label("Block I/O Delay")
    @Description("Carriers waiting for block I/O")
    @Timespan(Timespan.NANOSECONDS)
    long blockIoDelay;

    @Label("Wait Time")
    @Description(
            "The rest: carriers waiting for work, or pinned; where block-I/O delay is unknown, that too. Of a carrier that does"
                    + " nothing it is in the record of the interval in which it runs again")
    @Timespan(Timespan.NANOSECONDS)
    long waitTime;

    @Label("Complete")
    @Description(
            "Whether the block-I/O delay of all carriers is known, where this host can give it; if not, the unknown part"
                    + " stands in the wait time")
    boolean complete;

    /** Takes where the time of carriers went in an interval. */
    void take(CarrierTimes times) {
        interval = times.length();
        userTime = times.userTime();
        systemTime = times.systemTime();
        cpuDelay = times.cpuDelay();
        blockIoDelay = times.blockIoDelay();
        waitTime = times.waitTime();
        complete = times.isComplete();
    }

    void take(SchedulerState state) {
        parallelism = state.parallelism();
        carriers = state.carriers();
        mounted = state.mounted();
        pinned = state.pinned();
        compensating = state.compensating();
        queued = state.queued();
    }

    /** Takes how long the probe waits, if it was there as the interval began, and that out of the queue in which it waits. */
    void take(CarrierProbe probe, boolean known) {
        carrierDelayPending = probe.isPending();
        carrierDelay = known ? probe.delay() : Long.MIN_VALUE;
        queued = Math.max(0, queued - (carrierDelayPending ? 1 : 0));
    }
}
