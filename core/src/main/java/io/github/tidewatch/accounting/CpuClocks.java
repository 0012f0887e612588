package io.github.tidewatch.accounting;

import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;

/**
 * Brings the counters of running threads up to date: they advance at the scheduler's tick only, and lag by up to 4 or
 * 10 ms, unless somebody reads the thread's CPU clock right before, which makes the kernel settle the running task
 * ({@code task_sched_runtime} in kernel/sched/core.c calls {@code update_curr}).
 */
class CpuClocks {
    /** Where native code cannot be used, counters lag. */
    static final CpuClocks NONE = new CpuClocks() {
        @Override
        void bringUpToDate(Task task) {}
    };

    private final SystemCalls calls;
    private final NativeMemory timespec;

    private CpuClocks() {
        calls = null;
        timespec = null;
    }

    CpuClocks(SystemCalls calls) {
        this.calls = calls;
        this.timespec = NativeMemory.allocate(16);
    }

    void bringUpToDate(Task task) {
        // Whatever the answer: what counts is that the kernel looked.
        calls.clockGettime(SystemCalls.threadCpuClock(task.tid()), timespec);
    }
}
