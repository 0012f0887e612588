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
 *   <li>Run-queue delay comes next. What was reported as pending before is not reported again. What does not fit belongs into the
 *       idle gap before: a stretch of time that has not been reported yet, because no counter moved in it or because a wait
 *       that goes on may have begun in it.
 *   <li>Block-I/O delay comes last, bounded in addition by what a witness saw.
 *   <li>Of the rest, what is known to be a wait that has not ended is pending. If such a wait has begun at an unknown
 *       point of the rest, the rest is held back: it is reported when the wait has ended. What is left of an interval in
 *       which the thread never slept is no voluntary wait either, but was taken from it by interrupts or the hypervisor.
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
        /** It runs, sleeps, or its state was not sampled. */
        NOTHING,
        /** It is runnable and not on a CPU (state R). */
        CPU,
        /** It is in an uninterruptible wait for I/O (state D). */
        DISK
    }

    /** What is remembered of a thread from one interval to the next. */
    static final class Memory {
        /** Reported as pending and not yet credited by the kernel. */
        long shownCpuDelay;

        long shownBlockIoDelay;

        /**
         * Reported as CPU delay of a thread that was found running: if it was waiting when its counters were read, a moment
         * earlier, the kernel credits that with the next interval.
         */
        long takenCpuDelay;

        /** What is known already of the CPU delay in an idle gap that is held back. */
        long idleCpuDelay;

        /** Discarded in an interval of which nothing could be reported yet. */
        long discardedPending;

        /** Whether the wait that goes on began before the first interval: its credit will be larger than what is reported. */
        boolean beganBefore;

        void clear(Waiting waiting) {
            shownCpuDelay = 0;
            shownBlockIoDelay = 0;
            takenCpuDelay = 0;
            idleCpuDelay = 0;
            discardedPending = 0;
            beganBefore = waiting != Waiting.NOTHING;
        }
    }

    // Inputs.

    /** Length of the idle gap before the interval, 0 if there was none. */
    long idleGap;

    /**
     * Whether waits belong into the idle gap first: the thread was waiting at its end, and is at the end of the interval,
     * of which the kernel has not said yet how much it waited.
     */
    boolean idleFirst;

    /** Length of the interval. */
    long length;

    /** By how much the counters grew over both. */
    long onCpuChange;

    long cpuDelayChange;

    /** 0 where it is unknown. */
    long blockIoChange;

    /** The longest block-I/O wait that a witness allows in both together, or {@link #UNBOUNDED}. */
    long blockIoBound;

    Waiting waiting;

    /** Whether it was on a run queue at the begin of the interval and has not gone to sleep since. */
    boolean neverSlept;

    /** Whether it is on a run queue at the end of the interval, on a CPU or not. */
    boolean onQueue;

    /** Whether it ran in the interval. */
    boolean ran;

    // Results.

    long onCpu;
    long onCpuLeft;
    long cpuDelay;
    long cpuDelayLeft;
    long blockIoDelay;
    long pendingCpuDelay;
    long pendingBlockIoDelay;
    long idleCpuDelay;
    long idleBlockIoDelay;
    long discarded;

    /** Whether the idle gap is not to be reported yet, though the interval is. */
    boolean holdsIdle;

    /** How much of the end of the interval is not to be reported yet. */
    long heldBack;

    void reconcile(Memory memory) {
        discarded = memory.discardedPending;
        memory.discardedPending = 0;
        pendingCpuDelay = 0;
        pendingBlockIoDelay = 0;
        heldBack = 0;
        onCpu = bound(onCpuChange, length);
        onCpuLeft = leave(onCpuChange - onCpu);
        reconcileCpuDelay(memory);
        reconcileBlockIo(memory);
        if (ran) {
            memory.beganBefore = false;
        }
        showPending(memory);
    }

    private void reconcileCpuDelay(Memory memory) {
        boolean queued = neverSlept && onQueue;
        long credited = Math.max(0, cpuDelayChange);
        long before = memory.idleCpuDelay;
        idleCpuDelay = before;
        long excess = queued ? allOfTheRest(memory, credited) : whatFits(memory, credited);
        idleCpuDelay += bound(excess, idleGap - idleCpuDelay);
        cpuDelayLeft = memory.beganBefore ? 0 : leave(excess - (idleCpuDelay - before));
        // How much of a wait that goes on was in the idle gap shows when it ends.
        holdsIdle = idleGap > 0 && queued && waiting == Waiting.CPU;
        memory.idleCpuDelay = holdsIdle ? idleCpuDelay : 0;
    }

    /** It was on a run queue all the time: when not on a CPU, it waited for one. Returns what was waited before. */
    private long allOfTheRest(Memory memory, long credited) {
        cpuDelay = length - onCpu;
        long claimed = credited - Math.min(credited, memory.takenCpuDelay);
        long shown = memory.shownCpuDelay + cpuDelay;
        long known = Math.min(claimed, shown);
        shown -= known;
        if (waiting == Waiting.CPU) {
            memory.shownCpuDelay = shown;
            memory.takenCpuDelay = 0;
            pendingCpuDelay = Math.min(cpuDelay, shown);
        } else {
            // It runs. No counter has this time, in which interrupts or the hypervisor had its CPU.
            memory.shownCpuDelay = 0;
            memory.takenCpuDelay = shown;
        }
        return claimed - known;
    }

    private long whatFits(Memory memory, long credited) {
        long known = Math.min(credited, memory.shownCpuDelay);
        memory.shownCpuDelay -= known;
        long claimed = credited - known;
        claimed -= Math.min(claimed, memory.takenCpuDelay);
        memory.takenCpuDelay = 0;
        long first = idleFirst ? bound(claimed, idleGap - idleCpuDelay) : 0;
        cpuDelay = bound(claimed - first, length - onCpu);
        return claimed - cpuDelay;
    }

    private void reconcileBlockIo(Memory memory) {
        long credited = Math.max(0, blockIoChange);
        long known = Math.min(credited, memory.shownBlockIoDelay);
        memory.shownBlockIoDelay -= known;
        long claimed = credited - known;
        long idle = idleGap - idleCpuDelay;
        long first = idleFirst ? bound(claimed, Math.min(idle, blockIoBound)) : 0;
        blockIoDelay = bound(claimed - first, Math.min(length - onCpu - cpuDelay, blockIoBound - first));
        idleBlockIoDelay = bound(claimed - blockIoDelay, Math.min(idle, blockIoBound - blockIoDelay));
        if (!memory.beganBefore) {
            discarded += claimed - blockIoDelay - idleBlockIoDelay;
        }
        if (ran && waiting != Waiting.DISK) {
            // The wait that was shown has ended. If the kernel credits less, it was none for block I/O.
            memory.shownBlockIoDelay = 0;
        }
    }

    private void showPending(Memory memory) {
        long rest = length - onCpu - cpuDelay - blockIoDelay;
        if (waiting == Waiting.DISK && !ran) {
            // It cannot have begun this wait without running.
            pendingBlockIoDelay = rest;
            blockIoDelay += rest;
            memory.shownBlockIoDelay += rest;
        } else if (waiting != Waiting.NOTHING) {
            heldBack = rest;
        }
    }

    /** What is left for the next interval of something that does not fit; the rest of it is discarded. */
    private long leave(long excess) {
        long left = bound(excess, LATE_TICK);
        discarded += Math.max(0, excess) - left;
        return left;
    }

    private static long bound(long claimed, long possible) {
        return Math.max(0, Math.min(claimed, possible));
    }
}
