package io.github.tidewatch.testing;

import io.github.tidewatch.testing.SchedTrace.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What kept threads of one process from running, by the kernel's trace: for each moment of each wait, who had the CPU in whose
 * queue the thread was. Held back by a quota counts the time on a CPU from when a thread of the process ran there last until
 * the end of a period that the kernel counted as throttled.
 */
public final class CauseWitness {
    public static final int QUOTA = 0;
    public static final int OWN = 1;
    public static final int NEIGHBOR = 2;
    public static final int PLACEMENT = 3;

    /** While held back, a thread may still run for a moment in the kernel. */
    private static final long MOMENT = 300_000;

    private static final class Waiter {
        int cpu;
        boolean waits;
    }

    private final List<Event> events;
    private final Map<Integer, String> own;
    private final List<Long> throttled;
    private final Set<Integer> usable;
    private final Map<Integer, List<long[]>> windows = new HashMap<>();

    /**
     * A witness.
     *
     * @param own the group of each tid of the process
     * @param throttled when periods ended that were throttled
     * @param usable the CPUs that the threads may use
     */
    public CauseWitness(List<Event> events, Map<Integer, String> own, List<Long> throttled, Set<Integer> usable) {
        this.events = events;
        this.own = own;
        this.throttled = throttled;
        this.usable = usable;
        usable.forEach(cpu -> windows.put(cpu, windows(cpu)));
    }

    /** Spans in which threads of the process ran on a CPU, or on any if it is negative. */
    private List<long[]> runs(int cpu) {
        List<long[]> runs = new ArrayList<>();
        Map<Integer, Long> since = new HashMap<>();
        for (Event event : events) {
            if (event.kind == 's' && (cpu < 0 || event.cpu == cpu)) {
                Long began = since.remove(event.cpu);
                if (own.containsKey(event.previous) && began != null && event.time - began > MOMENT) {
                    runs.add(new long[] {began, event.time});
                }
                if (own.containsKey(event.next)) {
                    since.put(event.cpu, event.time);
                }
            }
        }
        runs.sort((one, two) -> Long.compare(one[1], two[1]));
        return runs;
    }

    private List<long[]> windows(int cpu) {
        List<long[]> found = new ArrayList<>();
        List<long[]> here = runs(cpu);
        List<long[]> anywhere = runs(-1);
        long previous = 0;
        for (long boundary : throttled) {
            // Each CPU has a slice of the quota. When one of them runs out of it last, the others have before.
            long exhausted = lastEnd(anywhere, boundary, previous);
            long last = Math.max(lastEnd(here, boundary, previous), exhausted - SLICE);
            if (exhausted != 0) {
                found.add(new long[] {last, boundary});
            }
            previous = boundary;
        }
        return found;
    }

    /** When a run ended last in a period. A run that begins at its end may begin before its end was noticed. */
    private static long lastEnd(List<long[]> runs, long boundary, long previous) {
        long last = 0;
        for (long[] run : runs) {
            if (run[1] > previous && run[0] < boundary - LATE && run[1] <= boundary) {
                last = run[1];
            }
        }
        return last;
    }

    /** {@code kernel.sched_cfs_bandwidth_slice_us}, and what a tick may add. */
    private static final long SLICE = 7_000_000;

    /** How late the end of a period may be noticed. */
    private static final long LATE = 8_000_000;

    /** Time waited of each group between two times, by cause. */
    public Map<String, long[]> waits(long from, long until) {
        Map<String, long[]> sums = new HashMap<>();
        Map<Integer, Waiter> waiters = new HashMap<>();
        Map<Integer, Integer> current = new HashMap<>();
        long time = from;
        for (Event event : events) {
            if (event.time > time && event.time <= until) {
                add(sums, waiters, current, time, event.time);
                time = event.time;
            }
            apply(waiters, current, event);
        }
        return sums;
    }

    private void add(
            Map<String, long[]> sums,
            Map<Integer, Waiter> waiters,
            Map<Integer, Integer> current,
            long from,
            long until) {
        boolean idle = usable.stream().anyMatch(cpu -> current.getOrDefault(cpu, -1) == 0);
        waiters.forEach((tid, waiter) -> {
            if (waiter.waits) {
                int running = current.getOrDefault(waiter.cpu, -1);
                int cause = isHeldBack(waiter.cpu, (from + until) / 2)
                        ? QUOTA
                        : idle ? PLACEMENT : own.containsKey(running) ? OWN : NEIGHBOR;
                sums.computeIfAbsent(own.get(tid), group -> new long[4])[cause] += until - from;
            }
        });
    }

    private boolean isHeldBack(int cpu, long time) {
        for (long[] window : windows.getOrDefault(cpu, List.of())) {
            if (time > window[0] && time < window[1]) {
                return true;
            }
        }
        return false;
    }

    private void apply(Map<Integer, Waiter> waiters, Map<Integer, Integer> current, Event event) {
        if (event.kind == 's') {
            current.put(event.cpu, event.next);
            set(waiters, event.previous, event.cpu, event.runnable);
            set(waiters, event.next, event.cpu, false);
        } else if (event.kind == 'w') {
            if (!current.containsValue(event.next)) {
                set(waiters, event.next, event.cpu, true);
            }
        } else if (waiters.containsKey(event.next)) {
            waiters.get(event.next).cpu = event.cpu;
        }
    }

    private void set(Map<Integer, Waiter> waiters, int tid, int cpu, boolean waits) {
        if (own.containsKey(tid)) {
            Waiter waiter = waiters.computeIfAbsent(tid, one -> new Waiter());
            waiter.cpu = cpu;
            waiter.waits = waits;
        }
    }
}
