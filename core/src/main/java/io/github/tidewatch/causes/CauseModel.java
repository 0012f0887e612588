package io.github.tidewatch.causes;

/**
 * Splits the CPU delay of threads by what kept them from running. Pure: no clock, no I/O.
 *
 * <p>First the quota. The kernel says for how long queues of CPUs with tasks of the group in them were held back, in sum over
 * CPUs ({@code cpu.stat.local}), and in how many periods. There are as many such queues at once as threads that use much CPU
 * time, but no more than CPUs: so the sum gives how long the group was held back. A thread that never sleeps waits all that
 * time. One that sleeps waits if it was active when the group was held back, or woke up meanwhile: the shorter its sleeps
 * are beside the time held back in one period, the more of it. No thread waits longer than its delay.
 *
 * <p>What is left of the delay was waited while the group could run. A CPU was then used by other threads of this process, by
 * others, or by the hypervisor's other guests, and a thread waits behind each for as long as they ran beside it; behind own
 * threads only as far as more of them are runnable than others leave CPUs, since the scheduler spreads them. Where CPUs
 * that it may use were idle, a part of the wait is for none of these: each time that it is woken takes a moment, and it cannot
 * have waited behind somebody for longer than all its CPUs were busy.
 */
final class CauseModel {
    /** How long a thread that is woken waits for a CPU that is idle: an interrupt, and the CPU wakes up. */
    private static final long WAKE_UP = 50_000;

    /** What the ticks of {@code /proc/stat} may be wrong by, of the CPU in whose queue a thread waits. */
    private static final long TICKS = 20_000_000;

    private final CauseParts parts = new CauseParts();

    /** Length of the interval. */
    private double length;

    /** How much of it the group could run. */
    private double unthrottled;

    /** How many threads were runnable, on average. */
    private double runnable;

    /** Parts of one thread; valid until the next call. */
    CauseParts parts() {
        return parts;
    }

    /**
     * Finds the quota's part of each thread's delay.
     *
     * @param interval its length
     * @param throttled for how long queues of CPUs were held back, in sum over CPUs
     * @param throttledSpan of the interval, the periods in which that happened
     * @param throttledPeriods how many these were
     */
    void splitQuota(
            DelayedThreads threads,
            long interval,
            long throttled,
            long throttledSpan,
            long throttledPeriods,
            int cpus) {
        length = interval;
        unthrottled = interval;
        double active = 0;
        double onCpu = 0;
        double squares = 0;
        for (int i = 0; i < threads.count; i++) {
            threads.quota[i] = 0;
            active += threads.onCpu[i] + (double) threads.delay[i];
            onCpu += threads.onCpu[i];
            squares += (double) threads.onCpu[i] * threads.onCpu[i];
        }
        double span = Math.min(interval, throttledSpan);
        runnable = active / interval;
        if (throttled <= 0 || span <= 0 || active <= 0) {
            return;
        }
        double users = squares > 0 ? onCpu * onCpu / squares : 1; // as if so many threads used the same CPU time
        double queues = Math.max(1, Math.min(cpus, Math.min(users, active / span)));
        double heldBack = Math.min(span, throttled / queues);
        unthrottled = Math.max(1, interval - heldBack);
        for (int i = 0; i < threads.count; i++) {
            double most = Math.min(threads.delay[i], heldBack * threads.members[i]);
            double waited = waited(threads, i, heldBack, heldBack / Math.max(1, throttledPeriods));
            threads.quota[i] = (long) Math.min(most, waited);
        }
    }

    /**
     * How long a thread waited while its group was held back, in windows of this length. Of one that sleeps when a window begins,
     * the part {@code asleep} of the window is left to sleep on average, its sleeps being of random length.
     */
    private double waited(DelayedThreads threads, int i, double heldBack, double window) {
        int members = threads.members[i]; // that were alike, as far as is known
        double active = (threads.onCpu[i] + (double) threads.delay[i]) / members;
        double sleep = Math.max(0, length - active) / Math.max(1, (double) threads.switches[i] / members);
        double asleep = sleep <= 0 ? 0 : sleep / window * -Math.expm1(-window / sleep);
        double each = heldBack * (1 - asleep + asleep * active / unthrottled) / (1 + asleep * heldBack / unthrottled);
        return each * members;
    }

    /** Splits the delay of one thread into {@link #parts}, after {@link #splitQuota}; {@code use} is null if unknown. */
    void split(DelayedThreads threads, int i, CpuUse use) {
        parts.clear();
        parts.quota = Math.min(threads.quota[i], threads.delay[i]);
        long rest = threads.delay[i] - parts.quota;
        if (use == null || use.count == 0) {
            parts.unexplained = rest;
            return;
        }
        double capacity = use.count * unthrottled;
        double others = Math.max(0, use.busy - (double) use.own);
        if (unthrottled < length) { // while the group was held back, others had the CPUs, and did not take them from it
            others = Math.min(others, Math.max(0, capacity - use.own - use.steal));
        }
        double own = Math.max(0, use.own - (double) threads.onCpu[i]) * sharing(use.count - others / unthrottled);
        double idle = Math.max(0, Math.min(use.idle, capacity - use.own - others - use.steal));
        parts.placement = (long) placement(rest, threads.switches[i], idle, use.count);
        rest -= parts.placement;
        double busy = own + others + use.steal;
        long explained = (long) Math.min(rest, busy + (busy > 0 ? TICKS : 0));
        if (busy > 0) {
            parts.ownThreads = (long) (explained * (own / busy));
            parts.steal = (long) (explained * (use.steal / busy));
            parts.neighbors = explained - parts.ownThreads - parts.steal;
        } else {
            explained = 0;
        }
        parts.unexplained = rest - explained;
    }

    /**
     * The part of the threads that have another of this process in their queue, if the scheduler spreads them: none of them
     * as long as there is a CPU for each.
     *
     * @param cpus how many CPUs others leave to it
     */
    private double sharing(double cpus) {
        return runnable <= 0 ? 0 : Math.max(0, Math.min(1, 2 * (runnable - Math.max(0, cpus)) / runnable));
    }

    private double placement(long rest, long switches, double idle, int cpus) {
        if (idle <= 0 || unthrottled <= 0) {
            return 0;
        }
        double wakeUps = Math.min(rest, switches * WAKE_UP) * Math.min(1, idle / (cpus * unthrottled));
        double allBusy = Math.max(0, unthrottled - idle / cpus);
        return Math.min(Math.min(rest, idle), Math.max(wakeUps, rest - allBusy));
    }
}
