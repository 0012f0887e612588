package io.github.tidewatch.intervals;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.waits.WaitKind;
import java.util.Arrays;

/**
 * Where a thread's time went between two samples: five disjoint parts that sum to {@link #length}. Times in nanoseconds.
 * Reused by its owner from one thread to the next.
 */
public final class Interval {
    Task task;
    long begin;
    long length;
    long user;
    long system;
    long cpuDelay;
    long blockIoDelay;
    long pendingCpuDelay;
    long pendingBlockIoDelay;
    long discarded;
    boolean complete;
    long exactWait;
    String waitDetail;
    final long[] waits = new long[WaitKind.COUNT];
    final long[] change = new long[Quantity.COUNT];

    Interval() {}

    /** Whose interval it is. */
    public SampledThread thread() {
        return task;
    }

    /** The thread's counter over its whole life, at the end of the interval. */
    public long total(Quantity quantity) {
        return task.now(quantity);
    }

    /** How the thread's last counters came to be known; says something of a thread that has exited only. */
    public ExitSource exitSource() {
        return task.exitSource;
    }

    /** When it began, by {@link System#nanoTime}. */
    public long begin() {
        return begin;
    }

    /** Its length. */
    public long length() {
        return length;
    }

    /** On a CPU in user mode. */
    public long userTime() {
        return user;
    }

    /** On a CPU in kernel mode. */
    public long systemTime() {
        return system;
    }

    /** Runnable, waiting for a CPU. */
    public long cpuDelay() {
        return cpuDelay;
    }

    /** Waiting for block I/O; 0 where that is unknown, {@link #waitTime} then holds it. */
    public long blockIoDelay() {
        return blockIoDelay;
    }

    /** The voluntary rest: sleeping, waiting for a lock, for another thread, for the network. */
    public long waitTime() {
        return length - user - system - cpuDelay - blockIoDelay;
    }

    /**
     * The part of {@link #waitTime} that was spent on waits of this kind; all kinds up to {@link WaitKind#UNKNOWN} sum to it,
     * unless nothing is read of waits. Nothing is known of a whole life.
     */
    public long wait(WaitKind kind) {
        return waits[kind.ordinal()];
    }

    /** How much of {@link #waitTime} is known to be of its kind; the rest is an estimate by samples, or unknown. */
    public long exactWait() {
        return exactWait;
    }

    /** What the thread waited for, if that was one wait all the time and it is known; else null. */
    public String waitDetail() {
        return waitDetail;
    }

    /** The part of {@link #cpuDelay} of a wait that has not ended; it is not reported again when the kernel credits it. */
    public long pendingCpuDelay() {
        return pendingCpuDelay;
    }

    /** The part of {@link #blockIoDelay} of a wait that has not ended. */
    public long pendingBlockIoDelay() {
        return pendingBlockIoDelay;
    }

    /** What the kernel claimed beyond what is possible in this interval. */
    public long discardedDelay() {
        return discarded;
    }

    /** Whether everything that this host can give is known for this thread. */
    public boolean isComplete() {
        return complete;
    }

    /** How much a counter grew in the interval. */
    public long change(Quantity quantity) {
        return change[quantity.ordinal()];
    }

    void clear(Task whose) {
        task = whose;
        begin = 0;
        length = 0;
        user = 0;
        system = 0;
        cpuDelay = 0;
        blockIoDelay = 0;
        pendingCpuDelay = 0;
        pendingBlockIoDelay = 0;
        discarded = 0;
        complete = true;
        exactWait = 0;
        waitDetail = null;
        Arrays.fill(waits, 0);
        Arrays.fill(change, 0);
    }
}
