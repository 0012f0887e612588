package io.github.tidewatch.agent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The witnesses around one recording: what a counter grew by in it is at least what it grew by between the two taken
 * inside, and at most what it grew by between the two taken outside, however long the host lets each step take.
 */
public final class Witnesses {
    private static final double TOLERANCE = 0.02;

    private final Witness before;
    public final Witness begin;
    public final Witness end;
    private final Witness after;

    private Witnesses(String stdout, String label) {
        before = Witness.parse(stdout, label + "-before");
        begin = Witness.parse(stdout, label + "-begin");
        end = Witness.parse(stdout, label + "-end");
        after = Witness.parse(stdout, label + "-after");
    }

    /** Those that an application printed around the recording of this label. */
    public static Witnesses parse(String stdout, String label) {
        return new Witnesses(stdout, label);
    }

    /** The time between the two inside, in nanoseconds. */
    public long wall() {
        return end.time - begin.time;
    }

    /** How much a counter of a task grew between the two inside. */
    public long growth(long tid, ToLongFunction<Witness.Task> counter) {
        return growth(begin, end, tid, counter);
    }

    /** How much it grew between the two outside. */
    public long mostGrowth(long tid, ToLongFunction<Witness.Task> counter) {
        return growth(before, after, tid, counter);
    }

    /** The time that the hypervisor took from the machine's CPUs between the two outside, in nanoseconds. */
    public long stolen() {
        return after.stolen - before.stolen;
    }

    /** Fails unless the records of a task say of its time on CPU what its counter grew by, within 2 % of the time. */
    public void confirmOnCpu(List<Delay> delays, long tid) {
        confirmOnCpu(delays, tid, TOLERANCE);
    }

    /** As that, with a tolerance in parts of the wall-clock time. */
    public void confirmOnCpu(List<Delay> delays, long tid, double tolerance) {
        confirm("time on CPU", Recorded.sum(delays, Delay::onCpu), 0, 0, tid, task -> task.onCpu, tolerance);
    }

    /** Fails unless the records of a task say of its CPU delay what its counter grew by, within 2 % of the time. */
    public void confirmCpuDelay(List<Delay> delays, long tid) {
        confirmCpuDelay(delays, tid, TOLERANCE);
    }

    /**
     * As that, with a tolerance in parts of the wall-clock time. What was discarded may have been CPU delay; and what the
     * hypervisor took is in no counter, but of a thread that wanted a CPU it is reported.
     */
    public void confirmCpuDelay(List<Delay> delays, long tid, double tolerance) {
        confirm(
                "CPU delay",
                Recorded.sum(delays, delay -> delay.cpuDelay),
                Recorded.sum(delays, delay -> delay.discarded),
                stolen(),
                tid,
                task -> task.cpuDelay,
                tolerance);
    }

    private void confirm(
            String what,
            long reported,
            long discarded,
            long more,
            long tid,
            ToLongFunction<Witness.Task> counter,
            double tolerance) {
        double wall = wall();
        String as = String.format("%s of task %d (%s) by wall-clock time", what, tid, end.tasks.get(tid).comm);
        assertThat(reported / wall)
                .as(as)
                .isLessThanOrEqualTo((growth(before, after, tid, counter) + more) / wall + tolerance);
        assertThat((reported + discarded) / wall)
                .as(as)
                .isGreaterThanOrEqualTo(growth(begin, end, tid, counter) / wall - tolerance);
    }

    /** From 0 for a task that the first does not have. */
    private static long growth(Witness from, Witness to, long tid, ToLongFunction<Witness.Task> counter) {
        Witness.Task first = from.tasks.get(tid);
        Witness.Task last = to.tasks.get(tid);
        if (last == null) {
            throw new AssertionError("task " + tid + " has ended");
        }
        boolean same = first != null && first.start == last.start;
        return counter.applyAsLong(last) - (same ? counter.applyAsLong(first) : 0);
    }
}
