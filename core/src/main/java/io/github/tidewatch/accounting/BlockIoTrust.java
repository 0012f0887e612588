package io.github.tidewatch.accounting;

/**
 * How far the kernel's block-I/O delay of an interval can be trusted.
 *
 * <p>On a kernel that counts it right, all the way. On one that does not while threads compete for a CPU, a claim stands
 * if it is small, or if the thread did not have to wait for a CPU; else only as far as the thread was seen in an
 * uninterruptible wait ({@link DiskWitness}). Where nobody looked yet, it is unknown; from then on somebody does. On
 * every kernel a claim far beyond what is possible says nothing but that it is wrong.
 */
final class BlockIoTrust {
    /** The answer for a claim of which nothing can be said. */
    static final long UNKNOWN = -1;

    /** How long a thread is watched after its last doubtful claim. */
    private static final long WATCH = 10_000_000_000L;

    /** So many threads are watched at most: each look at one costs some microseconds. */
    private static final int MOST_WATCHED = 64;

    /** A claim below this share of the interval, in the worst case wrong as a whole, is not worth a watch. */
    private static final int SMALL = 100;

    /** A wait for a CPU below this share of the interval is no competition. */
    private static final int COMPETITION = 200;

    private final KernelRelease kernel;
    private boolean unreliable;
    private int watched;

    BlockIoTrust(KernelRelease kernel) {
        this.kernel = kernel;
    }

    /** Whether a claim had to be doubted, ever. */
    boolean isUnreliable() {
        return unreliable;
    }

    /** The longest block-I/O wait that can be believed of the interval in {@code r}, or {@link #UNKNOWN}. */
    long bound(Task task, Task.Ledger ledger, Reconciliation r) {
        long claimed = r.blockIoChange - ledger.memory.shownBlockIoDelay;
        long possible = r.length + r.silence - Math.min(r.length, r.onCpuChange);
        boolean impossible = claimed > 2 * possible + Reconciliation.LATE_TICK;
        boolean doubtful = kernel.countsBlockIoWrongly()
                && claimed > r.length / SMALL
                && r.cpuDelayChange > r.length / COMPETITION;
        if (!impossible && !doubtful) {
            return Reconciliation.UNBOUNDED;
        }
        unreliable = true;
        boolean covered = task.witness.covers(ledger.toldUntil);
        watch(task);
        return covered ? task.witness.seen() : UNKNOWN;
    }

    private void watch(Task task) {
        if (!task.witness.isWatching()) {
            if (watched >= MOST_WATCHED) {
                return;
            }
            watched++;
        }
        task.witness.watch(task.nowTime, task.nowTime + WATCH);
    }

    /** Whether there are tasks to watch. */
    boolean isWatching() {
        return watched > 0;
    }

    /** Looks at the state of the watched tasks. */
    void look(Task[] tasks, int count, TaskStates states) {
        int still = 0;
        for (int i = 0; i < count && watched > 0; i++) {
            DiskWitness witness = tasks[i].witness;
            if (witness.isWatching()) {
                witness.look(System.nanoTime(), states.state(tasks[i]) == 'D');
                still += witness.isWatching() ? 1 : 0;
            }
        }
        watched = still;
    }
}
