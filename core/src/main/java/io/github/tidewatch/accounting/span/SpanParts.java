package io.github.tidewatch.accounting.span;

/**
 * Where the time of a span went: five disjoint parts that sum to its length, from two readings of the thread's counters.
 * Pure: no clock, no I/O; all times in nanoseconds.
 *
 * <p>Both readings were made by the thread itself while it was on a CPU. So no wait is pending, and whatever the kernel
 * counts of a wait it has counted by then. What is left to decide is which claim to believe:
 *
 * <ol>
 *   <li>Time on a CPU and CPU delay are bounded by the length. A thread that never slept was on a run queue all the time: what
 *       it was not on a CPU it waited for one.
 *   <li>Block-I/O delay is bounded by the rest. If each sleep was for block I/O, it is the rest. Linux 6.12 and later note the
 *       begin of a wait for the wrong thread while threads compete for a CPU: there a claim that could be wrong by more than
 *       is worth mentioning is unknown, stands in the wait time, and the span is incomplete. They may miss a wait as well: so is
 *       a small claim of a thread that had to compete and read from a disk. On every kernel a claim far beyond what is possible
 *       is unknown.
 * </ol>
 */
public final class SpanParts {
    /** A claim below this part of the span is taken as it is: wrong as a whole, it changes little. */
    private static final int SMALL = 500;

    /** A claim above this part of the span is not taken on a kernel that counts wrongly. */
    private static final int LARGE = 20;

    /** A wait for a CPU below this part of the span is no competition. */
    private static final int COMPETITION = 200;

    /** By so much a claim may be late, in ns: procfs counts in ticks. */
    private static final long LATE_TICK = 10_000_000;

    private final SpanReading from;
    private final SpanReading to;
    private final long length;
    private final long userTime;
    private final long systemTime;
    private final long cpuDelay;
    private final long blockIoDelay;
    private final long discardedDelay;
    private final boolean complete;

    /**
     * The parts of the time between two readings of one thread.
     *
     * @param hasBlockIo whether this host gives block-I/O delay at all; where it does not, no span is incomplete for the lack
     *     of it
     * @param countsWrongly whether this kernel may note the begin of a block-I/O wait for the wrong thread
     */
    SpanParts(SpanReading from, SpanReading to, boolean hasBlockIo, boolean countsWrongly) {
        this.from = from;
        this.to = to;
        length = Math.max(0, to.time - from.time);
        long onCpu = bound(to.onCpu - from.onCpu, length);
        systemTime = bound(to.systemTime - from.systemTime, onCpu);
        userTime = onCpu - systemTime;
        boolean slept = voluntarySwitches() > 0;
        cpuDelay = slept ? bound(to.cpuDelay - from.cpuDelay, length - onCpu) : length - onCpu;
        long rest = length - onCpu - cpuDelay;
        long claim = Math.max(0, to.blockIoDelay - from.blockIoDelay);
        if (!hasBlockIo || rest == 0) {
            blockIoDelay = 0;
            discardedDelay = 0;
            complete = true;
        } else if (!to.blockIoKnown) {
            blockIoDelay = 0;
            discardedDelay = 0;
            complete = false;
        } else if (waitedForBlockIoOnly()) {
            blockIoDelay = rest;
            discardedDelay = 0;
            complete = true;
        } else {
            complete = !isImpossible(claim, length - onCpu) && (!countsWrongly || isPlausible(claim));
            blockIoDelay = complete ? Math.min(claim, rest) : 0;
            discardedDelay = claim - blockIoDelay;
        }
    }

    /** Whether each time that the thread gave up its CPU it waited for block I/O. */
    private boolean waitedForBlockIoOnly() {
        boolean counted = from.blockIoDelayCount != SpanReading.UNKNOWN && to.blockIoDelayCount != SpanReading.UNKNOWN;
        long waits = to.blockIoDelayCount - from.blockIoDelayCount;
        return counted && waits > 0 && waits == voluntarySwitches();
    }

    private boolean isPlausible(long claim) {
        boolean contended = cpuDelay > length / COMPETITION;
        boolean read = storageReadBytes() > 0 || majorFaults() > 0;
        return contended ? claim <= length / SMALL && !read : claim <= length / LARGE;
    }

    /** Far beyond the time that the thread was not on a CPU, a claim says nothing but that it is wrong. */
    private static boolean isImpossible(long claim, long possible) {
        return claim > 2 * possible + LATE_TICK;
    }

    private static long bound(long claimed, long possible) {
        return Math.max(0, Math.min(claimed, possible));
    }

    /** The length of the span; the five parts sum to it. */
    public long length() {
        return length;
    }

    /** On a CPU in user mode. */
    public long userTime() {
        return userTime;
    }

    /** On a CPU in kernel mode. */
    public long systemTime() {
        return systemTime;
    }

    /** Runnable, but waiting for a CPU. */
    public long cpuDelay() {
        return cpuDelay;
    }

    /** Waiting for block I/O; 0 where that is unknown. */
    public long blockIoDelay() {
        return blockIoDelay;
    }

    /** The voluntary rest; with block I/O where that is unknown. */
    public long waitTime() {
        return length - userTime - systemTime - cpuDelay - blockIoDelay;
    }

    /** Whether all that this host gives is known of this span; if not, its block-I/O delay is unknown. */
    public boolean isComplete() {
        return complete;
    }

    /** Block-I/O delay that the kernel claims beyond what is possible, or cannot be believed; in none of the parts. */
    public long discardedDelay() {
        return discardedDelay;
    }

    /** Page faults that needed no read from disk. */
    public long minorFaults() {
        return to.minorFaults - from.minorFaults;
    }

    /** Page faults that needed a read from disk. */
    public long majorFaults() {
        return to.majorFaults - from.majorFaults;
    }

    /** How often the thread gave up its CPU to wait. */
    public long voluntarySwitches() {
        return to.voluntarySwitches - from.voluntarySwitches;
    }

    /** How often the scheduler took the CPU from it. */
    public long involuntarySwitches() {
        return to.involuntarySwitches - from.involuntarySwitches;
    }

    /** Bytes that the thread caused to be fetched from storage. */
    public long storageReadBytes() {
        return to.storageReadBytes - from.storageReadBytes;
    }

    /** Bytes that the thread caused to be sent to storage. */
    public long storageWriteBytes() {
        return to.storageWriteBytes - from.storageWriteBytes;
    }
}
