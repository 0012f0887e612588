package io.github.tidewatch.findings;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** All checks at once. */
public final class Findings {
    private Findings() {}

    /** One finding of each check by the default thresholds, the highest score first, those not applicable last. */
    public static List<Finding> of(RuleInput input) {
        return of(input, Thresholds.DEFAULTS);
    }

    /** The same by other thresholds. */
    public static List<Finding> of(RuleInput input, Thresholds thresholds) {
        return Arrays.stream(Check.values())
                .map(check -> check.evaluate(input, thresholds))
                .sorted(Comparator.comparingDouble(
                        (Finding finding) -> -finding.score().orElse(-1)))
                .collect(Collectors.toUnmodifiableList());
    }
}
