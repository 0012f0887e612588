package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.counters.CpuClocks;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.intervals.KernelRelease;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.waits.WaitClassifier;
import io.github.tidewatch.waits.WaitOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class KnownWaitsKernelTest {
    private static final String BY_CALL = "networkWait fileWait pipeWait jvmWait otherWait";

    private final SystemCalls calls = HostSystemCalls.get();
    private final AtomicBoolean readable = new AtomicBoolean(true);

    private WaitSampler newSampler() {
        return new WaitSampler(CpuClocks.of(calls), null, readable::get, true, false, null, null, null);
    }

    @Test
    void whatCanNoLongerBeReadIsSaidOfTheKindsThatTakeIt() {
        WaitClassifier classifier = WaitClassifier.open(Optional.of(calls), true, true);
        WaitSampler sampler = newSampler();
        KnownWaits waits = new KnownWaits(WaitOption.KINDS, classifier, sampler, KernelRelease.of("6.1.0"));
        assertThat(waits.limitations()).isEmpty();
        readable.set(false);
        Task gone = new Task(Integer.MAX_VALUE, DescriptorBudget.of(0), 1);
        for (int i = 0; i < 64; i++) {
            assertThat(sampler.read(gone)).isFalse();
        }
        assertThat(waits.absent()).isEmpty();
        assertThat(waits.limitations()).singleElement().satisfies(line -> {
            assertThat(line.what()).isEqualTo(BY_CALL);
            assertThat(line.cause()).isEqualTo("/proc/self/task/TID/syscall cannot be read any more");
            assertThat(line.remedy()).startsWith("a Linux kernel with this file");
        });
        classifier.close();
    }

    @Test
    void eachCauseHasItsLineWhereTwoMeet() {
        readable.set(false);
        KnownWaits waits = new KnownWaits(
                WaitOption.KINDS,
                WaitClassifier.open(Optional.of(calls), false, false),
                newSampler(),
                KernelRelease.of("6.14.0"));
        assertThat(waits.limitations()).hasSize(2);
        assertThat(waits.limitations().get(0).what()).isEqualTo(BY_CALL);
        assertThat(waits.limitations().get(0).remedy()).startsWith("Linux 6.18");
        assertThat(waits.limitations().get(1).what())
                .isEqualTo("monitorWait objectWait parkWait sleepWait unknownWait exactWait waitDetail");
        assertThat(waits.limitations().get(1).remedy()).isEqualTo("see threadMapping");
    }

    @Test
    void whoWantsNoWaitsReadsNoSystemCallsAndLacksNothing() {
        try (Accounting accounting = Accounting.open(
                SourceChoice.AUTO, Optional.of(calls), "", DelayAccounting.now(), System.nanoTime(), WaitOption.OFF)) {
            assertThat(accounting.waits().readsCalls()).isFalse();
            assertThat(accounting.waits().limitations()).isEmpty();
        }
    }

    /** The kernel logs who may not, as an attempt to trace the process. */
    @Test
    void theSystemCallsOfAnotherProcessAreNotRead() {
        try (Accounting accounting = Accounting.ofProcess(
                calls.getpid(), SourceChoice.AUTO, Optional.of(calls), "", DescriptorBudget.of(100))) {
            assertThat(accounting.waits().readsCalls()).isFalse();
        }
    }
}
