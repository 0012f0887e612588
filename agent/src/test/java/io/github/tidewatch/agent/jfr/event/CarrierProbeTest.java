package io.github.tidewatch.agent.jfr.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class CarrierProbeTest {
    private final CarrierProbe probe = new CarrierProbe();

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20, disabledReason = "this JDK has virtual threads")
    void aJdkWithoutVirtualThreadsHasNoProbe() {
        probe.ask();
        assertThat(probe.isAsked()).isFalse();
        assertThat(probe.isPending()).isFalse();
        probe.stop();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "this JDK has no virtual threads")
    void answersAgainAfterItWasStopped() {
        for (int i = 0; i < 100; i++) {
            probe.ask();
            while (probe.isAsked() && probe.isPending()) {
                Thread.onSpinWait();
            }
            assertThat(probe.delay()).isNotNegative();
            if (i % 10 == 0) {
                probe.stop();
                while (!probe.isAsked()) {
                    probe.ask(); // the old one may not have ended yet
                }
            }
        }
        probe.stop();
    }
}
