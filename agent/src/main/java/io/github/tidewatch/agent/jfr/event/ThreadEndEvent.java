package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.intervals.ExitSource;
import io.github.tidewatch.intervals.Interval;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** The account of a thread over its whole life. */
@Name("tidewatch.ThreadEnd")
@Label("Thread End Accounting")
@Description("Where the time of a thread that has ended went, over its whole life, and what it used")
public final class ThreadEndEvent extends DelayEvent {
    @Label("Lifetime")
    @Description("From the start of the thread to its end; the five parts sum to it")
    @Timespan(Timespan.NANOSECONDS)
    long lifetime;

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

    @Label("Block Inputs")
    @Description("Reads from storage in units of 512 bytes, as ru_inblock of getrusage(2)")
    long blockInputs;

    @Label("Block Outputs")
    @Description("Writes to storage in units of 512 bytes, as ru_oublock of getrusage(2)")
    long blockOutputs;

    @Label("Accounted By")
    @Description(
            "Who reported it: the thread itself at its exit, the kernel at the task's exit, or the sampler as of its"
                    + " last sample of the thread, so that what came after is not in it")
    String accountedBy;

    /** The event of a thread that has exited, or is about to. */
    public static ThreadEndEvent of(Interval life) {
        ThreadEndEvent event = new ThreadEndEvent();
        event.identify(life.thread());
        event.fill(life);
        return event;
    }

    @Override
    void fill(Interval life) {
        fillDelays(life);
        lifetime = life.length();
        minorFaults = life.total(Quantity.MINOR_FAULTS);
        majorFaults = life.total(Quantity.MAJOR_FAULTS);
        voluntarySwitches = life.total(Quantity.VOLUNTARY_SWITCHES);
        involuntarySwitches = life.total(Quantity.INVOLUNTARY_SWITCHES);
        blockInputs = blocks(life.total(Quantity.STORAGE_READ_BYTES));
        blockOutputs = blocks(life.total(Quantity.STORAGE_WRITE_BYTES));
        accountedBy = word(life.exitSource());
    }

    private static String word(ExitSource source) {
        switch (source) {
            case THREAD:
                return "thread";
            case KERNEL:
                return "kernel";
            default:
                return "sampler";
        }
    }
}
