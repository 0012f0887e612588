package io.github.tidewatch.findings;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** All checks at once. */
public final class Findings {
    private Findings() {}

    /** What is worth knowing first, of this most time lost first, then the highest score; what is not applicable last. */
    public static final Comparator<Finding> WORST_FIRST = Comparator.comparing(
                    (Finding finding) -> finding.severity().compareTo(Severity.INFORMATION) < 0)
            .thenComparingLong(finding -> -finding.lost())
            .thenComparingDouble(finding -> -finding.score().orElse(-1));

    /** What one check finds. */
    public static Finding of(Check check, RuleInput input, Thresholds thresholds) {
        return new Finding(check, check.evaluate(input, thresholds));
    }

    /** One finding of each check by the default thresholds, the {@linkplain #WORST_FIRST worst first}. */
    public static List<Finding> of(RuleInput input) {
        return of(input, Thresholds.DEFAULTS);
    }

    /** The same by other thresholds. */
    public static List<Finding> of(RuleInput input, Thresholds thresholds) {
        return Arrays.stream(Check.values())
                .map(check -> of(check, input, thresholds))
                .sorted(WORST_FIRST)
                .collect(Collectors.toUnmodifiableList());
    }
}
