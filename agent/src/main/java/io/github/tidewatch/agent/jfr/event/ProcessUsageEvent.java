package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.intervals.ProcessInterval;
import io.github.tidewatch.rusage.ResourceUsage;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** What the process as a whole used. */
@Name("tidewatch.ProcessUsage")
@Label("Process Resource Usage")
@Description("What all threads of the process used in an interval, those included that have ended, and its children; as"
        + " getrusage(2) reports it")
@Category("Linux Kernel")
@StackTrace(false)
@Period("1 s")
public final class ProcessUsageEvent extends Event {
    @Label("Interval")
    @Description("Length of the interval")
    @Timespan(Timespan.NANOSECONDS)
    long interval;

    @Label("User Time")
    @Description("On a CPU in user mode")
    @Timespan(Timespan.NANOSECONDS)
    long userTime;

    @Label("System Time")
    @Description("On a CPU in kernel mode")
    @Timespan(Timespan.NANOSECONDS)
    long systemTime;

    @Label("Unattributed CPU Time")
    @Description(
            "CPU time that no thread's records account for: what the JVM and the kernel use to take a thread down when"
                    + " it has reported its exit, and threads that were never sampled and could not report")
    @Timespan(Timespan.NANOSECONDS)
    long unattributedCpuTime;

    @Label("Threads Alive")
    @Description("Threads of the process at the end of the interval, those of the JVM itself included")
    int threadsAlive;

    @Label("Threads Started")
    @Description("Threads that were found to have started in the interval")
    long threadsStarted;

    @Label("Threads Ended")
    @Description("Threads that were found to have ended in the interval")
    long threadsEnded;

    @Label("Minor Faults")
    @Description("Page faults that needed no read from disk")
    long minorFaults;

    @Label("Major Faults")
    @Description("Page faults that needed a read from disk")
    long majorFaults;

    @Label("Voluntary Switches")
    @Description("How often a thread gave up its CPU to wait")
    long voluntarySwitches;

    @Label("Involuntary Switches")
    @Description("How often the scheduler took the CPU from a thread")
    long involuntarySwitches;

    @Label("Block Inputs")
    @Description("Reads from storage in units of 512 bytes, as ru_inblock of getrusage(2)")
    long blockInputs;

    @Label("Block Outputs")
    @Description("Writes to storage in units of 512 bytes, as ru_oublock of getrusage(2)")
    long blockOutputs;

    @Label("Max Resident Size")
    @Description("The largest resident set of the process so far")
    @DataAmount
    long maxResidentSize;

    @Label("Children User Time")
    @Description("User time of child processes that ended and were waited for in the interval, over their whole lives")
    @Timespan(Timespan.NANOSECONDS)
    long childrenUserTime;

    @Label("Children System Time")
    @Description(
            "System time of child processes that ended and were waited for in the interval, over their whole lives")
    @Timespan(Timespan.NANOSECONDS)
    long childrenSystemTime;

    @Label("Children Minor Faults")
    @Description("Page faults without a read from disk, of child processes that ended and were waited for")
    long childrenMinorFaults;

    @Label("Children Major Faults")
    @Description("Page faults with a read from disk, of child processes that ended and were waited for")
    long childrenMajorFaults;

    @Label("Children Voluntary Switches")
    @Description("Voluntary context switches of child processes that ended and were waited for")
    long childrenVoluntarySwitches;

    @Label("Children Involuntary Switches")
    @Description("Involuntary context switches of child processes that ended and were waited for")
    long childrenInvoluntarySwitches;

    @Label("Children Block Inputs")
    @Description("Reads from storage of child processes that ended and were waited for, in units of 512 bytes")
    long childrenBlockInputs;

    @Label("Children Block Outputs")
    @Description("Writes to storage of child processes that ended and were waited for, in units of 512 bytes")
    long childrenBlockOutputs;

    void fill(ProcessInterval measured) {
        interval = measured.length();
        unattributedCpuTime = measured.unattributedCpuTime();
        threadsAlive = measured.threadsAlive();
        threadsStarted = measured.threadsStarted();
        threadsEnded = measured.threadsEnded();
        ResourceUsage own = measured.own();
        userTime = own.userTime().toNanos();
        systemTime = own.systemTime().toNanos();
        minorFaults = own.minorFaults();
        majorFaults = own.majorFaults();
        voluntarySwitches = own.voluntarySwitches();
        involuntarySwitches = own.involuntarySwitches();
        blockInputs = own.blockInputs();
        blockOutputs = own.blockOutputs();
        maxResidentSize = own.maxResidentKibibytes() << 10;
        ResourceUsage children = measured.children();
        childrenUserTime = children.userTime().toNanos();
        childrenSystemTime = children.systemTime().toNanos();
        childrenMinorFaults = children.minorFaults();
        childrenMajorFaults = children.majorFaults();
        childrenVoluntarySwitches = children.voluntarySwitches();
        childrenInvoluntarySwitches = children.involuntarySwitches();
        childrenBlockInputs = children.blockInputs();
        childrenBlockOutputs = children.blockOutputs();
    }
}
