package io.github.tidewatch.intervals;

import java.util.function.Predicate;

/**
 * How far the kernel's block-I/O delay of an interval can be trusted.
 *
 * <p>On a kernel that counts it right, all the way. On one that does not while threads compete for a CPU, a thread with
 * claims worth the effort is watched from then on, and believed as far as its {@link BlockIoObserver} says. Its first claim
 * stands if it is not large and the thread did not have to wait for a CPU, or is unknown. On every kernel a claim far beyond what is possible
 * says nothing but that it is wrong.
 *
 * <p>Of tasks that have exited any thread may ask; all else is the sampler's own.
 */
public final class BlockIoPlausibility {
    /** The answer for a claim of which nothing can be said. */
    static final long UNKNOWN = -1;

    /** How long a thread is watched after its last doubtful claim. */
    private static final long WATCH = 10_000_000_000L;

    /** So many threads are watched at most: each sample of one costs some microseconds. */
    public static final int MOST_WATCHED = 64;

    /** A claim below this part of the interval, in the worst case wrong as a whole, is not worth a watch. */
    private static final int SMALL = 500;

    /** A claim above this part of the interval is too large to be taken without a watch. */
    private static final int LARGE = 20;

    /** A wait for a CPU below this part of the interval is no competition. */
    private static final int COMPETITION = 200;

    private final KernelRelease kernel;
    private final boolean observes;
    private volatile boolean unreliable;
    private int watched;

    /** For this kernel; nothing is watched yet. */
    public BlockIoPlausibility(KernelRelease kernel) {
        this(kernel, true);
    }

    private BlockIoPlausibility(KernelRelease kernel, boolean observes) {
        this.kernel = kernel;
        this.observes = observes;
    }

    /**
     * For another record of the same tasks on the same kernel: what is observed of a task serves one record only. To this one
     * a claim that would be worth a watch is unknown.
     */
    public BlockIoPlausibility withoutObserver() {
        return new BlockIoPlausibility(kernel, false);
    }

    /** Whether a claim had to be doubted, ever. */
    public boolean isUnreliable() {
        return unreliable;
    }

    /** The longest block-I/O wait that can be believed of an interval, or {@link #UNKNOWN}. */
    long bound(Task task, IntervalState state, ReconciliationInput in) {
        if (!observes) {
            return isImpossible(state, in) || isWorthWatching(state, in) ? UNKNOWN : Reconciliation.UNBOUNDED;
        }
        long claimed = claimed(state, in);
        boolean impossible = isImpossible(state, in);
        boolean worthWatching = isWorthWatching(state, in);
        boolean waits = kernel.countsBlockIoWrongly() && in.waiting == Waiting.DISK;
        boolean covered = task.observer.covers(state.emittedUntil);
        if ((worthWatching || impossible || waits) && !task.counters.areFinal()) {
            watch(task, waits ? in.length : 0);
        }
        if (covered) {
            long believable = task.observer.believable(state.memory.shownBlockIoDelay);
            if (believable < claimed - Reconciliation.LATE_TICK) {
                unreliable = true;
            }
            return believable;
        }
        boolean contended = in.cpuDelayChange > in.length / COMPETITION;
        boolean large = claimed > in.length / LARGE;
        if (impossible || (worthWatching && (contended || large))) {
            unreliable = true;
            return UNKNOWN;
        }
        return Reconciliation.UNBOUNDED;
    }

    /** An interval of the task up to its present counters has been reported, with this block-I/O delay. */
    void consume(Task task, long blockIoDelay) {
        if (observes) {
            task.observer.consume(blockIoDelay, task.counters.time());
        }
    }

    private static long claimed(IntervalState state, ReconciliationInput in) {
        return in.blockIoChange - state.memory.shownBlockIoDelay;
    }

    private static boolean isImpossible(IntervalState state, ReconciliationInput in) {
        long possible = in.length + in.idleGap - Math.min(in.length, in.onCpuChange);
        return claimed(state, in) > 2 * possible + Reconciliation.LATE_TICK && !state.memory.beganBefore;
    }

    private boolean isWorthWatching(IntervalState state, ReconciliationInput in) {
        return kernel.countsBlockIoWrongly() && claimed(state, in) > in.length / SMALL;
    }

    private void watch(Task task, long openWait) {
        if (!task.observer.isWatching()) {
            if (watched >= MOST_WATCHED) {
                return;
            }
            watched++;
        }
        task.observer.watch(task.counters, task.counters.time() + WATCH, openWait);
    }

    /** Whether there are tasks to watch. */
    public boolean isWatching() {
        return watched > 0;
    }

    /** Takes a sample of the watched tasks with their present counters. */
    public void observe(Task[] tasks, int count, Predicate<Task> waitsForDisk) {
        int still = 0;
        for (int i = 0; i < count; i++) {
            Task task = tasks[i];
            if (task.observer.isWatching() && task.counters.lastReadOk()) {
                task.observer.observe(task.counters, waitsForDisk.test(task));
            }
            still += task.observer.isWatching() ? 1 : 0;
        }
        watched = still;
    }
}
