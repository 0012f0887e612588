package io.github.tidewatch.accounting.exit;

import io.github.tidewatch.counters.CounterSource;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.counters.TaskCounters;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.TaskList;
import io.github.tidewatch.rusage.RusageField;
import io.github.tidewatch.rusage.RusageReader;
import io.github.tidewatch.rusage.RusageScope;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the counters of the calling thread over its life: delays from a source of its own, all else from
 * {@code getrusage(RUSAGE_THREAD)}. Not safe for use by several threads at once.
 */
public final class LifetimeReader implements Closeable {
    private static final long NANOS_PER_MICRO = 1000;

    /** The unit of ru_inblock and ru_oublock: the kernel shifts its bytes by 9. */
    private static final int BLOCK_SHIFT = 9;

    private static final String SELF = "/proc/thread-self";

    private final boolean translated;
    private final SystemCalls calls;
    private final CounterSource source;
    private final RusageReader usage;
    private final TaskCounters[] one = new TaskCounters[1];

    /**
     * A reader.
     *
     * @param calls null where native code cannot be used
     * @param source not used by anybody else; closed with this
     * @param translated whether {@code /proc} has other numbers for threads than system calls have
     */
    public LifetimeReader(SystemCalls calls, CounterSource source, boolean translated) {
        this.translated = translated;
        this.calls = calls;
        this.source = source;
        this.usage = calls == null ? null : new RusageReader(calls);
    }

    /** The calling thread with its present counters; never read if they cannot be read. */
    @SuppressWarnings("ThreadPriorityCheck") // no thread is waited for
    public Task read() {
        if (calls == null) {
            // Has the scheduler bring this thread's counters up to date, for want of its CPU clock.
            Thread.yield();
        }
        int tid = tid();
        Task task = Task.ofCallingThread(translated ? SELF : TaskList.OWN + "/" + tid, tid);
        try {
            one[0] = task.counters();
            source.read(one, 1);
            if (task.counters().everRead()) {
                readRest(task);
            }
        } finally {
            one[0] = null;
            task.counters().files().close();
        }
        return task;
    }

    private int tid() {
        if (calls != null) {
            return calls.gettid();
        }
        try {
            Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            return Integer.parseInt(self.getFileName().toString());
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    private void readRest(Task task) {
        if (!readUsage()) {
            source.readRest(task.counters());
            task.counters().takeSplit();
            return;
        }
        source.readDelays(task.counters());
        long onCpu = task.now(Quantity.ON_CPU);
        long system = Math.min(onCpu, usage.get(RusageField.STIME) * NANOS_PER_MICRO);
        task.counters().set(Quantity.SYSTEM_TIME, system);
        task.counters().set(Quantity.USER_TIME, onCpu - system);
        task.counters().set(Quantity.MINOR_FAULTS, usage.get(RusageField.MINFLT));
        task.counters().set(Quantity.MAJOR_FAULTS, usage.get(RusageField.MAJFLT));
        task.counters().set(Quantity.VOLUNTARY_SWITCHES, usage.get(RusageField.NVCSW));
        task.counters().set(Quantity.INVOLUNTARY_SWITCHES, usage.get(RusageField.NIVCSW));
        // In whole blocks, which is all that the exit of a thread reports of them.
        task.counters().set(Quantity.STORAGE_READ_BYTES, usage.get(RusageField.INBLOCK) << BLOCK_SHIFT);
        task.counters().set(Quantity.STORAGE_WRITE_BYTES, usage.get(RusageField.OUBLOCK) << BLOCK_SHIFT);
    }

    /** False where native code, or this call of it, cannot be used. */
    private boolean readUsage() {
        if (usage == null) {
            return false;
        }
        try {
            usage.read(RusageScope.THREAD);
            return true;
        } catch (SystemCallException e) {
            return false;
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
