package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.Findings;
import io.github.tidewatch.findings.RuleInput;
import io.github.tidewatch.findings.Thresholds;
import io.github.tidewatch.timeline.PartFindings;

/**
 * What rules evaluate of a recording. Immutable.
 *
 * @param all of all of its time
 * @param part of the part of its time that matters; null where that is all of it
 * @param when which part that is, in words
 */
record RecordingInput(RuleInput all, RuleInput part, String when) {
    /**
     * What a check finds.
     *
     * @param when of which time, in words; empty where it is of all
     */
    record Result(Finding finding, String when) {}

    /** What the report says too: what is found in all of the time, or what is worse in the part of it that matters. */
    Result evaluate(Check check, Thresholds thresholds) {
        Finding ofAll = Findings.of(check, all, thresholds);
        if (part != null && PartFindings.canBe(check)) {
            Finding ofPart = Findings.of(check, part, thresholds);
            if (PartFindings.isWorse(ofPart, ofAll)) {
                return new Result(ofPart, when);
            }
        }
        return new Result(ofAll, "");
    }
}
