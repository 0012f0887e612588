package io.github.tidewatch.rusage;

import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.linux.SystemCalls;

/**
 * Reads resource usage again and again into the same memory: for paths that must not allocate.
 *
 * <pre>{@code
 * RusageReader usage = new RusageReader(HostSystemCalls.get());
 * usage.read(RusageScope.THREAD);
 * long switches = usage.get(RusageField.NVCSW);
 * }</pre>
 *
 * <p>Not safe for use by several threads at once. With {@link RusageScope#THREAD} it is about the calling thread:
 * {@link #read}, whoever made the reader.
 */
public final class RusageReader {
    static final int RUSAGE_SIZE = 144;

    private final SystemCalls calls;
    private final NativeMemory memory = NativeMemory.allocate(RUSAGE_SIZE);
    private RusageScope scope;

    /** A reader that has read nothing yet. */
    public RusageReader(SystemCalls calls) {
        this.calls = calls;
    }

    /**
     * Reads all fields at once.
     *
     * @throws SystemCallException if the kernel refuses: EINVAL if it does not know the scope (RUSAGE_THREAD came with
     *     Linux 2.6.26), EFAULT if the memory is not the process' own; what was read before is forgotten then
     */
    public void read(RusageScope whose) {
        scope = null;
        int result = calls.getrusage(whose.who, memory, 0);
        if (result < 0) {
            throw new SystemCallException("getrusage(" + whose.symbol + ")", -result);
        }
        scope = whose;
    }

    /**
     * A field as last read, in its unit; times in microseconds.
     *
     * @throws IllegalStateException if nothing was read
     */
    public long get(RusageField field) {
        if (scope == null) {
            throw new IllegalStateException("nothing was read");
        }
        long value = memory.buffer().getLong(field.offset);
        boolean time = field == RusageField.UTIME || field == RusageField.STIME;
        return time ? value * 1_000_000 + memory.buffer().getLong(field.offset + Long.BYTES) : value;
    }

    /** Whose usage was read last; null if none was. */
    public RusageScope scope() {
        return scope;
    }
}
