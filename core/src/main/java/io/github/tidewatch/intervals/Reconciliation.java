package io.github.tidewatch.intervals;

/**
 * Bounds what the kernel's counters claim by what is possible, shows a wait while it lasts, and keeps the parts of an
 * interval disjoint. Pure: no clock, no I/O; all values in nanoseconds. One serves all threads.
 *
 * <p>The kernel credits a wait when it ends. So a change may be longer than the interval in which it shows, and while
 * the wait lasts nothing shows. In order of trust:
 *
 * <ol>
 *   <li>Time on CPU is bounded by the interval. What does not fit is late by a scheduler tick and left for the next.
 *   <li>Run-queue delay comes next. What was reported as pending before is not reported again. What does not fit belongs into the
 *       idle gap before: a stretch of time that has not been reported yet, because no counter moved in it or because a wait
 *       that goes on may have begun in it.
 *   <li>Block-I/O delay comes last, bounded in addition by what the block-I/O observer saw.
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

    /** No bound by the observer. */
    static final long UNBOUNDED = Long.MAX_VALUE;

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

    private ReconciliationInput in;
    private ReconciliationResult out;

    /** Reconciles an interval of the thread that {@code memory} is of. */
    void reconcile(ReconciliationInput input, Memory memory, ReconciliationResult result) {
        in = input;
        out = result;
        out.discarded = memory.discardedPending;
        memory.discardedPending = 0;
        out.pendingCpuDelay = 0;
        out.pendingBlockIoDelay = 0;
        out.heldBack = 0;
        out.onCpu = bound(in.onCpuChange, in.length);
        out.onCpuLeft = leave(in.onCpuChange - out.onCpu);
        reconcileCpuDelay(memory);
        reconcileBlockIo(memory);
        if (in.ran) {
            memory.beganBefore = false;
        }
        showPending(memory);
    }

    private void reconcileCpuDelay(Memory memory) {
        boolean queued = in.neverSlept && in.onQueue;
        long credited = Math.max(0, in.cpuDelayChange);
        long before = memory.idleCpuDelay;
        out.idleCpuDelay = before;
        long excess = queued ? allOfTheRest(memory, credited) : whatFits(memory, credited);
        out.idleCpuDelay += bound(excess, in.idleGap - out.idleCpuDelay);
        out.cpuDelayLeft = memory.beganBefore ? 0 : leave(excess - (out.idleCpuDelay - before));
        // How much of a wait that goes on was in the idle gap shows when it ends.
        out.holdsIdle = in.idleGap > 0 && queued && in.waiting == Waiting.CPU;
        memory.idleCpuDelay = out.holdsIdle ? out.idleCpuDelay : 0;
    }

    /** It was on a run queue all the time: when not on a CPU, it waited for one. Returns what was waited before. */
    private long allOfTheRest(Memory memory, long credited) {
        out.cpuDelay = in.length - out.onCpu;
        long claimed = credited - Math.min(credited, memory.takenCpuDelay);
        long shown = memory.shownCpuDelay + out.cpuDelay;
        long known = Math.min(claimed, shown);
        shown -= known;
        if (in.waiting == Waiting.CPU) {
            memory.shownCpuDelay = shown;
            memory.takenCpuDelay = 0;
            out.pendingCpuDelay = Math.min(out.cpuDelay, shown);
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
        long first = in.idleFirst ? bound(claimed, in.idleGap - out.idleCpuDelay) : 0;
        out.cpuDelay = bound(claimed - first, in.length - out.onCpu);
        return claimed - out.cpuDelay;
    }

    private void reconcileBlockIo(Memory memory) {
        long credited = Math.max(0, in.blockIoChange);
        long known = Math.min(credited, memory.shownBlockIoDelay);
        memory.shownBlockIoDelay -= known;
        long claimed = credited - known;
        long idle = in.idleGap - out.idleCpuDelay;
        long first = in.idleFirst ? bound(claimed, Math.min(idle, in.blockIoBound)) : 0;
        out.blockIoDelay =
                bound(claimed - first, Math.min(in.length - out.onCpu - out.cpuDelay, in.blockIoBound - first));
        out.idleBlockIoDelay = bound(claimed - out.blockIoDelay, Math.min(idle, in.blockIoBound - out.blockIoDelay));
        if (!memory.beganBefore) {
            out.discarded += claimed - out.blockIoDelay - out.idleBlockIoDelay;
        }
        if (in.ran && in.waiting != Waiting.DISK) {
            // The wait that was shown has ended. If the kernel credits less, it was none for block I/O.
            memory.shownBlockIoDelay = 0;
        }
    }

    private void showPending(Memory memory) {
        long rest = in.length - out.onCpu - out.cpuDelay - out.blockIoDelay;
        if (in.waiting == Waiting.DISK && !in.ran) {
            // It cannot have begun this wait without running.
            out.pendingBlockIoDelay = rest;
            out.blockIoDelay += rest;
            memory.shownBlockIoDelay += rest;
        } else if (in.waiting != Waiting.NOTHING) {
            out.heldBack = rest;
        }
    }

    /** What is left for the next interval of something that does not fit; the rest of it is discarded. */
    private long leave(long excess) {
        long left = bound(excess, LATE_TICK);
        out.discarded += Math.max(0, excess) - left;
        return left;
    }

    private static long bound(long claimed, long possible) {
        return Math.max(0, Math.min(claimed, possible));
    }
}
