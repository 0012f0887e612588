package io.github.tidewatch.intervals;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.rusage.ResourceUsage;
import io.github.tidewatch.rusage.RusageField;
import io.github.tidewatch.rusage.RusageReader;
import io.github.tidewatch.rusage.RusageScope;

/**
 * Reports what the process as a whole used, its threads that are gone and its children included, and how much of its CPU
 * time no thread that is known accounts for.
 */
public final class ProcessTracker {
    private static final long NANOS_PER_MICRO = 1000;

    /** Null where native code, or this call of it, cannot be used. */
    private RusageReader reader;

    private boolean open;
    private ResourceUsage own;
    private ResourceUsage children;
    private ResourceUsage emittedOwn;
    private ResourceUsage emittedChildren;
    private long sampleTime;
    private long emittedTime;

    private int alive;
    private long started;
    private long exited;
    private long emittedStarted;
    private long emittedExited;

    /** Time on CPU of threads that have exited, as far as it is known, and of all that are known. */
    private long cpuTimeOfExited;

    private long cpuTimeKnown;

    /** The CPU time of the process that nothing known accounted for when the tracker was opened, and since. */
    private long unknownBefore;

    private long emittedUnattributed;

    /** A tracker of this process; without {@code calls} it has nothing to emit. */
    public ProcessTracker(SystemCalls calls) {
        this.reader = calls == null ? null : new RusageReader(calls);
        open = isAvailable();
        sampleProcess(); // a filter of system calls may forbid it
        open = false;
    }

    /** Whether it can report anything here. */
    public boolean isAvailable() {
        return reader != null;
    }

    /** A task was found that is new. */
    public void begin() {
        started++;
    }

    /** A task has exited, with its last counters; one that no sample has found has begun since the last, too. */
    public void exit(Task task) {
        exited++;
        started += task.wasNeverFound() ? 1 : 0;
        cpuTimeOfExited += task.now(Quantity.ON_CPU);
    }

    /** To be called when the tasks have just been read. */
    public void sampleProcess() {
        if (open) {
            try {
                reader.read(RusageScope.PROCESS);
                ResourceUsage usage = ResourceUsage.copyOf(reader);
                reader.read(RusageScope.CHILDREN);
                children = ResourceUsage.copyOf(reader);
                own = usage;
                sampleTime = System.nanoTime();
            } catch (SystemCallException e) {
                open = false;
                reader = null;
            }
        }
    }

    /** To be called when it is known which of the tasks have exited. */
    public void sampleTasks(Task[] tasks, int count) {
        cpuTimeKnown = cpuTimeOfExited;
        alive = 0;
        for (int i = 0; i < count; i++) {
            if (!tasks[i].counters.areFinal()) {
                cpuTimeKnown += tasks[i].now(Quantity.ON_CPU);
                alive++;
            }
        }
    }

    /** To be followed by a sample, and that by {@link #begun}. */
    public void open() {
        open = isAvailable();
    }

    /** The first sample was made: what was before it is not reported. */
    public void begun() {
        if (!open) {
            return;
        }
        advance();
        unknownBefore = cpuTime() - cpuTimeKnown;
        emittedUnattributed = 0;
    }

    /** Emits nothing more, until it is opened again. */
    public void close() {
        open = false;
    }

    /** Whether it is open. */
    public boolean isOpen() {
        return open;
    }

    /** What there is to report up to the last sample; null if that was reported already. */
    public ProcessInterval emit() {
        if (!open || sampleTime == emittedTime) {
            return null;
        }
        // While threads run, the two sums are not of the same moment: what is too little now is not reported until it
        // is
        // not.
        long unattributed = Math.max(emittedUnattributed, cpuTime() - cpuTimeKnown - unknownBefore);
        ProcessInterval interval = new ProcessInterval(
                emittedTime,
                sampleTime - emittedTime,
                own.minus(emittedOwn),
                children.minus(emittedChildren),
                alive,
                started - emittedStarted,
                exited - emittedExited,
                unattributed - emittedUnattributed);
        emittedUnattributed = unattributed;
        advance();
        return interval;
    }

    private void advance() {
        emittedOwn = own;
        emittedChildren = children;
        emittedTime = sampleTime;
        emittedStarted = started;
        emittedExited = exited;
    }

    private long cpuTime() {
        return NANOS_PER_MICRO * (own.get(RusageField.UTIME) + own.get(RusageField.STIME));
    }
}
