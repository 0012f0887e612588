package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.findings.DelayCauses;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.text.Durations;
import java.util.ArrayList;
import java.util.List;

/** What other processes and the hypervisor took from the process. Times in nanoseconds. Immutable. */
public final class Others {
    /** Of the time in which threads could have run: where others took more, waits of all threads may be longer for that. */
    private static final double MANY = 0.1;

    private final double share;
    private final String many;
    private final String disks;

    public Others(Summary summary) {
        Totals totals = summary.totals();
        long delay = totals.known(Metric.CPU_DELAY);
        long[] taken = delay(summary.causes().of(any -> true), delay);
        double ready = (double) totals.onCpu() + delay;
        boolean isUnknown = totals.wall() > 0 && !totals.isKnown(Metric.CPU_DELAY);
        share = isUnknown ? 1 : ready > 0 ? taken[1] / ready : 0;
        many = isUnknown
                ? "CPU delay is unknown, so that others may have had the CPUs while threads of the process were ready to run"
                : "other processes or the hypervisor " + (taken[1] > taken[0] ? "may have had" : "had")
                        + " the CPUs for " + Math.round(100 * share)
                        + " % of the time in which threads of the process were ready to run";
        double ofDisks = summary.sums().disks().all().busyByOthers();
        disks = ofDisks >= MANY
                ? "others kept a disk busy for " + Math.round(100 * ofDisks) + " % of the time in which it was used"
                : "";
    }

    /**
     * What others took of a delay, at least, and at most: what has no recorded cause may be theirs.
     *
     * @param delay in sum, of which there may be more than causes are recorded of
     */
    public static long[] delay(DelayCauses causes, long delay) {
        long taken = causes.get(CpuDelayCause.NEIGHBOR).orElse(0)
                + causes.get(CpuDelayCause.STEAL).orElse(0);
        boolean isKnown = causes.get(CpuDelayCause.NEIGHBOR).isPresent()
                && causes.get(CpuDelayCause.STEAL).isPresent();
        return new long[] {taken, taken + withoutCause(causes, delay) + (isKnown ? 0 : unknown(causes))};
    }

    /**
     * The same as a part of the delay, from 0 to 1; of a delay of which nothing is known others may have caused all.
     *
     * @param delay in sum, of which there may be more than causes are recorded of
     */
    public static double[] share(DelayCauses causes, long delay) {
        long all = Math.max(delay, causes.cpuDelay());
        long[] taken = delay(causes, all);
        return all == 0
                ? new double[] {0, 1}
                : new double[] {Math.min(1, (double) taken[0] / all), Math.min(1, (double) taken[1] / all)};
    }

    /** The part of a delay of which no record says anything. */
    public static long withoutCause(DelayCauses causes, long delay) {
        return Math.max(0, delay - causes.cpuDelay());
    }

    /** The part of the recorded causes that this host cannot show. */
    public static long unknown(DelayCauses causes) {
        long known = 0;
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            known += causes.get(cause).orElse(0);
        }
        return Math.max(0, causes.cpuDelay() - known);
    }

    /** Says what others took of the delay; empty if that is nothing. */
    public static String sentence(DelayCauses causes, long[] taken) {
        List<String> words = new ArrayList<>();
        add(words, causes.get(CpuDelayCause.NEIGHBOR).orElse(0), "other processes or the kernel had the CPUs");
        add(words, causes.get(CpuDelayCause.STEAL).orElse(0), "the hypervisor had them (steal)");
        add(words, taken[1] - taken[0], "no cause is recorded");
        return String.join(", ", words);
    }

    private static void add(List<String> words, long time, String why) {
        if (time > 0) {
            words.add("for " + Durations.text(time) + " of the CPU delay " + why);
        }
    }

    /** Whether others took, or may have taken, so much from the process that waits for its threads may be longer for that. */
    public boolean areMany() {
        return share >= MANY;
    }

    /** Says so. */
    public String many() {
        return many + ", and who waits for these waits longer";
    }

    /** Says that others kept disks busy; empty if they did not. */
    public String ofDisks() {
        return disks;
    }
}
