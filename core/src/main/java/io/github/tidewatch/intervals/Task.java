package io.github.tidewatch.intervals;

import io.github.tidewatch.accounting.Sampler;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.counters.TaskCounters;
import io.github.tidewatch.linux.TaskName;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.procfs.TaskFiles;
import io.github.tidewatch.procfs.TaskList;
import io.github.tidewatch.thread.CarrierThreads;
import io.github.tidewatch.waits.WaitKind;
import java.lang.ref.WeakReference;
import java.util.Arrays;

/**
 * A thread as the kernel knows it, with its counters at the last sample and at those before that
 * intervals begin from. Belongs to one {@link Sampler}. A later thread with the same tid is another object.
 */
public final class Task implements SampledThread {
    private static final byte[] NO_BYTES = {};

    /** Of one without its name, about: mostly counters. */
    private static final int BYTES = 2990;

    private static final WeakReference<Thread> NO_THREAD = new WeakReference<>(null);

    private static final int OWN_FILES = TaskFiles.Name.values().length;

    final TaskCounters counters;

    ExitSource exitSource = ExitSource.THREAD;

    /** Whether its end was reported before anybody sampled tasks. */
    boolean reportedBefore;

    /** What it waits for, as far as the last sample asked. */
    Waiting waiting = Waiting.NOTHING;

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

    /** What it waits for, and how its wait time since the last record of its delays divides. */
    final TaskWaits waits;

    final IntervalState delays = new IntervalState();
    final IntervalState usage = new IntervalState();

    /** For the causes of delays, which are reported in intervals of their own. */
    final IntervalState causes = new IntervalState();

    /** For the sum over carriers of virtual threads; null for all other threads. */
    private IntervalState carrying;

    private Object note;

    /** Whether the counters that need delay accounting are known for this task; see {@link DelayAccountingState}. */
    boolean accounted;

    private WeakReference<Thread> thread = NO_THREAD;
    private boolean java;
    private boolean carrier;
    private int passesUnmapped;

    /** Which thread it was before the last pass mapped it to another; null if that did not. */
    private Identity replaced;

    private String name = "";
    private byte[] comm = NO_BYTES;

    /** Which thread it is, as far as it is known. */
    private static final class Identity {
        private final WeakReference<Thread> thread;
        private final boolean java;
        private final boolean carrier;
        private final String name;

        Identity(Task task) {
            thread = task.thread;
            java = task.java;
            carrier = task.carrier;
            name = task.name;
        }
    }

    /** A task of this process that pass number {@code foundInPass} has found. */
    public Task(int tid, DescriptorBudget budget, long foundInPass) {
        this(TaskList.OWN + "/" + tid, tid, budget, foundInPass);
    }

    /** With its directory in {@code /proc}, which may have another number for it. */
    public Task(String directory, int tid, DescriptorBudget budget, long foundInPass) {
        this.counters = new TaskCounters(directory, tid, budget);
        this.waits = new TaskWaits(counters, delays);
        this.foundInPass = foundInPass;
    }

    /** The calling thread, as no sample of a sampler's has found it. */
    public static Task ofCallingThread(String directory, int tid) {
        Task task = new Task(directory, tid, DescriptorBudget.of(OWN_FILES), Long.MAX_VALUE);
        task.mapTo(Thread.currentThread());
        task.counters.setActive(true);
        return task;
    }

    /** A thread of which nothing but the end will be known. */
    public static Task ofExited(int tid) {
        return new Task(tid, DescriptorBudget.of(OWN_FILES), Long.MAX_VALUE);
    }

    /** Whether no sample has found it before it ended. */
    boolean wasNeverFound() {
        return foundInPass == Long.MAX_VALUE;
    }

    @Override
    public int tid() {
        return counters.tid();
    }

    @Override
    public Thread javaThread() {
        return java ? thread.get() : null;
    }

    @Override
    public String name() {
        Thread mapped = javaThread();
        return mapped != null ? mapped.getName() : name;
    }

    /** The counter at the last sample. */
    public long now(Quantity quantity) {
        return counters.get(quantity);
    }

    /** It is this Java thread. */
    public void mapTo(Thread mapped) {
        if (replaced != null) {
            replaced = null;
        }
        if (!java || thread.get() != mapped) {
            if (counters.everRead()) {
                replaced = new Identity(this);
            }
            thread = new WeakReference<>(mapped);
            java = true;
            carrier = CarrierThreads.isCarrier(mapped);
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

    /** It has been found gone: the Java thread that it was mapped to in this pass is of another task with the same tid. */
    public void keepIdentity() {
        if (replaced != null) {
            thread = replaced.thread;
            java = replaced.java;
            carrier = replaced.carrier;
            name = replaced.name;
            replaced = null;
        }
    }

    /** No Java thread has this tid at present: it may be starting or ending, or there is none. */
    public void unmapped() {
        passesUnmapped++;
        if (passesUnmapped > 1) {
            java = false;
            carrier = false;
            thread = NO_THREAD;
        }
    }

    /** Whether it is known what this task is: a Java thread, or none. */
    public boolean isIdentified(boolean mappingKnown) {
        return !mappingKnown || (java ? passesUnmapped == 0 : passesUnmapped > 1);
    }

    /** Whether it is a Java thread. */
    public boolean isJava() {
        return java;
    }

    /** Whether it is a carrier of virtual threads. */
    public boolean isCarrier() {
        return carrier;
    }

    IntervalState carrying() {
        if (carrying == null) {
            carrying = new IntervalState();
        }
        return carrying;
    }

    /** By a name of its own. */
    public void rename(String comm) {
        name = comm;
    }

    /** By the kernel's name, UTF-8. Allocates only if it is another than before. */
    public void rename(byte[] bytes, int length) {
        if (!Arrays.equals(comm, 0, comm.length, bytes, 0, length)) {
            comm = Arrays.copyOf(bytes, length);
            name = TaskName.decode(comm, 0, length);
        }
    }

    /** The same task as another, and not merely of the same tid: it started at the same time. */
    public boolean isSameAs(Task other) {
        TaskCounters its = other.counters;
        return tid() == its.tid() && counters.startedWithin(its.startTicks(), its.earliestStart(), its.latestStart());
    }

    /** How much of the heap it takes, about. */
    public long bytes() {
        return BYTES + 2L * name.length();
    }

    /** Takes over the last counters, read by the thread itself when it exited or reported by the kernel. */
    public void exitWith(Task last) {
        counters.exitedWith(last.counters);
        waiting = Waiting.NOTHING;
        exitSource = last.exitSource;
        if (last.java) {
            java = true;
            thread = last.thread;
            carrier = last.carrier;
            name = last.name;
            passesUnmapped = 0;
        }
    }

    /** Its last counters are known, and it is gone. */
    public void exit() {
        counters.exited();
        waiting = Waiting.NOTHING;
    }

    /** Its counters, which samples read. */
    public TaskCounters counters() {
        return counters;
    }

    /** How its last counters came to be known; says something of a task that has exited only. */
    public ExitSource exitSource() {
        return exitSource;
    }

    /** Sets how its last counters came to be known. */
    public void setExitSource(ExitSource source) {
        exitSource = source;
    }

    /** Whether its exit was reported before anybody sampled tasks. */
    public boolean isReportedBefore() {
        return reportedBefore;
    }

    /** Sets whether its exit was reported before anybody sampled tasks. */
    public void setReportedBefore(boolean reported) {
        reportedBefore = reported;
    }

    /** What it waits for, as far as the last sample asked. */
    public Waiting waiting() {
        return waiting;
    }

    /** Sets what it waits for. */
    public void setWaiting(Waiting newWaiting) {
        waiting = newWaiting;
    }

    /** Whether the last sample has read its state. */
    public boolean isStateSampled() {
        return stateSampled;
    }

    /** Its state as the last sample has read it. */
    public char state() {
        return state;
    }

    /** The last sample has read this state. */
    public void setState(char newState) {
        state = newState;
        stateSampled = true;
    }

    /** The state that was read is not that of the last sample. */
    public void forgetState() {
        stateSampled = false;
    }

    /** What it waits for, as samples find. */
    public TaskWaits waits() {
        return waits;
    }

    /**
     * The wait in which it rests: all is known of it, and nothing has to be read unless the task runs or is woken. Null
     * if it does not rest.
     */
    public WaitKind restsIn() {
        return delays.restsIn;
    }

    /** What the account of causes remembers of it; null at first. */
    public Object note() {
        return note;
    }

    /** Sets what the account of causes remembers of it. */
    public void setNote(Object newNote) {
        note = newNote;
    }

    /** Observes its block I/O where the kernel's account is doubtful. */
    public BlockIoObserver observer() {
        return observer;
    }

    /** The pass that found the task. */
    public long foundInPass() {
        return foundInPass;
    }

    /** Sets whether it is the process's first task. */
    public void setPrimordial(boolean isPrimordial) {
        primordial = isPrimordial;
    }
}
