package io.github.tidewatch.accounting;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.ProcFile;
import io.github.tidewatch.procfs.SchedStat;
import java.io.IOException;

/**
 * How long the calling thread waits in something it does, by its own account: the wall-clock time of it, less what it
 * was on a CPU (its own CPU clock) and what it was kept from one (its own {@code schedstat}). In a read past the page
 * cache that is the wait for the disk; the wall-clock time alone also has the work of the read and the wait for a CPU
 * after it, which on a fast disk are a good part.
 */
final class OwnWait implements AutoCloseable {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final int clock = SystemCalls.threadCpuClock(HostSystemCalls.get().gettid());
    private final NativeMemory timespec = NativeMemory.allocate(16);
    private final ProcFile file = ProcFile.open("/proc/thread-self/schedstat");
    private final SchedStat schedstat = new SchedStat();
    private final byte[] buffer = new byte[128];

    private long wall;
    private long onCpu;
    private long runDelay;

    OwnWait() throws IOException {}

    void begins() throws IOException {
        runDelay = -runDelayNow();
        onCpu = -onCpuNow();
        wall = -System.nanoTime();
    }

    void ends() throws IOException {
        wall += System.nanoTime();
        onCpu += onCpuNow();
        runDelay += runDelayNow();
    }

    /** Of what began and ended last, in nanoseconds. */
    long waited() {
        return wall - onCpu - runDelay;
    }

    /** The wall-clock time of it, in nanoseconds. */
    long wall() {
        return wall;
    }

    /** The time on a CPU of it, in nanoseconds. */
    long onCpu() {
        return onCpu;
    }

    /** How long it waited for a CPU meanwhile, in nanoseconds. */
    long runDelay() {
        return runDelay;
    }

    private long onCpuNow() {
        HostSystemCalls.get().clockGettime(clock, timespec);
        return timespec.buffer().getLong(0) * NANOS_PER_SECOND
                + timespec.buffer().getLong(8);
    }

    private long runDelayNow() throws IOException {
        schedstat.parse(buffer, file.read(buffer));
        return schedstat.runDelay();
    }

    @Override
    public void close() {
        file.close();
    }
}
