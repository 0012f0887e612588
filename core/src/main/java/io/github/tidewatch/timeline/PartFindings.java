package io.github.tidewatch.timeline;

import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.Findings;
import io.github.tidewatch.findings.RuleInput;
import io.github.tidewatch.findings.Severity;
import io.github.tidewatch.findings.Thresholds;
import java.util.List;
import java.util.stream.Collectors;

/** What is found in a part of the time beside what is found in all of it, as report and rules in JDK Mission Control say it. */
public final class PartFindings {
    /** What the five parts of threads' time alone can say. */
    private static final List<Check> LOSSES =
            List.of(Check.APPLICATION_CPU_DELAY, Check.JVM_CPU_DELAY, Check.BLOCK_IO_DELAY);

    private static final List<Check> CHECKS =
            List.of(Check.APPLICATION_CPU_DELAY, Check.JVM_CPU_DELAY, Check.BLOCK_IO_DELAY, Check.WAITS, Check.STOPS);

    private PartFindings() {}

    /** Whether a part of the time can have a finding of this check. */
    public static boolean canBe(Check check) {
        return CHECKS.contains(check);
    }

    /** What is found in a part of the time, worst first. */
    public static List<Finding> of(RuleInput part) {
        return CHECKS.stream()
                .map(check -> Findings.of(check, part, Thresholds.DEFAULTS))
                .sorted(Findings.WORST_FIRST)
                .collect(Collectors.toUnmodifiableList());
    }

    /** Whether that of a part of the time is the one to show: it is worse in score and severity than that of all of the time. */
    public static boolean isWorse(Finding part, Finding all) {
        return part.check() == all.check()
                && part.score().orElse(-1) > all.score().orElse(-1)
                && part.severity().compareTo(all.severity()) > 0;
    }

    /** Of each check the one to show, worst first. */
    public static List<Finding> worse(List<Finding> all, List<Finding> ofPart) {
        return all.stream()
                .map(finding -> ofPart.stream()
                        .filter(part -> isWorse(part, finding))
                        .findFirst()
                        .orElse(finding))
                .sorted(Findings.WORST_FIRST)
                .collect(Collectors.toUnmodifiableList());
    }

    /** Whether any finding of time lost that a part of the time can have too is worth knowing. */
    static boolean anyWorthKnowing(List<Finding> all) {
        return all.stream()
                .anyMatch(finding ->
                        LOSSES.contains(finding.check()) && finding.severity().compareTo(Severity.INFORMATION) >= 0);
    }
}
