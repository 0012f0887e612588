package io.github.tidewatch.linux;

import java.util.function.LongSupplier;

/**
 * The CPU time of this process in nanoseconds, exited threads included (CLOCK_PROCESS_CPUTIME_ID of clock_gettime(2)): the kernel
 * adds up the threads once, for {@code /proc/self/stat} several times. Reading makes no objects. Not safe for use by several
 * threads at once.
 */
public final class ProcessCpuClock implements LongSupplier {
    /** What is not known. */
    public static final long UNKNOWN = -1;

    private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final SystemCalls calls;
    private final NativeMemory timespec = NativeMemory.allocate(16);

    /** By these calls. */
    public ProcessCpuClock(SystemCalls calls) {
        this.calls = calls;
    }

    /** Reads the present time; {@link #UNKNOWN} if it cannot be read. */
    @Override
    public long getAsLong() {
        return calls.clockGettime(CLOCK_PROCESS_CPUTIME_ID, timespec) < 0
                ? UNKNOWN
                : timespec.buffer().getLong(0) * NANOS_PER_SECOND
                        + timespec.buffer().getLong(8);
    }
}
