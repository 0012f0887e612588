package io.github.tidewatch.agent.jfr.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class CanaryTest {
    private final Canary canary = new Canary();

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20, disabledReason = "this JDK has virtual threads")
    void aJdkWithoutVirtualThreadsHasNoCanary() {
        canary.ask();
        assertThat(canary.isAsked()).isFalse();
        assertThat(canary.isPending()).isFalse();
        canary.stop();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "this JDK has no virtual threads")
    void answersAgainAfterItWasStopped() {
        for (int i = 0; i < 100; i++) {
            canary.ask();
            while (canary.isAsked() && canary.isPending()) {
                Thread.onSpinWait();
            }
            assertThat(canary.delay()).isNotNegative();
            if (i % 10 == 0) {
                canary.stop();
                while (!canary.isAsked()) {
                    canary.ask(); // the old one may not have ended yet
                }
            }
        }
        canary.stop();
    }
}
