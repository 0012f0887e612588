package io.github.tidewatch.benchmarks.measure;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;

/** CPU time as the scheduler charges it, in nanoseconds. Not safe for use by several threads. */
public final class Clocks {
    private static final int THREAD = 3;
    private static final int PROCESS = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final SystemCalls calls = HostSystemCalls.get();
    private final NativeMemory timespec = NativeMemory.allocate(16);

    /** Of the calling thread. */
    public long ofThread() {
        return read(THREAD);
    }

    /**
     * Of all threads of a process, those that have exited included (clock_getcpuclockid(3)).
     *
     * @throws IllegalStateException if there is no such process
     */
    public long ofProcess(long pid) {
        return read((int) (~pid << 3) | PROCESS);
    }

    private long read(int clock) {
        int result = calls.clockGettime(clock, timespec);
        if (result < 0) {
            throw new IllegalStateException("no CPU clock " + clock + ": " + Errno.symbol(-result));
        }
        return timespec.buffer().getLong(0) * NANOS_PER_SECOND
                + timespec.buffer().getLong(8);
    }
}
