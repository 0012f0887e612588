package io.github.tidewatch.accounting;

import io.github.tidewatch.linux.TaskName;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.procfs.TaskFiles;
import io.github.tidewatch.procfs.TaskList;
import java.lang.ref.WeakReference;
import java.util.Arrays;

/**
 * A thread as the kernel knows it, with its counters at the last sample and at those before that
 * intervals begin from. Belongs to one {@link Sampler}; what it says is valid in a sink only during the call. A later
 * thread with the same tid is another object.
 */
public final class Task {
    private static final byte[] NO_BYTES = {};

    /** Of one without its name, about: mostly counters. */
    private static final int BYTES = 2000;

    private static final WeakReference<Thread> NO_THREAD = new WeakReference<>(null);

    /** How its last counters came to be known. */
    public enum ExitSource {
        /** The thread itself read them when it ended. */
        THREAD,
        /** The kernel reported them when the task was gone from everywhere else. */
        KERNEL,
        /** They are those of the last sample; what came after it is not known. */
        SAMPLER
    }

    private static final int OWN_FILES = TaskFiles.Name.values().length;

    private final int tid;
    final TaskFiles files;
    final CpuTimeSplit split = new CpuTimeSplit();

    /** Counters at the last sample, and the time at which they held. */
    final long[] now = new long[Quantity.COUNT];

    long nowTime;

    /** Whether the last pass could read this task. */
    boolean lastReadOk;

    /** Whether the task ended, or another task has taken its tid. */
    boolean exited;

    /** Whether its last counters are known, so that whatever is still read of it is no longer reported. */
    boolean finalCountersKnown;

    ExitSource exitSource = ExitSource.THREAD;

    /** Whether its end was reported before anybody sampled tasks. */
    boolean reportedBefore;

    /** Its time on CPU at the sample before the last. */
    long previousOnCpu;

    /** Whether it was on a CPU between the last two samples, so that its counters may lag by up to a scheduler tick. */
    boolean active;

    /** Whether it was active at the sample before. */
    boolean wasActive;

    /** What it waits for, as far as the last sample asked. */
    Reconciliation.Waiting waiting = Reconciliation.Waiting.NOTHING;

    /** Whether the last sample found it runnable, on a CPU or not. */
    boolean onQueue;

    /** Whether the last sample has read its state, and what it was. */
    boolean stateSampled;

    char state;

    final BlockIoObserver observer = new BlockIoObserver();

    /** The pass that found the task. */
    final long foundInPass;

    /**
     * Whether it is the process's first task, which may have run another program before the JVM: a shell that executed
     * it. So the time since its start is not all the JVM's.
     */
    boolean primordial;

    /** Whether any pass could read it. */
    boolean everRead;

    /** Whether its I/O counts are those of the last sample. */
    boolean ioRead;

    /** What taskstats says of bytes from and to storage, in sum and in steps of 1 KiB; -1 if it says nothing. */
    long storage = -1;

    /** What it said when the I/O counts were read. */
    long storageWhenRead = -1;

    /** When the task started, as far as the samples so far show: a time between these two. */
    long earliestStart;

    long latestStart;

    /** Its age at its end as the kernel reported it; 0 unless it did. */
    long age;

    /** Its start as procfs reports it, in ticks; 0 unless the source is procfs. */
    long startTicks;

    final IntervalState delays = new IntervalState();
    final IntervalState usage = new IntervalState();

    /** Whether the counters that need delay accounting are known for this task; see {@link DelayAccountingState}. */
    boolean accounted;

    private WeakReference<Thread> thread = NO_THREAD;
    private boolean java;
    private int passesUnmapped;
    private String name = "";
    private byte[] comm = NO_BYTES;

    Task(int tid, DescriptorBudget budget, long foundInPass) {
        this(TaskList.OWN + "/" + tid, tid, budget, foundInPass);
    }

    /** With its directory in {@code /proc}, which may have another number for it. */
    Task(String directory, int tid, DescriptorBudget budget, long foundInPass) {
        this.tid = tid;
        this.files = new TaskFiles(directory, budget);
        this.foundInPass = foundInPass;
    }

    /** The calling thread, as no sample of a sampler's has found it. */
    static Task ofCallingThread(String directory, int tid) {
        Task task = new Task(directory, tid, DescriptorBudget.of(OWN_FILES), Long.MAX_VALUE);
        task.mapTo(Thread.currentThread());
        task.active = true;
        return task;
    }

    /** A thread of which nothing but the end will be known. */
    static Task ofExited(int tid) {
        return new Task(tid, DescriptorBudget.of(OWN_FILES), Long.MAX_VALUE);
    }

    /** Whether no sample has found it before it ended. */
    boolean wasNeverFound() {
        return foundInPass == Long.MAX_VALUE;
    }

    /** How its last counters came to be known; says something of a task that has exited only. */
    public ExitSource exitSource() {
        return exitSource;
    }

    /** The kernel's thread id. */
    public int tid() {
        return tid;
    }

    /** The Java thread; null for threads of the JVM itself and wherever the mapping is unknown. */
    public Thread javaThread() {
        return java ? thread.get() : null;
    }

    /** The Java thread's name; the kernel's name (comm) where there is no Java thread. */
    public String name() {
        Thread mapped = javaThread();
        return mapped != null ? mapped.getName() : name;
    }

    /** The counter at the last sample. */
    public long now(Quantity quantity) {
        return now[quantity.ordinal()];
    }

    void mapTo(Thread mapped) {
        if (!java || thread.get() != mapped) {
            thread = new WeakReference<>(mapped);
            java = true;
        }
        // Kept for its last intervals, when the Java thread is gone and the task is not yet. Written only if it is
        // another, since collectors take note of each reference that is written.
        String present = mapped.getName();
        if (!present.equals(name)) {
            name = present;
            comm = NO_BYTES;
        }
        passesUnmapped = 0;
    }

    /** No Java thread has this tid at present: it may be starting or ending, or there is none. */
    void unmapped() {
        passesUnmapped++;
        if (passesUnmapped > 1) {
            java = false;
            thread = NO_THREAD;
        }
    }

    /** Whether it is settled what this task is: a Java thread, or none. */
    boolean isIdentified(boolean mappingKnown) {
        return !mappingKnown || (java ? passesUnmapped == 0 : passesUnmapped > 1);
    }

    boolean isJava() {
        return java;
    }

    void rename(String comm) {
        name = comm;
    }

    /** By the kernel's name, UTF-8. Allocates only if it is another than before. */
    void rename(byte[] bytes, int length) {
        if (!Arrays.equals(comm, 0, comm.length, bytes, 0, length)) {
            comm = Arrays.copyOf(bytes, length);
            name = TaskName.decode(comm, 0, length);
        }
    }

    /** The same task as another, and not merely of the same tid: it started at the same time. */
    boolean isSameAs(Task other) {
        return tid == other.tid && startedWithin(other.startTicks, other.earliestStart, other.latestStart);
    }

    /** Whether it may have started in these ticks (0 if they are not known), and between these two times. */
    boolean startedWithin(long ticks, long earliest, long latest) {
        return (startTicks == ticks || startTicks == 0 || ticks == 0)
                && earliestStart - latest <= 0
                && latestStart - earliest >= 0;
    }

    /** How much of the heap it takes, about. */
    long bytes() {
        return BYTES + 2L * name.length();
    }

    /** Takes over the last counters, read by the thread itself when it ended or reported by the kernel. */
    void exitWith(Task last) {
        System.arraycopy(last.now, 0, now, 0, Quantity.COUNT);
        if (!everRead) {
            earliestStart = last.earliestStart;
            latestStart = last.latestStart;
            startTicks = last.startTicks;
            age = last.age;
            nowTime = last.nowTime;
            everRead = true;
        } else {
            nowTime = last.age != 0 ? earliestStart + last.age : timeOf(last);
        }
        ioRead = last.ioRead;
        exitSource = last.exitSource;
        if (last.java) {
            java = true;
            thread = last.thread;
            name = last.name;
            passesUnmapped = 0;
        }
        exit();
    }

    /** By the same estimate of its start as all times of this task so far: what counts are the differences. */
    private long timeOf(Task last) {
        boolean dated = startTicks == 0 && last.startTicks == 0;
        return dated ? earliestStart + (last.nowTime - last.earliestStart) : last.nowTime;
    }

    /** It ended by itself, so it was on a CPU last. */
    void exit() {
        finalCountersKnown = true;
        exited = true;
        lastReadOk = false;
        waiting = Reconciliation.Waiting.NOTHING;
        onQueue = true;
    }

    /**
     * Its counters are at {@code time} what they were. By the estimates of its start it was at least this old then: an
     * interval that ends here ends no later than what was seen.
     */
    void stoodStillUntil(long time) {
        nowTime = Math.max(nowTime, startTicks == 0 ? earliestStart + (time - latestStart) : time);
    }

    /**
     * When it began, as near as it is known, such that there is room for what is accounted. Counters of taskstats are
     * dated by the task's age since its earliest start; of a start that is known to the tick only, or from when the end
     * was heard of, the latest counts.
     */
    long start() {
        boolean dated = startTicks == 0 && age == 0;
        long accounted = nowTime - now(Quantity.ON_CPU) - now(Quantity.CPU_DELAY);
        return Math.min(accounted, dated ? earliestStart : latestStart);
    }

    /** User and system time as the precise time on CPU was split last. */
    void takeSplit() {
        now[Quantity.USER_TIME.ordinal()] = split.user();
        now[Quantity.SYSTEM_TIME.ordinal()] = split.system();
    }

    /**
     * What one kind of record has reported of this task so far. Before {@link #emittedUntil}, where the running interval begins,
     * lies the idle gap, if there is one: from {@link #idleFrom} to {@link #idleUntil}, and not reported yet.
     */
    static final class IntervalState {
        /** Counters at the last sample that was reported. */
        final long[] before = new long[Quantity.COUNT];

        long idleFrom;
        long idleUntil;
        long emittedUntil;

        /** Whether the task was in a wait at the end of the idle gap. */
        boolean idleEndsWaiting;

        /** Whether the sample of {@link #emittedUntil} found the task on a run queue. */
        boolean onQueue;

        final Reconciliation.Memory memory = new Reconciliation.Memory();

        /** The epoch of the tracker ({@link IntervalTracker}) that this state belongs to; 0 before the first. */
        long epoch;

        /** Whether the task was in a wait when its counters moved last, of which the kernel has not said all yet. */
        boolean awaitsCredit() {
            return idleEndsWaiting || memory.shownCpuDelay > 0 || memory.shownBlockIoDelay > 0;
        }

        long idleGap() {
            return idleUntil - idleFrom;
        }

        /** The running interval begins at {@code time}, and nothing is left to report of before. */
        void beginAt(long time) {
            idleFrom = time;
            idleUntil = time;
            emittedUntil = time;
            idleEndsWaiting = false;
        }

        /** All that the task did is left to report. */
        void beginWithLifetime(Task task) {
            Arrays.fill(before, 0);
            beginAt(task.start());
            onQueue = true; // as every new task
            memory.clear(Reconciliation.Waiting.NOTHING);
        }

        /** Nothing happened until {@code time}. */
        void extendIdleUntil(long time) {
            if (idleGap() == 0) {
                idleFrom = emittedUntil;
            }
            idleUntil = time;
            emittedUntil = time;
        }
    }
}
