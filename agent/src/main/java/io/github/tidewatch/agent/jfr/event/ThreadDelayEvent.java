package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.waits.WaitKind;
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

    @Label("Monitor Wait")
    @Description("Entering a monitor (synchronized) that another thread has")
    @Timespan(Timespan.NANOSECONDS)
    long monitorWait;

    @Label("Object Wait")
    @Description("In Object.wait")
    @Timespan(Timespan.NANOSECONDS)
    long objectWait;

    @Label("Park Wait")
    @Description("Parked: locks, queues, pools and conditions of java.util.concurrent")
    @Timespan(Timespan.NANOSECONDS)
    long parkWait;

    @Label("Sleep Wait")
    @Description("In Thread.sleep or a native sleep")
    @Timespan(Timespan.NANOSECONDS)
    long sleepWait;

    @Label("Network Wait")
    @Description("Waiting for a socket: read, write, connect, accept, poll, epoll")
    @Timespan(Timespan.NANOSECONDS)
    long networkWait;

    @Label("File Wait")
    @Description("Waiting in a call on a file: read, write, sync, lock; not what is block I/O"
            + " delay, where that is known")
    @Timespan(Timespan.NANOSECONDS)
    long fileWait;

    @Label("Pipe Wait")
    @Description("Waiting for a pipe, or the end of a child process")
    @Timespan(Timespan.NANOSECONDS)
    long pipeWait;

    @Label("JVM Wait")
    @Description("Waiting for the JVM: a safepoint, a lock or the work of a thread of its own;"
            + " also for a lock of a native library")
    @Timespan(Timespan.NANOSECONDS)
    long jvmWait;

    @Label("Other Wait")
    @Description("Waiting in another system call, in a page fault, or for a device")
    @Timespan(Timespan.NANOSECONDS)
    long otherWait;

    @Label("Unknown Wait")
    @Description("The part of the wait time of which it is not known what for: no sample met it,"
            + " or this host does not show it")
    @Timespan(Timespan.NANOSECONDS)
    long unknownWait;

    @Label("Exact Wait")
    @Description(
            "How much of the wait time is certainly of its kind: the thread did not run, so it was one wait. The rest is an"
                    + " estimate by the samples at the begin and the end of the interval, or unknown")
    @Timespan(Timespan.NANOSECONDS)
    long exactWait;

    @Label("Wait Detail")
    @Description(
            "What the thread waited for, if it was one wait all the time: class of the blocker, peer of the socket, file,"
                    + " pipe or child")
    String waitDetail;

    @Override
    void fill(Interval measured) {
        fillDelays(measured);
        interval = measured.length();
        pendingCpuDelay = measured.pendingCpuDelay();
        pendingBlockIoDelay = measured.pendingBlockIoDelay();
        monitorWait = measured.wait(WaitKind.MONITOR);
        objectWait = measured.wait(WaitKind.OBJECT);
        parkWait = measured.wait(WaitKind.PARK);
        sleepWait = measured.wait(WaitKind.SLEEP);
        networkWait = measured.wait(WaitKind.NETWORK);
        fileWait = measured.wait(WaitKind.FILE);
        pipeWait = measured.wait(WaitKind.PIPE);
        jvmWait = measured.wait(WaitKind.JVM);
        otherWait = measured.wait(WaitKind.OTHER);
        unknownWait = measured.wait(WaitKind.UNKNOWN);
        exactWait = measured.exactWait();
        waitDetail = measured.waitDetail();
    }
}
