package io.github.tidewatch.findings;

import java.util.List;
import java.util.stream.Collectors;

/** What is looked for. Each judges by its own thresholds, and says itself what it compares. */
public enum Check {
    APPLICATION_CPU_DELAY(
            "ApplicationCpuDelay", "CPU Starvation of Application Threads", LossChecks.APPLICATION_CPU_DELAY),
    JVM_CPU_DELAY("JvmCpuDelay", "CPU Starvation of GC and Compiler Threads", LossChecks.JVM_CPU_DELAY),
    BLOCK_IO_DELAY("BlockIoDelay", "Waiting for Block I/O", LossChecks.BLOCK_IO_DELAY),
    THRASHING("Thrashing", "Swap-In and Thrashing", LossChecks.THRASHING),
    RECLAIM("Reclaim", "Memory Reclaim and Compaction", LossChecks.RECLAIM),
    MAJOR_FAULTS("MajorFaults", "Major Page Faults", new MajorFaultsCheck()),
    INVOLUNTARY_SWITCHES("InvoluntarySwitches", "Involuntary Context Switches", new InvoluntarySwitchesCheck()),
    BLIND_SPOTS("BlindSpots", "What Cannot Be Seen", new BlindSpotsCheck()),
    OVERHEAD("Overhead", "Cost and Losses of Sampling", new OverheadCheck());

    static final String NO_RECORDS = "There is no tidewatch.ThreadDelay event.";
    static final String RECORD_WITH_AGENT =
            "Start the JVM with -javaagent:tidewatch.jar, and leave tidewatch.ThreadDelay enabled in the recording.";

    private final String id;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // judgements have no state
    private final Judgement judgement;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of immutable values
    private final List<Threshold> thresholds;

    Check(String name, String title, Judgement judgement) {
        this.id = "tidewatch." + name;
        this.title = title;
        this.judgement = judgement;
        this.thresholds = judgement.limits().stream()
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
        return judgement.description();
    }

    /** What can be set: none, or the limit from which a score is 25 and the one from which it is 75. */
    public List<Threshold> thresholds() {
        return thresholds;
    }

    public Finding judge(Evidence evidence, Thresholds values) {
        return judgement.judge(this, evidence, values);
    }

    double limit(Thresholds values, String name) {
        return thresholds.stream()
                .filter(threshold -> threshold.id().equals(id + "." + name))
                .mapToDouble(values::get)
                .findFirst()
                .orElseThrow();
    }
}
