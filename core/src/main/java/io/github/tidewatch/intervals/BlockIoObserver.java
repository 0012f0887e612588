package io.github.tidewatch.intervals;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.counters.TaskCounters;

/**
 * Watches one thread's waits for a disk by short samples, every 10 to 20 ms at random, where the kernel's own account of
 * them cannot be trusted (see {@link KernelRelease#countsBlockIoWrongly}). Two things come of it:
 *
 * <ul>
 *   <li>A wait that the kernel credits between two samples cannot have been longer than the thread was off CPU between
 *       them, unless it was found waiting at the first. That cuts claims which reach back over the thread's own sleep.
 *   <li>The share of samples that find it in an uninterruptible wait is an estimate of that time without bias, with a
 *       known error. Claims that it makes implausible in the long run are cut down to it.
 * </ul>
 */
public final class BlockIoObserver {
    /** The mean distance of samples: the error of a time {@code t} that is estimated by them is √(t · MEAN_DISTANCE). */
    static final long MEAN_DISTANCE = 15_000_000;

    /** Older history weighs half. */
    private static final long HISTORY = 2_000_000_000;

    private boolean watching;
    private long since;
    private long until;

    private long lastTime;
    private long lastOnCpu;
    private long lastCpuDelay;
    private long lastBlockIo;

    private boolean waited;

    /** How long the wait that the last sample found can have lasted. */
    private long openWait;

    /** What the kernel credited since the last use, as far as each single claim is possible. */
    private long possible;

    /** What was seen and what was reported, over the recent past. */
    private double seen;

    private double emitted;

    /**
     * Begins, or goes on until {@code end}; the task's counters are those of a sample.
     *
     * @param waitedFor how long the task can have been in a wait for a disk by now
     */
    public void watch(TaskCounters task, long end, long waitedFor) {
        if (!watching) {
            watching = true;
            since = task.time();
            openWait = waitedFor;
            waited = waitedFor > 0;
            possible = 0;
            seen = 0;
            emitted = 0;
            remember(task);
        }
        until = end;
    }

    /** Whether it watches. */
    public boolean isWatching() {
        return watching;
    }

    /** Takes a sample of the task's present counters. */
    public void observe(TaskCounters task, boolean waitsForDisk) {
        long length = task.time() - lastTime;
        if (length <= 0) {
            return;
        }
        long offCpu = length - (task.get(Quantity.ON_CPU) - lastOnCpu) - (task.get(Quantity.CPU_DELAY) - lastCpuDelay);
        long most = Math.max(0, offCpu) + openWait;
        long credited = Math.max(0, Math.min(task.get(Quantity.BLOCK_IO_DELAY) - lastBlockIo, most));
        possible += credited;
        // Found waiting before and not now, without having run or been credited: the wait ended between the two reads
        // of this sample, and is credited with the next.
        boolean ending = waited && task.get(Quantity.ON_CPU) == lastOnCpu && credited == 0;
        waited = waitsForDisk;
        openWait = waitsForDisk || ending ? most - credited : 0;
        if (waitsForDisk) {
            seen += length;
        }
        remember(task);
        if (task.time() - until > 0) {
            watching = false;
        }
    }

    /** The task has exited, with these counters: what it waited for was credited. */
    public void exit(TaskCounters task) {
        if (watching) {
            observe(task, false);
            watching = false;
        }
    }

    private void remember(TaskCounters task) {
        lastTime = task.time();
        lastOnCpu = task.get(Quantity.ON_CPU);
        lastCpuDelay = task.get(Quantity.CPU_DELAY);
        lastBlockIo = task.get(Quantity.BLOCK_IO_DELAY);
    }

    /** Whether it has watched from {@code begin} on. */
    boolean covers(long begin) {
        return watching && begin - since >= 0;
    }

    /**
     * How much block-I/O delay can be believed since the last {@link #consume}.
     *
     * @param pending how much of what the kernel credited has been reported already
     */
    long believable(long pending) {
        long claim = Math.max(0, possible - pending);
        double error = Math.sqrt((emitted + claim) * MEAN_DISTANCE);
        boolean plausible = emitted + claim <= seen + 2 * error + MEAN_DISTANCE;
        return plausible ? claim : (long) Math.max(0, Math.min(claim, seen - emitted));
    }

    /** An interval that ended at {@code end} has been reported, with this block-I/O delay. */
    void consume(long blockIoDelay, long end) {
        if (!watching || end - since <= 0) {
            return; // the watch begins with the end of an interval
        }
        possible = 0;
        emitted += blockIoDelay;
        if (emitted + seen > HISTORY) {
            emitted /= 2;
            seen /= 2;
        }
    }
}
