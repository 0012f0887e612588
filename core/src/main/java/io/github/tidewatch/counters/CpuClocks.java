package io.github.tidewatch.counters;

import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;

/**
 * The CPU clocks of this process's threads. Reading one brings the counters of a running thread up to date: they advance
 * at the scheduler's tick only, and lag by up to 4 or 10 ms, unless somebody reads its clock right before
 * ({@code task_sched_runtime} in kernel/sched/core.c updates the running task).
 */
public class CpuClocks {
    /** Where native code cannot be used, counters lag. */
    public static final CpuClocks NONE = new CpuClocks();

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private CpuClocks() {}

    /** The clocks, by clock_gettime(2). */
    public static CpuClocks of(SystemCalls calls) {
        return new Native(calls);
    }

    void bringUpToDate(TaskCounters task) {}

    /** The time on CPU over the task's life, ns; negative if the clock cannot be read. */
    public long read(TaskCounters task) {
        return -1;
    }

    /** Whether a runnable task is on a CPU, rather than waiting for one. */
    public boolean isRunning(TaskCounters task) {
        return wasRunning(task);
    }

    /** Without the clock: whether it was on one since the last sample. */
    private static boolean wasRunning(TaskCounters task) {
        return task.isActive();
    }

    private static final class Native extends CpuClocks {
        private final SystemCalls calls;
        private final NativeMemory timespec = NativeMemory.allocate(16);

        Native(SystemCalls calls) {
            this.calls = calls;
        }

        @Override
        public void bringUpToDate(TaskCounters task) {
            read(task);
        }

        @Override
        public boolean isRunning(TaskCounters task) {
            // Between the two reads lies a system call: a running thread's clock advances meanwhile.
            long first = read(task);
            long second = first < 0 ? first : read(task);
            return second < 0 ? wasRunning(task) : second != first;
        }

        @Override
        public long read(TaskCounters task) {
            if (calls.clockGettime(SystemCalls.threadCpuClock(task.tid()), timespec) < 0) {
                return -1;
            }
            return timespec.buffer().getLong(0) * NANOS_PER_SECOND
                    + timespec.buffer().getLong(8);
        }
    }
}
