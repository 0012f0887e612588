package io.github.tidewatch.agent.cli.report.spans;

import io.github.tidewatch.findings.DelayCauses;
import io.github.tidewatch.metrics.CpuDelayCause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** To which causes spans lost their time while they were ready to run, as a sentence. */
final class CauseClause {
    /** A smaller part of their time is not named. */
    private static final double WORTH_NAMING = 0.1;

    private static final int MOST_NAMED = 2;

    private CauseClause() {}

    /** Such as " In all they lost 71 % of their time to the CPU quota, …"; empty if no cause is known or worth naming. */
    static String of(SpanSums spans) {
        DelayCauses causes = spans.causes();
        double all = spans.time();
        List<CpuDelayCause> named = new ArrayList<>();
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            if (causes.get(cause).orElse(0) >= WORTH_NAMING * all && all > 0) {
                named.add(cause);
            }
        }
        named.sort(Comparator.comparingLong(cause -> -causes.get(cause).orElse(0)));
        List<String> words = new ArrayList<>();
        for (CpuDelayCause cause : named.subList(0, Math.min(MOST_NAMED, named.size()))) {
            words.add(percent(causes.get(cause).orElse(0) / all) + (words.isEmpty() ? " of their time" : "") + " to "
                    + words(cause));
        }
        return words.isEmpty()
                ? ""
                : " In all they lost " + String.join(" and ", words)
                        + ", by what their groups of threads lost in these intervals.";
    }

    static String percent(double share) {
        return Math.min(100, Math.round(100 * share)) + " %";
    }

    private static String words(CpuDelayCause cause) {
        switch (cause) {
            case QUOTA:
                return "the CPU quota";
            case OWN_THREADS:
                return "other threads of this process";
            case NEIGHBOR:
                return "other processes or the kernel";
            case STEAL:
                return "the hypervisor (steal)";
            case PLACEMENT:
                return "waits while a CPU was idle";
            default:
                return "causes that no counter shows";
        }
    }
}
