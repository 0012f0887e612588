package io.github.tidewatch.agent.cli.report.check;

import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.findings.DelayCauses;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.text.Durations;
import java.util.ArrayList;
import java.util.List;

/** What other processes and the hypervisor took from the process. Times in nanoseconds. Immutable. */
final class Others {
    /** Of the time in which threads could have run: where others took more, waits of all threads may be longer for that. */
    private static final double MANY = 0.1;

    private final double share;
    private final String disks;

    Others(Summary summary) {
        DelayCauses all = summary.causes().of(any -> true);
        double ready = (double) summary.totals().onCpu() + summary.totals().known(Metric.CPU_DELAY);
        share = ready > 0 ? delay(all, 0)[0] / ready : 0;
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
    static long[] delay(DelayCauses causes, long delay) {
        long taken = causes.get(CpuDelayCause.NEIGHBOR).orElse(0)
                + causes.get(CpuDelayCause.STEAL).orElse(0);
        boolean isKnown = causes.get(CpuDelayCause.NEIGHBOR).isPresent()
                && causes.get(CpuDelayCause.STEAL).isPresent();
        return new long[] {taken, taken + withoutCause(causes, delay) + (isKnown ? 0 : unknown(causes))};
    }

    /** The part of a delay of which no record says anything. */
    static long withoutCause(DelayCauses causes, long delay) {
        return Math.max(0, delay - causes.cpuDelay());
    }

    /** The part of the recorded causes that this host cannot show. */
    static long unknown(DelayCauses causes) {
        long known = 0;
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            known += causes.get(cause).orElse(0);
        }
        return Math.max(0, causes.cpuDelay() - known);
    }

    /** Says what others took of the delay; empty if that is nothing. */
    static String sentence(DelayCauses causes, long[] taken) {
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

    /** Whether others took so much from the process that waits for its threads may be longer for that. */
    boolean areMany() {
        return share >= MANY;
    }

    /** Says so. */
    String many() {
        return "other processes or the hypervisor had the CPUs for " + Math.round(100 * share)
                + " % of the time in which threads of the process were ready to run, and who waits for these waits"
                + " longer";
    }

    /** Says that others kept disks busy; empty if they did not. */
    String ofDisks() {
        return disks;
    }
}
