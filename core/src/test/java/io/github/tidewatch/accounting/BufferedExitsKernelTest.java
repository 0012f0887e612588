package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.rusage.ResourceUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an ending thread noted before there was an accounting is reported as its own life. */
class BufferedExitsKernelTest {
    private static final long TICK = 10_000_000;
    private static final long MICRO = 1000;

    private int tid;
    private long begin;
    private long age;
    private long time;
    private byte[] schedstat;
    private byte[] stat;
    private byte[] status;
    private byte[] io;
    private ResourceUsage own;
    private ResourceUsage after;

    private String reported = "";
    private long onCpu;
    private long lifetime;
    private long switches;
    private boolean complete;

    @Test
    void theLifeIsTheThreadsOwn() throws Exception {
        Thread thread = bufferExit();
        try (Accounting accounting = Accounting.open(SourceChoice.AUTO)) {
            emit(accounting, thread, io);
            assertThat(reported).isEqualTo("noted " + tid);
            assertThat(onCpu).isBetween(nanos(own), nanos(after) + 2 * MICRO); // of which each part is cut to one
            // Its start is known to a tick. Age counts from before its start: it may wait long until it runs.
            assertThat(lifetime).isBetween(3 * TICK - TICK, age + TICK);
            assertThat(switches).isBetween(own.voluntarySwitches(), after.voluntarySwitches());
            assertThat(complete).isEqualTo(!accounting.known().contains(Quantity.BLOCK_IO_DELAY));
        }
    }

    @Test
    void whatMayNotBeReadIsNotReportedAsNothing() throws Exception {
        Thread thread = bufferExit();
        try (Accounting accounting = Accounting.open(SourceChoice.AUTO)) {
            assertThat(accounting.known()).contains(Quantity.STORAGE_READ_BYTES);
            assertThatThrownBy(() -> emit(accounting, thread, new byte[0]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("task " + tid + " has no io");
            assertThat(reported).isEmpty();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // brings its counters up to date
    private Thread bufferExit() throws InterruptedException {
        SystemCalls calls = HostSystemCalls.get();
        long created = System.nanoTime();
        Thread thread = new Thread(
                () -> {
                    begin = System.nanoTime();
                    while (System.nanoTime() - begin < 3 * TICK) {
                        Thread.onSpinWait();
                    }
                    tid = calls.gettid();
                    own = ResourceUsage.ofThread();
                    try {
                        Thread.yield();
                        schedstat = read("schedstat");
                        time = System.nanoTime();
                        stat = read("stat");
                        status = read("status");
                        io = read("io");
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                    after = ResourceUsage.ofThread();
                    age = System.nanoTime() - created;
                },
                "noted");
        thread.start();
        thread.join();
        return thread;
    }

    private void emit(Accounting accounting, Thread thread, byte[] ioFile) throws IOException {
        accounting
                .bufferedExits(Optional.of(HostSystemCalls.get()), this::take)
                .emit(thread, time, schedstat, stat, status, ioFile);
    }

    private void take(Interval life) {
        reported += life.thread().name() + " " + life.thread().tid();
        onCpu = life.userTime() + life.systemTime();
        lifetime = life.length();
        switches = life.total(Quantity.VOLUNTARY_SWITCHES);
        complete = life.isComplete();
        assertThat(onCpu + life.cpuDelay() + life.blockIoDelay() + life.waitTime())
                .isEqualTo(lifetime);
    }

    private static byte[] read(String name) throws IOException {
        return Files.readAllBytes(Path.of("/proc/thread-self", name));
    }

    private static long nanos(ResourceUsage usage) {
        return usage.userTime().plus(usage.systemTime()).toNanos();
    }
}
