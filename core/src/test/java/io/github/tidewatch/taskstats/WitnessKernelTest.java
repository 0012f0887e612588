package io.github.tidewatch.taskstats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.rusage.ResourceUsage;
import io.github.tidewatch.testing.RequiresDelayAccounting;
import io.github.tidewatch.testing.RequiresTaskstats;
import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taskstats against what others say of the same tasks: procfs, and getrusage in the thread itself. */
@RequiresTaskstats
class WitnessKernelTest {
    private static final long TICK_NANOS = 10_000_000;

    private final TaskstatsClient client = TaskstatsClient.open();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void timesSwitchesAndFaultsAreThoseOfProcfs() throws Exception {
        try (WorkingThreads threads = new WorkingThreads(24)) {
            for (int tid : threads.tids()) {
                ProcTask proc = ProcTask.of(tid);
                long[] schedstat = proc.schedstat();
                TaskStats stats = client.pidStats(tid);
                assertThat(proc.schedstat()).as("the thread stands still").isEqualTo(schedstat);
                assertThat(stats.get(TaskStatsField.CPU_RUN_VIRTUAL_TOTAL)).isEqualTo(schedstat[0]);
                assertThat(stats.get(TaskStatsField.CPU_DELAY_TOTAL)).isEqualTo(schedstat[1]);
                assertThat(stats.get(TaskStatsField.CPU_COUNT)).isEqualTo(schedstat[2]);
                assertThat(stats.voluntarySwitches()).hasValue(proc.status("voluntary_ctxt_switches"));
                assertThat(stats.involuntarySwitches()).hasValue(proc.status("nonvoluntary_ctxt_switches"));
                assertThat(stats.minorFaults()).hasValue(Long.parseLong(proc.stat(10)));
                assertThat(stats.majorFaults()).hasValue(Long.parseLong(proc.stat(12)));
                assertThat(stats.identity().nice()).hasValue(Integer.parseInt(proc.stat(19)));
            }
        }
    }

    @Test
    @RequiresDelayAccounting
    void blockIoDelayIsThatOfProcfs(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("data");
        Files.write(file, new byte[8 << 20]);
        // By name, because the compiler warns of com.sun.nio.file and there is no way around it.
        OpenOption direct = (OpenOption) Class.forName("com.sun.nio.file.ExtendedOpenOption")
                .getField("DIRECT")
                .get(null);
        int[] tid = new int[1];
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        IOException[] failure = new IOException[1];
        Thread reader = new Thread(() -> {
            tid[0] = HostSystemCalls.get().gettid();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, direct)) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(8192).alignedSlice(4096);
                for (int i = 0; i < 400; i++) {
                    buffer.clear().limit(4096);
                    channel.read(buffer, (i % 2000) * 4096L);
                }
            } catch (IOException | UnsupportedOperationException e) {
                failure[0] = new IOException(e);
            }
            done.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        reader.start();
        try {
            done.await();
            if (failure[0] != null) {
                throw Skip.because("no direct I/O here: " + failure[0]);
            }
            ProcTask proc = ProcTask.of(tid[0]);
            proc.awaitSleep();
            TaskStats stats = client.pidStats(tid[0]);
            DelayStats delay = stats.delay(DelayKind.BLOCK_IO).orElseThrow();
            assertThat(delay.totalNanos() / TICK_NANOS).isEqualTo(Long.parseLong(proc.stat(42)));
            if (delay.count() == 0) {
                throw Skip.because("the storage here never makes a reader wait");
            }
            assertThat(stats.storageBytesRead().getAsLong()).isGreaterThanOrEqualTo(400 * 4096);
        } finally {
            end.countDown();
            reader.join();
        }
    }

    @Test
    void ownResourceUsageAndTaskstatsAreTheSameCounters() throws Exception {
        int tid = HostSystemCalls.get().gettid();
        long spinUntil = System.nanoTime() + 50_000_000;
        while (System.nanoTime() < spinUntil) {
            Thread.onSpinWait();
        }
        int exact = 0;
        for (int i = 0; i < 200; i++) {
            ResourceUsage before = ResourceUsage.ofThread();
            TaskStats stats = client.pidStats(tid);
            ResourceUsage after = ResourceUsage.ofThread();
            assertThat(stats.voluntarySwitches().getAsLong())
                    .isBetween(before.voluntarySwitches(), after.voluntarySwitches());
            assertThat(stats.involuntarySwitches().getAsLong())
                    .isBetween(before.involuntarySwitches(), after.involuntarySwitches());
            assertThat(stats.minorFaults().getAsLong()).isBetween(before.minorFaults(), after.minorFaults());
            assertThat(stats.majorFaults().getAsLong()).isBetween(before.majorFaults(), after.majorFaults());
            // The kernel rounds taskstats' bytes down to 1024; rusage counts 512.
            assertThat(stats.storageBytesRead().getAsLong() / 512)
                    .isBetween(before.blockInputs() - 1, after.blockInputs());
            long cpu = stats.cpuTime().orElseThrow().toNanos();
            assertThat(cpu).isBetween(cpu(before) - TICK_NANOS, cpu(after) + TICK_NANOS);
            ResourceUsage between = after.minus(before);
            if (between.minorFaults() == 0 && between.voluntarySwitches() == 0 && between.involuntarySwitches() == 0) {
                exact++;
            }
        }
        assertThat(exact).as("times that the counts had to be equal exactly").isGreaterThan(100);
    }

    private static long cpu(ResourceUsage usage) {
        return usage.userTime().plus(usage.systemTime()).toNanos();
    }
}
