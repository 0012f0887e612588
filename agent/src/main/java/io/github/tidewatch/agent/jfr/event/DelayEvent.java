package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.intervals.Interval;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Timespan;

/** What the records have in common that say where a thread's time went. */
abstract class DelayEvent extends ThreadEvent {
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
    @Description("Whether everything that this host can give is known for this thread; if not, its block-I/O delay is"
            + " unknown and stands in the wait time")
    boolean complete;

    @Label("Swap-In Delay")
    @Description("Waiting for pages to come back from swap; on Linux 5.19 and later part of the block-I/O delay")
    @Timespan(Timespan.NANOSECONDS)
    long swapInDelay;

    @Label("Reclaim Delay")
    @Description("Freeing memory for an allocation (direct reclaim); mostly part of the system time")
    @Timespan(Timespan.NANOSECONDS)
    long reclaimDelay;

    @Label("Thrashing Delay")
    @Description("Waiting for pages of files that were evicted a short time ago; part of the block-I/O delay")
    @Timespan(Timespan.NANOSECONDS)
    long thrashingDelay;

    @Label("Compaction Delay")
    @Description("Compacting memory for an allocation; mostly part of the system time")
    @Timespan(Timespan.NANOSECONDS)
    long compactionDelay;

    @Label("Copy-on-Write Delay")
    @Description("Copying pages on their first write; part of the system time")
    @Timespan(Timespan.NANOSECONDS)
    long copyOnWriteDelay;

    @Label("IRQ Delay")
    @Description("Interrupts held the CPU of this thread")
    @Timespan(Timespan.NANOSECONDS)
    long irqDelay;

    @Label("CPU Delay Count")
    @Description("How often the thread was put on a CPU")
    long cpuDelayCount;

    @Label("Block I/O Delay Count")
    @Description("How often the thread waited for block I/O")
    long blockIoDelayCount;

    @Label("Discarded Delay")
    @Description("Delay that the kernel claims beyond what is possible in this interval; in none of the five parts")
    @Timespan(Timespan.NANOSECONDS)
    long discardedDelay;

    /** Takes over where the time of an interval went. */
    final void fillDelays(Interval measured) {
        userTime = measured.userTime();
        systemTime = measured.systemTime();
        cpuDelay = measured.cpuDelay();
        blockIoDelay = measured.blockIoDelay();
        waitTime = measured.waitTime();
        complete = measured.isComplete();
        swapInDelay = measured.change(Quantity.SWAP_IN_DELAY);
        reclaimDelay = measured.change(Quantity.RECLAIM_DELAY);
        thrashingDelay = measured.change(Quantity.THRASHING_DELAY);
        compactionDelay = measured.change(Quantity.COMPACTION_DELAY);
        copyOnWriteDelay = measured.change(Quantity.COPY_ON_WRITE_DELAY);
        irqDelay = measured.change(Quantity.IRQ_DELAY);
        cpuDelayCount = measured.change(Quantity.CPU_DELAY_COUNT);
        blockIoDelayCount = measured.change(Quantity.BLOCK_IO_DELAY_COUNT);
        discardedDelay = measured.discardedDelay();
    }
}
