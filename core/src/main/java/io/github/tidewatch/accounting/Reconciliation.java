package io.github.tidewatch.accounting;

/**
 * Bounds what the kernel's counters claim by what is possible, shows a wait while it lasts, and keeps the parts of an
 * interval disjoint. Pure: no clock, no I/O; all values in nanoseconds. One serves all threads: fill the inputs, call
 * {@link #reconcile}, read the results.
 *
 * <p>The kernel credits a wait when it ends. So a change may be longer than the interval in which it shows, and while
 * the wait lasts nothing shows. In order of trust:
 *
 * <ol>
 *   <li>Time on CPU is bounded by the interval. What does not fit is late by a scheduler tick and left for the next.
 *   <li>Run-queue delay comes next. What was shown as pending before is not counted again. What does not fit belongs
 *       into the silence before (no counter moved and nothing was told), or began in an interval that was told as
 *       voluntary wait because nobody could know: that much is left for the next interval, too.
 *   <li>Block-I/O delay comes last, bounded in addition by what a witness saw.
 *   <li>Of the rest, what is known to be a wait that has not ended is pending.
 * </ol>
 *
 * <p>What fits nowhere is counted as discarded.
 */
final class Reconciliation {
    /** The longest scheduler tick (CONFIG_HZ=100): by so much the counters of a running thread may lag. */
    static final long LATE_TICK = 10_000_000;

    /** No bound by a witness. */
    static final long UNBOUNDED = Long.MAX_VALUE;

    /** What a thread waits for at the end of the interval. */
    enum Waiting {
        /** It runs, sleeps, or nobody looked. */
        NOTHING,
        /** It is runnable and not on a CPU (state R). */
        CPU,
        /** It is in an uninterruptible wait (state D). */
        DISK
    }

    /** What is remembered of a thread from one interval to the next. */
    static final class Memory {
        /** Told as pending and not yet credited by the kernel. */
        long shownCpuDelay;

        long shownBlockIoDelay;

        /** Told as voluntary wait though a wait for a CPU or a disk may have begun in it. */
        long doubtfulForCpu;

        long doubtfulForDisk;

        void clear() {
            shownCpuDelay = 0;
            shownBlockIoDelay = 0;
            doubtfulForCpu = 0;
            doubtfulForDisk = 0;
        }
    }

    // Inputs.

    /** Length of the silence before the interval, 0 if there was none. */
    long silence;

    /** Length of the interval. */
    long length;

    /** By how much the counters grew over both. */
    long onCpuChange;

    long cpuDelayChange;

    /** 0 where it is unknown. */
    long blockIoChange;

    /** The longest block-I/O wait that a witness allows in the interval, or {@link #UNBOUNDED}. */
    long blockIoBound;

    Waiting waiting;

    /** Whether the thread is known to have been on a run queue from the begin of the interval to its end. */
    boolean neverSlept;

    /** Whether it ran in the interval. */
    boolean ran;

    // Results.

    long onCpu;
    long onCpuLeft;
    long cpuDelay;
    long cpuDelayLeft;
    long blockIoDelay;
    long blockIoLeft;
    long pendingCpuDelay;
    long pendingBlockIoDelay;
    long silentCpuDelay;
    long silentBlockIoDelay;
    long discarded;

    void reconcile(Memory memory) {
        discarded = 0;
        onCpu = bound(onCpuChange, length);
        onCpuLeft = leave(onCpuChange - onCpu, LATE_TICK);
        reconcileCpuDelay(memory);
        reconcileBlockIo(memory);
        showPending(memory);
    }

    private void reconcileCpuDelay(Memory memory) {
        long credited = Math.max(0, cpuDelayChange);
        long known = Math.min(credited, memory.shownCpuDelay);
        memory.shownCpuDelay -= known;
        long claimed = credited - known;
        cpuDelay = bound(claimed, length - onCpu);
        silentCpuDelay = bound(claimed - cpuDelay, silence);
        cpuDelayLeft = leave(claimed - cpuDelay - silentCpuDelay, memory.doubtfulForCpu + LATE_TICK);
        if (credited > 0 || waiting != Waiting.CPU) {
            memory.doubtfulForCpu = Math.max(0, cpuDelayLeft - LATE_TICK);
        }
    }

    private void reconcileBlockIo(Memory memory) {
        long credited = Math.max(0, blockIoChange);
        long known = Math.min(credited, memory.shownBlockIoDelay);
        memory.shownBlockIoDelay -= known;
        long claimed = credited - known;
        long possible = Math.min(length - onCpu - cpuDelay, blockIoBound);
        blockIoDelay = bound(claimed, possible);
        long silent = blockIoBound == UNBOUNDED ? silence - silentCpuDelay : 0;
        silentBlockIoDelay = bound(claimed - blockIoDelay, silent);
        blockIoLeft = leave(
                claimed - blockIoDelay - silentBlockIoDelay, blockIoBound == UNBOUNDED ? memory.doubtfulForDisk : 0);
        if (credited > 0 || waiting != Waiting.DISK) {
            memory.doubtfulForDisk = blockIoLeft;
        }
        if (ran && waiting != Waiting.DISK) {
            // The wait that was shown has ended. If the kernel credits less, it was none for block I/O.
            memory.shownBlockIoDelay = 0;
        }
    }

    private void showPending(Memory memory) {
        long rest = length - onCpu - cpuDelay - blockIoDelay;
        pendingCpuDelay = 0;
        pendingBlockIoDelay = 0;
        if (waiting == Waiting.CPU) {
            if (neverSlept) {
                pendingCpuDelay = rest;
                cpuDelay += rest;
                memory.shownCpuDelay += rest;
            } else {
                memory.doubtfulForCpu += rest;
            }
        } else if (waiting == Waiting.DISK) {
            if (ran) {
                memory.doubtfulForDisk += rest;
            } else {
                // It cannot have begun this wait without running: it has been in it all through the silence, too.
                pendingBlockIoDelay = rest;
                blockIoDelay += rest;
                silentBlockIoDelay = silence - silentCpuDelay;
                memory.shownBlockIoDelay += rest + silentBlockIoDelay;
            }
        }
    }

    /** What is left for the next interval of something that did not fit; the rest of it is discarded. */
    private long leave(long excess, long most) {
        long left = bound(excess, most);
        discarded += Math.max(0, excess) - left;
        return left;
    }

    private static long bound(long claimed, long possible) {
        return Math.max(0, Math.min(claimed, possible));
    }
}
