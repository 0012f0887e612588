package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.accounting.span.SpanParts;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/** Where the time of a piece of work in one thread went. Its thread commits it, and so is the event's. */
@Name("tidewatch.Span")
@Label("Span")
@Category("Linux Kernel")
@Description(
        "Where the time of a piece of work in one thread went, as the thread accounted for it itself: five disjoint"
                + " parts that sum to the duration")
@Threshold("20 ms")
public final class SpanEvent extends Event {
    @Label("Name")
    @Description("What the application calls the span")
    public String name;

    @Label("Outer Span")
    @Description("Name of the span of the same thread that this one is directly within; none if there is none")
    public String outer;

    @Label("Recursive")
    @Description("Whether a span that this one is within, directly or not, has the same name: then its time is part of"
            + " that one's, and not to be added to it")
    public boolean recursive;

    @Label("Error")
    @Description(
            "Class of the exception that the span ended by, or \"left open\" if its thread ended before the span did;"
                    + " none if it ended normally")
    public String error;

    @Label("Trace Id")
    @Description(
            "Id of the trace that OpenTelemetry had current when the span began, else when it ended; none if there was none")
    public String traceId;

    @Label("Span Id")
    @Description("Id of OpenTelemetry's span in that trace; none if there was none")
    public String spanId;

    @Label("Queued")
    @Description("Whether it is the first span of a task of an executor, and it is known how long the task was queued")
    boolean queued;

    @Label("Queue Time")
    @Description(
            "How long the task was queued until a worker of its executor took it: before the span began, and in none of"
                    + " the five parts; without meaning unless queued")
    @Timespan(Timespan.NANOSECONDS)
    long queueTime;

    @Label("User Time")
    @Description("On a CPU in user mode, split as getrusage(2) does")
    @Timespan(Timespan.NANOSECONDS)
    long userTime;

    @Label("System Time")
    @Description("On a CPU in kernel mode, split as getrusage(2) does")
    @Timespan(Timespan.NANOSECONDS)
    long systemTime;

    @Label("CPU Delay")
    @Description(
            "Runnable, but waiting for a CPU (run-queue delay): other threads had it, or the CPU quota was used up")
    @Timespan(Timespan.NANOSECONDS)
    long cpuDelay;

    @Label("Block I/O Delay")
    @Description("Waiting for block I/O: a disk, swap")
    @Timespan(Timespan.NANOSECONDS)
    long blockIoDelay;

    @Label("Wait Time")
    @Description(
            "The voluntary rest: sleeping, waiting for a lock, another thread, the network; where block-I/O delay is"
                    + " unknown, that too")
    @Timespan(Timespan.NANOSECONDS)
    long waitTime;

    @Label("Complete")
    @Description("Whether everything that this host can give is known for this span; if not, its block-I/O delay is"
            + " unknown and stands in the wait time")
    boolean complete;

    @Label("Discarded Delay")
    @Description(
            "Block-I/O delay that the kernel claims beyond what is possible or can be believed in this span; in none"
                    + " of the five parts")
    @Timespan(Timespan.NANOSECONDS)
    long discardedDelay;

    @Label("Minor Faults")
    @Description("Page faults that needed no read from disk")
    long minorFaults;

    @Label("Major Faults")
    @Description("Page faults that needed a read from disk")
    long majorFaults;

    @Label("Voluntary Switches")
    @Description("How often the thread gave up its CPU to wait")
    long voluntarySwitches;

    @Label("Involuntary Switches")
    @Description("How often the scheduler took the CPU from the thread")
    long involuntarySwitches;

    @Label("Storage Read Bytes")
    @Description("Bytes that the thread caused to be fetched from storage, in whole blocks of 512")
    @DataAmount(DataAmount.BYTES)
    long storageReadBytes;

    @Label("Storage Write Bytes")
    @Description("Bytes that the thread caused to be sent to storage, in whole blocks of 512")
    @DataAmount(DataAmount.BYTES)
    long storageWriteBytes;

    /** The span's task waited so long in its executor's queue, in nanoseconds; that is not known if it is negative. */
    public void setQueued(long time) {
        queued = time >= 0;
        queueTime = Math.max(0, time);
    }

    /** Takes over where the time of the span went. */
    public void fill(SpanParts parts) {
        userTime = parts.userTime();
        systemTime = parts.systemTime();
        cpuDelay = parts.cpuDelay();
        blockIoDelay = parts.blockIoDelay();
        waitTime = parts.waitTime();
        complete = parts.isComplete();
        discardedDelay = parts.discardedDelay();
        minorFaults = parts.minorFaults();
        majorFaults = parts.majorFaults();
        voluntarySwitches = parts.voluntarySwitches();
        involuntarySwitches = parts.involuntarySwitches();
        storageReadBytes = parts.storageReadBytes();
        storageWriteBytes = parts.storageWriteBytes();
    }
}
