package io.github.tidewatch.findings;

import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.text.PrintableText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** What some threads lost to which cause while they were ready to run, and what to do about it. Immutable. */
public final class DelayCauses {
    /** A smaller part of the delay is not named. */
    private static final double LEAST_SHARE = 0.1;

    private static final int MOST_NAMED = 3;
    private static final int MOST_IN_A_CLAUSE = 2;
    private static final int LONGEST_NAME = 40;

    private final long cpuDelay;
    private final Map<CpuDelayCause, Long> parts;
    private final String mostCpuGroup;

    DelayCauses(long cpuDelay, Map<CpuDelayCause, Long> parts, String mostCpuGroup) {
        this.cpuDelay = cpuDelay;
        this.parts = Map.copyOf(parts);
        this.mostCpuGroup = mostCpuGroup;
    }

    /** The delay of which the parts are known, in nanoseconds. */
    public long cpuDelay() {
        return cpuDelay;
    }

    /** The part of the delay that is of this cause, in nanoseconds; empty if it is unknown. */
    public OptionalLong get(CpuDelayCause cause) {
        Long part = parts.get(cause);
        return part == null ? OptionalLong.empty() : OptionalLong.of(part);
    }

    /** The group of the process' threads that used most CPU time meanwhile; empty if it is unknown. */
    public String mostCpuGroup() {
        return mostCpuGroup;
    }

    /** The causes worth naming, the largest first; what is unexplained comes last. */
    List<CpuDelayCause> worthNaming() {
        List<CpuDelayCause> causes = new ArrayList<>();
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            if (cpuDelay > 0 && get(cause).orElse(0) >= LEAST_SHARE * cpuDelay) {
                causes.add(cause);
            }
        }
        causes.sort(Comparator.comparing((CpuDelayCause cause) -> cause == CpuDelayCause.UNEXPLAINED)
                .thenComparingLong(cause -> -parts.get(cause)));
        return causes.subList(0, Math.min(MOST_NAMED, causes.size()));
    }

    /**
     * Such as "36 points because the CPU quota of 2 CPUs was used up, mostly by GC Thread#*, and 5 points because other
     * processes had the CPUs"; empty if no cause is known.
     *
     * @param percent the part of their time that the threads waited for a CPU, of which a cause has its points
     */
    public String inPoints(double percent, OptionalDouble quota) {
        return sentence(quota, MOST_IN_A_CLAUSE, part -> {
            double points = percent * part / cpuDelay;
            return points < 0.95
                    ? Texts.number(points) + " points"
                    : Math.round(points) + (points < 1.5 ? " point" : " points");
        });
    }

    /** The same in percent of the delay. */
    public String inPercent(OptionalDouble quota) {
        return sentence(quota, MOST_NAMED, part -> Math.round(100 * part / cpuDelay) + " %");
    }

    private String sentence(OptionalDouble quota, int most, DoubleFunction<String> amount) {
        List<String> words = worthNaming().stream()
                .limit(most)
                .map(cause -> amount.apply(parts.get(cause)) + " " + because(cause, quota))
                .collect(Collectors.toList());
        if (words.size() < 2) {
            return String.join("", words);
        }
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + ", and " + words.get(last);
    }

    private String because(CpuDelayCause cause, OptionalDouble quota) {
        String mostly = mostCpuGroup.isEmpty() ? "" : ", mostly " + user();
        switch (cause) {
            case QUOTA:
                return "because the CPU quota"
                        + (quota.isPresent() ? " of " + cpus(quota.getAsDouble()) : "")
                        + " was used up" + (mostCpuGroup.isEmpty() ? "" : ", mostly by " + user());
            case OWN_THREADS:
                return "because other threads of this process had the CPUs" + mostly;
            case NEIGHBOR:
                return "because other processes had the CPUs";
            case STEAL:
                return "because the hypervisor had the CPUs (steal)";
            case PLACEMENT:
                return "while a CPU was idle that it may use";
            default:
                return "unexplained";
        }
    }

    private String user() {
        return PrintableText.shortened(mostCpuGroup, LONGEST_NAME);
    }

    static String cpus(double count) {
        return Texts.number(count) + (count == 1 ? " CPU" : " CPUs");
    }

    /** What to do about each cause that is named, a line for each. */
    List<String> remedies() {
        return worthNaming().stream().map(this::remedy).collect(Collectors.toList());
    }

    private String remedy(CpuDelayCause cause) {
        String most = mostCpuGroup.isEmpty() ? "" : " " + user() + " used most.";
        switch (cause) {
            case QUOTA:
                return "CPU quota: raise it (cpu.max, in Kubernetes resources.limits.cpu), or let fewer threads run at once;"
                        + " GC and compiler threads count against it (-XX:ParallelGCThreads, -XX:CICompilerCount)."
                        + most;
            case OWN_THREADS:
                return "Own threads: make pools smaller, or give the process more CPUs." + most;
            case NEIGHBOR:
                return "Other processes: pidstat -u 1 shows which (%CPU). Move them, or give this process a larger weight"
                        + " (cpu.weight, v1: cpu.shares) or CPUs of its own (cpuset).";
            case STEAL:
                return "Steal: the hypervisor's host has too few CPUs for its machines; see st in vmstat 1.";
            case PLACEMENT:
                return "A CPU was idle: compare the CPU affinity (taskset -p PID) and cpuset.cpus.effective with the host's"
                        + " CPUs; brief waits of many threads that wake up are no loss that can be avoided.";
            default:
                return "What is unexplained: tidewatch doctor says which causes cannot be told on this host. See pidstat -u 1"
                        + " and /proc/pressure/cpu.";
        }
    }
}
