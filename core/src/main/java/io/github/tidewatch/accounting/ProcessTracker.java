package io.github.tidewatch.accounting;

import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.rusage.ResourceUsage;
import io.github.tidewatch.rusage.RusageField;
import io.github.tidewatch.rusage.RusageReader;
import io.github.tidewatch.rusage.RusageScope;

/**
 * Tells what the process as a whole used, its threads that are gone and its children included, and how much of its CPU
 * time no thread that is known accounts for.
 */
final class ProcessTracker {
    private static final long NANOS_PER_MICRO = 1000;

    /** Null where native code, or this call of it, cannot be used. */
    private RusageReader reader;

    private boolean open;
    private ResourceUsage own;
    private ResourceUsage children;
    private ResourceUsage toldOwn;
    private ResourceUsage toldChildren;
    private long lookTime;
    private long toldTime;

    private int alive;
    private long started;
    private long ended;
    private long toldStarted;
    private long toldEnded;

    /** Time on CPU of threads that have ended, as far as it is known, and of all that are known. */
    private long cpuTimeOfEnded;

    private long cpuTimeKnown;

    /** The CPU time of the process that nothing known accounted for when the books were opened, and since. */
    private long unknownBefore;

    private long toldUnattributed;

    ProcessTracker(SystemCalls calls) {
        this.reader = calls == null ? null : new RusageReader(calls);
        open = canTell();
        lookAtProcess(); // a filter of system calls may forbid it
        open = false;
    }

    /** Whether it can tell anything here. */
    boolean canTell() {
        return reader != null;
    }

    /** A task was found that is new. */
    void begin() {
        started++;
    }

    /** A task has ended, with its last counters; one that no look has found has begun since the last, too. */
    void end(Task task) {
        ended++;
        started += task.wasNeverFound() ? 1 : 0;
        cpuTimeOfEnded += task.now(Quantity.ON_CPU);
    }

    /** To be called when the tasks have just been read. */
    void lookAtProcess() {
        if (open) {
            try {
                reader.read(RusageScope.PROCESS);
                ResourceUsage usage = reader.toResourceUsage();
                reader.read(RusageScope.CHILDREN);
                children = reader.toResourceUsage();
                own = usage;
                lookTime = System.nanoTime();
            } catch (SystemCallException e) {
                open = false;
                reader = null;
            }
        }
    }

    /** To be called when it is settled which of the tasks have ended. */
    void lookAtTasks(Task[] tasks, int count) {
        cpuTimeKnown = cpuTimeOfEnded;
        alive = 0;
        for (int i = 0; i < count; i++) {
            if (!tasks[i].ended) {
                cpuTimeKnown += tasks[i].now(Quantity.ON_CPU);
                alive++;
            }
        }
    }

    /** To be followed by a look, and that by {@link #begun}. */
    void open() {
        open = canTell();
    }

    /** The first look was made: what was before it is not told. */
    void begun() {
        if (!open) {
            return;
        }
        settle();
        unknownBefore = cpuTime() - cpuTimeKnown;
        toldUnattributed = 0;
    }

    void close() {
        open = false;
    }

    boolean isOpen() {
        return open;
    }

    /** What there is to tell up to the last look; null if that was told already. */
    ProcessInterval tell() {
        if (!open || lookTime == toldTime) {
            return null;
        }
        // While threads run, the two sums are not of the same moment: what is too little now is not told until it is
        // not.
        long unattributed = Math.max(toldUnattributed, cpuTime() - cpuTimeKnown - unknownBefore);
        ProcessInterval interval = new ProcessInterval(
                toldTime,
                lookTime - toldTime,
                own.minus(toldOwn),
                children.minus(toldChildren),
                alive,
                started - toldStarted,
                ended - toldEnded,
                unattributed - toldUnattributed);
        toldUnattributed = unattributed;
        settle();
        return interval;
    }

    private void settle() {
        toldOwn = own;
        toldChildren = children;
        toldTime = lookTime;
        toldStarted = started;
        toldEnded = ended;
    }

    private long cpuTime() {
        return NANOS_PER_MICRO * (own.get(RusageField.UTIME) + own.get(RusageField.STIME));
    }
}
