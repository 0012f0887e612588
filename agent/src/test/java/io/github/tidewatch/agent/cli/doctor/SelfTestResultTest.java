package io.github.tidewatch.agent.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the self-test accepts the spinning thread; in milliseconds. */
class SelfTestResultTest {
    @ParameterizedTest
    @CsvSource({
        "200, 200, 100, 100, 0, true",
        "204, 200, 96, 100, 0, true",
        "230, 200, 100, 100, 0, false",
        "200, 200, 130, 100, 0, false",
        "200, 200, 70, 100, 0, false",
        // What the hypervisor took counts as delay where there is any, and excuses nothing else.
        "200, 200, 130, 100, 30, true",
        "200, 200, 100, 100, 30, true",
        "200, 200, 140, 100, 30, false",
        "200, 200, 70, 100, 30, false",
        "230, 200, 100, 100, 30, false",
        "0, 0, 300, 300, 0, false"
    })
    void spinningThreadIsOkWhereBothTimesAgreeWithSchedstat(
            long onCpu, long witnessOnCpu, long delay, long witnessDelay, long stolen, boolean right) {
        SelfTestResult result = new SelfTestResult();
        result.measuredOnCpu = onCpu * 1_000_000;
        result.spinnerOnCpu = witnessOnCpu * 1_000_000;
        result.measuredDelay = delay * 1_000_000;
        result.spinnerDelay = witnessDelay * 1_000_000;
        result.stolen = stolen * 1_000_000;
        assertThat(result.spinnerIsOk()).isEqualTo(right);
    }

    /** The kernel counts a wait for a CPU when it is over, so that two samples share it. */
    @ParameterizedTest
    @CsvSource({"262, 316, 60, true", "262, 316, 30, false", "316, 262, 60, false"})
    void aWaitAcrossTheSampleInTheMiddleMayBeMissingInPart(long delay, long witness, long across, boolean right) {
        SelfTestResult result = new SelfTestResult();
        result.measuredOnCpu = 35_000_000;
        result.spinnerOnCpu = 35_000_000;
        result.measuredDelay = delay * 1_000_000;
        result.spinnerDelay = witness * 1_000_000;
        result.waitAtSample = across * 1_000_000;
        assertThat(result.spinnerIsOk()).isEqualTo(right);
    }
}
