package io.github.tidewatch.testing;

import io.github.tidewatch.testing.SchedTrace.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What kept threads of one process from running, by the kernel's trace: for each moment of each wait, who had the CPU in whose
 * queue the thread was. The trace has no event for a queue that is throttled. Held back by the quota is a thread
 *
 * <ul>
 *   <li>from when any of the process ran on its CPU last, and it itself did, until the end of a period that the kernel counted
 *       as throttled. It itself, since from Linux 6.18 on a thread leaves a throttled queue when it is about to return to user
 *       mode: until the scheduler has picked it for that, it waits behind others, and the kernel's own counter does not run
 *       either;
 *   <li>in such a period, while its CPU idles: the scheduler picks the idle task only if no queue of that CPU has a task that
 *       may run. The queue of one CPU runs out of its slice of the quota while those of others go on.
 * </ul>
 */
public final class CauseWitness {
    public static final int QUOTA = 0;
    public static final int OWN = 1;
    public static final int NEIGHBOR = 2;
    public static final int PLACEMENT = 3;

    /** While held back, a thread may still run for a moment in the kernel. */
    private static final long MOMENT = 300_000;

    /** An idle CPU takes no longer to a task that is put into its queue. */
    private static final long WAKE_UP = 1_000_000;

    /** Of the quota of each scene. */
    private static final long PERIOD = 100_000_000;

    private static final class Waiter {
        int cpu;
        boolean waits;
        long since;
        /** Whether its CPU went idle in its place, though it could have gone on. */
        boolean dequeued;
    }

    private final List<Event> events;
    private final Map<Integer, String> own;
    private final List<Long> throttled;
    private final Set<Integer> usable;
    private final Map<Integer, List<long[]>> windows = new HashMap<>();
    /** When each thread of the process began to run. */
    private final Map<Integer, TreeSet<Long>> begins = new HashMap<>();
    /** The periods that were throttled. */
    private final List<long[]> periods = new ArrayList<>();

    private final Map<Integer, Waiter> waiters = new HashMap<>();
    private final Map<Integer, Integer> current = new HashMap<>();
    private final Map<Integer, Long> idleSince = new HashMap<>();

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
        for (Event event : events) {
            if (event.kind == 's' && own.containsKey(event.next)) {
                begins.computeIfAbsent(event.next, tid -> new TreeSet<>()).add(event.time);
            }
        }
        usable.forEach(cpu -> windows.put(cpu, windows(cpu)));
        throttled.forEach(end -> periods.add(new long[] {end - PERIOD - LATE, end}));
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
        long time = from;
        for (Event event : events) {
            if (event.time > time && event.time <= until) {
                add(sums, time, event.time);
                time = event.time;
            }
            apply(event);
        }
        return sums;
    }

    /** The share of the usable CPUs between two times of tasks that are neither of the process nor among these. */
    public double othersShare(Set<Integer> expected, long from, long until) {
        Map<Integer, Event> last = new HashMap<>();
        long sum = 0;
        for (Event event : events) {
            if (event.kind == 's' && usable.contains(event.cpu)) {
                Event before = last.put(event.cpu, event);
                int task = event.previous;
                if (before != null && task != 0 && !own.containsKey(task) && !expected.contains(task)) {
                    sum += Math.max(0, Math.min(event.time, until) - Math.max(before.time, from));
                }
            }
        }
        return (double) sum / (until - from) / usable.size();
    }

    private void add(Map<String, long[]> sums, long from, long until) {
        Set<Integer> heldBack = new HashSet<>();
        Set<Integer> idle = new HashSet<>(usable);
        idle.removeIf(cpu -> !isIdle(cpu));
        waiters.forEach((tid, waiter) -> {
            if (waiter.waits && isHeldBack(tid, waiter, from, until)) {
                heldBack.add(tid);
                idle.remove(waiter.cpu);
            }
        });
        waiters.forEach((tid, waiter) -> {
            if (waiter.waits) {
                int running = current.getOrDefault(waiter.cpu, -1);
                int cause = heldBack.contains(tid)
                        ? QUOTA
                        : !idle.isEmpty() ? PLACEMENT : own.containsKey(running) ? OWN : NEIGHBOR;
                sums.computeIfAbsent(own.get(tid), group -> new long[4])[cause] += until - from;
            }
        });
    }

    private boolean isIdle(int cpu) {
        return current.getOrDefault(cpu, -1) == 0;
    }

    private boolean isHeldBack(int tid, Waiter waiter, long from, long until) {
        long time = (from + until) / 2;
        for (long[] window : windows.getOrDefault(waiter.cpu, List.of())) {
            if (time > window[0] && time < window[1] && !runs(tid, time, window[1] - LATE)) {
                return true;
            }
        }
        long idleWithIt = until - Math.max(waiter.since, idleSince.getOrDefault(waiter.cpu, from));
        return isIdle(waiter.cpu) && isIn(periods, time) && (waiter.dequeued || idleWithIt > WAKE_UP);
    }

    /** Whether a thread begins to run between two times. */
    private boolean runs(int tid, long from, long until) {
        Long next = begins.getOrDefault(tid, new TreeSet<>()).higher(from);
        return next != null && next < until;
    }

    private static boolean isIn(List<long[]> spans, long time) {
        for (long[] span : spans) {
            if (time > span[0] && time < span[1]) {
                return true;
            }
        }
        return false;
    }

    private void apply(Event event) {
        if (event.kind == 's') {
            current.put(event.cpu, event.next);
            idleSince.put(event.cpu, event.time);
            set(event.previous, event, event.runnable);
            set(event.next, event, false);
        } else if (event.kind == 'w') {
            if (!current.containsValue(event.next)) {
                set(event.next, event, true);
            }
        } else if (waiters.containsKey(event.next)) {
            set(event.next, event, waiters.get(event.next).waits);
        }
    }

    private void set(int tid, Event event, boolean waits) {
        if (own.containsKey(tid)) {
            Waiter waiter = waiters.computeIfAbsent(tid, one -> new Waiter());
            waiter.cpu = event.cpu;
            waiter.waits = waits;
            waiter.since = event.time;
            waiter.dequeued = waits && event.kind == 's' && event.next == 0;
        }
    }
}
