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

    private static final double LEAST_COVERED = 0.5;
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

    /** The causes worth naming, the largest first; what is unexplained comes last, and always. */
    List<CpuDelayCause> worthNaming() {
        return worthNaming(MOST_NAMED);
    }

    private List<CpuDelayCause> worthNaming(int most) {
        List<CpuDelayCause> causes = new ArrayList<>();
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            if (cause != CpuDelayCause.UNEXPLAINED && isWorthNaming(cause)) {
                causes.add(cause);
            }
        }
        causes.sort(Comparator.comparingLong(cause -> -parts.get(cause)));
        List<CpuDelayCause> named = new ArrayList<>(causes.subList(0, Math.min(most, causes.size())));
        if (isWorthNaming(CpuDelayCause.UNEXPLAINED)) {
            named.add(CpuDelayCause.UNEXPLAINED);
        }
        return named;
    }

    private boolean isWorthNaming(CpuDelayCause cause) {
        return cpuDelay > 0 && get(cause).orElse(0) >= LEAST_SHARE * cpuDelay;
    }

    /** Whether these causes are of most of what was lost; what follows from less may not help. */
    boolean coversMostOf(long lost) {
        return cpuDelay >= LEAST_COVERED * lost;
    }

    /**
     * Such as "36 points because the CPU quota of 2 CPUs was used up (GC Thread#* used most CPU), and 5 points because other
     * processes or the kernel had the CPUs"; empty if no cause is known.
     *
     * @param percent the part of their time that the threads waited for a CPU, of which a cause has its points
     * @param lost that part, in nanoseconds: records say of so much at most why it was lost
     */
    public String inPoints(double percent, long lost, OptionalDouble quota) {
        return sentence(quota, MOST_IN_A_CLAUSE, lost, share -> {
            double points = percent * share;
            return points < 0.95
                    ? Texts.number(points) + " points"
                    : Math.round(points) + (points < 1.5 ? " point" : " points");
        });
    }

    /** The same in percent of the delay. */
    public String inPercent(long lost, OptionalDouble quota) {
        return sentence(quota, MOST_NAMED, lost, share -> Math.round(100 * share) + " %");
    }

    private String sentence(OptionalDouble quota, int most, long lost, DoubleFunction<String> amount) {
        double all = Math.max(lost, cpuDelay);
        List<CpuDelayCause> named = worthNaming(most);
        List<String> words = new ArrayList<>();
        long sum = 0;
        for (CpuDelayCause cause : named) {
            words.add(amount.apply(parts.get(cause) / all) + " " + because(cause, quota));
            sum += parts.get(cause);
        }
        if (words.isEmpty()) {
            return "";
        }
        long others = parts.values().stream().mapToLong(Long::longValue).sum() - sum;
        long unknown = cpuDelay - sum - others;
        if (parts.size() < CpuDelayCause.values().length && unknown >= LEAST_SHARE * all) {
            words.add(amount.apply(unknown / all) + " from causes that cannot be determined here");
        }
        if (others >= LEAST_SHARE * all) {
            words.add(amount.apply(others / all) + " for other causes");
        }
        if (lost - cpuDelay >= LEAST_SHARE * all) {
            words.add(amount.apply((lost - cpuDelay) / all) + " without a recorded cause");
        }
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + ", and " + words.get(last);
    }

    private String because(CpuDelayCause cause, OptionalDouble quota) {
        String most = mostCpuGroup.isEmpty() ? "" : " (" + user() + " used most CPU)";
        switch (cause) {
            case QUOTA:
                return "because the CPU quota"
                        + (quota.isPresent() ? " of " + cpus(quota.getAsDouble()) : "")
                        + " was used up" + most;
            case OWN_THREADS:
                return "because other threads of this process had the CPUs" + most;
            case NEIGHBOR:
                return "because other processes or the kernel had the CPUs";
            case STEAL:
                return "because the hypervisor had the CPUs (steal)";
            case PLACEMENT:
                return "while a CPU that they may use was idle";
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
        switch (cause) {
            case QUOTA:
                return "CPU quota: raise it (cpu.max, in Kubernetes resources.limits.cpu), or let fewer threads run at once;"
                        + " GC and compiler threads count against it (-XX:ParallelGCThreads, -XX:CICompilerCount).";
            case OWN_THREADS:
                return "Own threads: make pools smaller, or give the process more CPUs.";
            case NEIGHBOR:
                return "Other processes: pidstat -u 1 shows which (%CPU). Move them, or give this process a larger weight"
                        + " (cpu.weight, v1: cpu.shares) or CPUs of its own (cpuset).";
            case STEAL:
                return "Steal: the hypervisor's host has too few CPUs for its machines; see st in vmstat 1.";
            case PLACEMENT:
                return "A CPU was idle: mostly the price of many short sleeps; hand over work in larger pieces, or let fewer"
                        + " threads wake up.";
            default:
                return "What is unexplained: no counter of this host has the cause. See pidstat -u 1 and"
                        + " /proc/pressure/cpu.";
        }
    }
}
