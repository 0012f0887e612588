package io.github.tidewatch.causes;

/**
 * Splits the CPU delay of threads by what kept them from running. Pure: no clock, no I/O.
 *
 * <p>First the quota. The kernel says for how long queues of CPUs with tasks of the group in them were held back, in sum over
 * CPUs ({@code cpu.stat.local}), and in how many periods. In each such queue waits at least one thread, and as many as there
 * are runnable threads for each CPU. Of this sum a thread has a share in proportion to how long it was active (ran or waited),
 * since a thread that sleeps when its group is held back loses nothing; but no more than its delay.
 *
 * <p>What is left of the delay was waited while the group could run. A CPU was then used by other threads of this process, by
 * others, or by the hypervisor's other guests, and a thread waits behind each for as long as they ran beside it. Where CPUs
 * that it may use were idle, a part of the wait is for none of these: each time that it is woken takes a moment, and it cannot
 * have waited behind somebody for longer than all its CPUs were busy.
 */
final class CauseModel {
    /** How long a thread that is woken waits for a CPU that is idle: an interrupt, and the CPU wakes up. */
    private static final long WAKE_UP = 50_000;

    /** What the ticks of {@code /proc/stat} may be wrong by for each CPU. */
    private static final long TICKS = 20_000_000;

    private static final int MOST_ROUNDS = 8;

    private final CauseParts parts = new CauseParts();

    /** Length of the interval. */
    private double length;

    /** How much of it the group could run. */
    private double unthrottled;

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
     */
    void splitQuota(DelayedThreads threads, long interval, long throttled, long throttledSpan, int cpus) {
        length = interval;
        unthrottled = interval;
        double active = 0;
        for (int i = 0; i < threads.count; i++) {
            threads.quota[i] = 0;
            active += threads.onCpu[i] + (double) threads.delay[i];
        }
        double span = Math.min(interval, throttledSpan);
        if (throttled <= 0 || span <= 0 || active <= 0) {
            return;
        }
        double runnable = active / span;
        double queues = Math.max(1, Math.min(runnable, cpus));
        unthrottled = Math.max(0, interval - Math.min(span, throttled / queues));
        share(threads, throttled * Math.max(1, runnable / cpus), active, span);
    }

    /** Gives each its share by its active time, and what one cannot take to the others. */
    private static void share(DelayedThreads threads, double sum, double active, double most) {
        double left = sum;
        double of = active;
        for (int round = 0; round < MOST_ROUNDS && left >= 1 && of >= 1; round++) {
            double rate = left / of;
            left = 0;
            of = 0;
            for (int i = 0; i < threads.count; i++) {
                double limit = Math.min(threads.delay[i], most);
                double room = limit - threads.quota[i];
                double weight = threads.onCpu[i] + (double) threads.delay[i];
                if (round > 0 && room < 1) {
                    continue; // its weight is in the sum of the first round only
                }
                double given = Math.min(room, rate * weight);
                threads.quota[i] += (long) given;
                left += rate * weight - given;
                of += room - given >= 1 ? weight : 0;
            }
            if (of >= 1 && left / of < 1e-3) {
                return;
            }
        }
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
        double own = Math.max(0, use.own - (double) threads.onCpu[i]);
        double capacity = use.count * unthrottled;
        double others = Math.max(0, use.busy - (double) use.own);
        if (unthrottled < length) { // while the group was held back, others had the CPUs, and did not take them from it
            others = Math.min(others, Math.max(0, capacity - use.own - use.steal));
        }
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

    private double placement(long rest, long switches, double idle, int cpus) {
        if (idle <= 0 || unthrottled <= 0) {
            return 0;
        }
        double wakeUps = Math.min(rest, switches * WAKE_UP) * Math.min(1, idle / (cpus * unthrottled));
        double allBusy = Math.max(0, unthrottled - idle / cpus);
        return Math.min(Math.min(rest, idle), Math.max(wakeUps, rest - allBusy));
    }
}
