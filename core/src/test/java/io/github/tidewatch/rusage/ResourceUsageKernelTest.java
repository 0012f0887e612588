package io.github.tidewatch.rusage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.tidewatch.linux.HostSystemCalls;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ResourceUsageKernelTest {
    @Test
    void aThreadsUsageIsItsOwn() throws Exception {
        ResourceUsage before = ResourceUsage.ofThread();
        Thread other = new Thread(() -> spin(100));
        other.start();
        other.join();
        assertThat(ResourceUsage.ofThread().minus(before).userTime().toMillis()).isLessThan(50);
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        ResourceUsage started = ResourceUsage.ofThread();
        spin(100);
        ResourceUsage spent = ResourceUsage.ofThread().minus(started);
        long jvms = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
        assertThat(spent.userTime().plus(spent.systemTime()).toNanos()).isBetween(jvms - 10_000_000, jvms);
    }

    @Test
    void theProcessHasItsThreadsTogetherAndProcfsAgrees() throws Exception {
        ResourceUsage process = ResourceUsage.ofProcess();
        assertThat(process.userTime())
                .isGreaterThanOrEqualTo(ResourceUsage.ofThread().userTime());
        long peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
        assertThat(process.maxResidentKibibytes()).isBetween(peak * 9 / 10, peak * 11 / 10);
        assertThat(process.toString()).contains("RUSAGE_SELF");
    }

    @Test
    void childrenCountWhenTheyWereWaitedFor() throws Exception {
        ResourceUsage before = ResourceUsage.ofChildren();
        assertThat(new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done")
                        .start()
                        .waitFor())
                .isZero();
        ResourceUsage spent = ResourceUsage.ofChildren().minus(before);
        assertThat(spent.userTime().plus(spent.systemTime()).toMillis()).isPositive();
        assertThat(spent.minorFaults()).isPositive();
    }

    @Test
    void whatLinuxDoesNotMaintainIsMarked() {
        ResourceUsage usage = ResourceUsage.ofProcess();
        for (RusageField field : RusageField.values()) {
            if (!field.maintained()) {
                assertThat(usage.get(field)).as(field.kernelName()).isZero();
            }
        }
        assertThat(usage.get(RusageField.MINFLT)).isPositive();
        assertThatThrownBy(() -> usage.minus(ResourceUsage.ofThread())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theReaderAllocatesNothing() {
        RusageReader reader = new RusageReader(HostSystemCalls.get());
        assertThatThrownBy(() -> reader.get(RusageField.UTIME)).isInstanceOf(IllegalStateException.class);
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        long sum = 0;
        long before = 0;
        for (int i = 0; i < 40_000; i++) {
            if (i == 20_000) {
                memory.getThreadAllocatedBytes(self);
                before = memory.getThreadAllocatedBytes(self);
            }
            reader.read(RusageScope.THREAD);
            sum += reader.get(RusageField.NVCSW) + reader.get(RusageField.UTIME);
        }
        // A few bytes are the JVM's own, for compiling the loop; one object in each turn would be 320 000.
        assertThat(memory.getThreadAllocatedBytes(self) - before).isLessThan(1000);
        assertThat(sum).isPositive();
    }

    private static void spin(int millis) {
        long until = System.nanoTime() + millis * 1_000_000L;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }
}
