package io.github.tidewatch.counters;

/**
 * Splits a thread's precise time on CPU into user and system time as getrusage(2) does: in proportion of the
 * tick-sampled times over the thread's life, neither ever decreasing (kernel/sched/cputime.c, {@code cputime_adjust}).
 * One per thread, since it remembers the last result.
 */
final class CpuTimeSplit {
    private long user;
    private long system;

    /**
     * Takes a new sample into account.
     *
     * @param onCpu precise time on CPU over the thread's life, ns
     * @param userSampled tick-sampled user time over the thread's life, in any unit
     * @param systemSampled tick-sampled system time, in the same unit
     */
    void update(long onCpu, long userSampled, long systemSampled) {
        if (user + system >= onCpu) {
            return; // as the kernel: nothing new, or a counter that lags
        }
        long newSystem;
        if (systemSampled == 0) {
            newSystem = 0;
        } else if (userSampled == 0) {
            newSystem = onCpu;
        } else {
            newSystem = (long) ((double) onCpu * systemSampled / ((double) systemSampled + userSampled));
        }
        newSystem = Math.max(newSystem, system);
        long newUser = onCpu - newSystem;
        if (newUser < user) {
            newUser = user;
            newSystem = onCpu - newUser;
        }
        user = newUser;
        system = newSystem;
    }

    /** User time over the thread's life, ns. */
    long user() {
        return user;
    }

    /** System time over the thread's life, ns; with {@link #user} it sums to the time on CPU. */
    long system() {
        return system;
    }
}
