package io.github.tidewatch.findings;

import java.util.List;
import java.util.stream.Collectors;

/** What Tidewatch checks a recording for. Each check has its own thresholds and describes what it compares. */
public enum Check {
    APPLICATION_CPU_DELAY(
            "ApplicationCpuDelay", "CPU Starvation of Application Threads", LossRules.APPLICATION_CPU_DELAY),
    JVM_CPU_DELAY("JvmCpuDelay", "CPU Starvation of GC and Compiler Threads", LossRules.JVM_CPU_DELAY),
    BLOCK_IO_DELAY("BlockIoDelay", "Waiting for Block I/O", LossRules.BLOCK_IO_DELAY),
    THRASHING("Thrashing", "Swap-In and Thrashing", LossRules.THRASHING),
    RECLAIM("Reclaim", "Memory Reclaim and Compaction", LossRules.RECLAIM),
    WAITS("Waits", "Waiting for Locks, Pools and Peers", new WaitRule()),
    STOPS("Stops", "Stopped by the JVM", new StopRule()),
    MAJOR_FAULTS("MajorFaults", "Major Page Faults", new MajorFaultsRule()),
    INVOLUNTARY_SWITCHES("InvoluntarySwitches", "Involuntary Context Switches", new InvoluntarySwitchesRule()),
    BLIND_SPOTS("BlindSpots", "What Cannot Be Seen", new BlindSpotsRule()),
    OVERHEAD("Overhead", "Cost and Losses of Sampling", new OverheadRule());

    private final String id;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // rules have no state
    private final Rule rule;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of immutable values
    private final List<Threshold> thresholds;

    Check(String name, String title, Rule rule) {
        this.id = "tidewatch." + name;
        this.title = title;
        this.rule = rule;
        this.thresholds = rule.limits().stream()
                .map(limit -> new Threshold(
                        this.id + "." + limit.name,
                        title + ": " + limit.label,
                        limit.description,
                        limit.unit,
                        limit.value))
                .collect(Collectors.toUnmodifiableList());
    }

    /** Unique and stable, such as {@code tidewatch.BlockIoDelay}. */
    public String id() {
        return id;
    }

    /** Label in title case. */
    public String title() {
        return title;
    }

    /** What it compares, and why its thresholds are sound. */
    public String description() {
        return rule.description();
    }

    /** What can be set: none, or the limit from which a score is 25 and the one from which it is 75. */
    public List<Threshold> thresholds() {
        return thresholds;
    }

    RuleResult evaluate(RuleInput input, Thresholds values) {
        return rule.evaluate(input, name -> limit(values, name));
    }

    private double limit(Thresholds values, String name) {
        return thresholds.stream()
                .filter(threshold -> threshold.id().equals(id + "." + name))
                .mapToDouble(values::get)
                .findFirst()
                .orElseThrow();
    }
}
