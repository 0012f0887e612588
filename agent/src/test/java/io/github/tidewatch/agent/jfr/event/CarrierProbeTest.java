package io.github.tidewatch.agent.jfr.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class CarrierProbeTest {
    private final List<String> troubles = new ArrayList<>();
    private final CarrierProbe probe = new CarrierProbe(troubles::add);
    private volatile boolean released;

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20, disabledReason = "this JDK has virtual threads")
    void aProbeThatCannotBeStartedHasNoDelayAndIsReportedOnce() {
        assertThat(probe.ask()).isFalse();
        assertThat(probe.ask()).isFalse();
        assertThat(probe.isPending()).isFalse();
        assertThat(probe.delay()).isEqualTo(Long.MIN_VALUE);
        assertThat(troubles).hasSize(1);
        assertThat(troubles.get(0)).startsWith("carrierDelay: ").contains("ClassNotFoundException");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "this JDK has no virtual threads")
    void answersEachTimeItIsAsked() {
        assertThat(probe.delay()).as("before it is asked").isEqualTo(Long.MIN_VALUE);
        for (int i = 0; i < 100; i++) {
            assertThat(probe.ask()).isTrue();
            awaitAnswer();
            assertThat(probe.delay()).isNotNegative();
        }
        assertThat(troubles).isEmpty();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "this JDK has no virtual threads")
    void whileAllCarriersAreHeldItWaitsOnForWhoeverAsksNext() throws Exception {
        int carriers = Runtime.getRuntime().availableProcessors();
        CountDownLatch held = new CountDownLatch(carriers);
        try {
            for (int i = 0; i < carriers; i++) {
                startVirtual(() -> {
                    held.countDown();
                    while (!released) {
                        Thread.onSpinWait();
                    }
                });
            }
            held.await();
            assertThat(probe.ask()).isTrue();
            assertThat(probe.isPending()).isTrue();
            long before = probe.delay();
            Thread.sleep(2);
            assertThat(probe.ask()).as("for another recording").isTrue();
            assertThat(probe.isPending()).isTrue();
            assertThat(probe.delay()).isGreaterThan(before);
        } finally {
            released = true;
        }
        awaitAnswer();
        assertThat(probe.delay()).isGreaterThan(2_000_000);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "this JDK has no virtual threads")
    void isNotStartedWithinAVirtualThreadWhichMayHaveAnotherScheduler() throws Exception {
        List<Boolean> asked = new ArrayList<>();
        startVirtual(() -> asked.add(probe.ask())).join();
        assertThat(asked).containsExactly(false);
        assertThat(probe.delay()).isEqualTo(Long.MIN_VALUE);
        assertThat(troubles).isEmpty();
        assertThat(probe.ask()).isTrue();
    }

    private void awaitAnswer() {
        while (probe.isPending()) {
            Thread.onSpinWait();
        }
    }

    private static Thread startVirtual(Runnable task) throws ReflectiveOperationException {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }
}
