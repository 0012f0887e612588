package io.github.tidewatch.causes;

import io.github.tidewatch.host.CpuSet;
import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;
import java.util.Optional;

/**
 * Where a task may run now, by its affinity and its cpuset: asked by sched_getaffinity(2) where there is native code, which takes a
 * tenth of the time of reading its {@code status}. Not safe for use by several threads at once.
 */
public final class TaskAffinity {
    /** As many as {@link CpuSet} takes. */
    private static final int MOST_CPUS = 1 << 14;

    private final SystemCalls calls;
    private final NativeMemory mask;

    /** By system calls, if there are any. */
    public TaskAffinity(Optional<SystemCalls> calls) {
        this.calls = calls.orElse(null);
        this.mask = calls.isPresent() ? NativeMemory.allocate(MOST_CPUS / Byte.SIZE) : null;
    }

    /**
     * The CPUs of a task; null if they cannot be read.
     *
     * @param tid its number for this process
     * @param directory its directory in {@code /proc}
     */
    public CpuSet of(int tid, String directory) {
        int length = calls == null ? 0 : calls.schedGetaffinity(tid, mask);
        if (length <= 0) {
            return CpuSet.ofTask(directory);
        }
        return CpuSet.ofMask(mask.buffer().duplicate().clear().limit(length));
    }
}
