package io.github.tidewatch.accounting.exit;

import io.github.tidewatch.intervals.ExitSource;
import io.github.tidewatch.intervals.ExitedTasks;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.taskstats.TaskstatsException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Brings the last counters of threads that have exited together with the tasks that samples have found, so that the time
 * between the last sample of a thread and its end is reported, and the life of one that no sample has found.
 *
 * <p>Ending threads add themselves, at any time and without waiting. All else is the sampler's.
 */
public final class ExitQueue {
    /** So many bytes of tasks are remembered while nobody samples: the first sample may find that their tasks are still there. */
    private static final long MOST_UNWANTED_BYTES = 2 << 20;

    private final Queue<Task> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean wanted;
    private volatile boolean ioWanted;
    private volatile long lastSample;
    private long before;

    /** Whether those who have exited before anybody sampled are handed out, too. */
    private boolean pastIncluded;

    private final AtomicLong lost = new AtomicLong();

    /** Null unless the kernel is to report, too, and does. */
    private KernelExitListener kernel;

    /** Why the kernel reports no more; empty unless it was to. */
    private volatile String kernelLost = "";

    private final RecentExits recent = new RecentExits();

    /** Those whose end nobody but the sampler has reported yet. */
    private final ExitedTasks pending = new ExitedTasks();

    /** Has the kernel report, too, while ends are wanted. */
    public void listenTo(KernelExitListener exits) {
        kernel = exits;
    }

    /** Sets whether exits are wanted, and with their I/O counts. */
    public void setWanted(boolean any, boolean io) {
        wanted = any;
        ioWanted = io;
        withKernel(() -> kernel.listen(any));
        if (!wanted) {
            forgetDownTo(0);
            pending.clear();
        }
    }

    /** What the kernel permitted it may refuse later; then it is done without. */
    private void withKernel(Runnable action) {
        if (kernel == null) {
            return;
        }
        try {
            action.run();
        } catch (TaskstatsException e) {
            kernelLost = e.getMessage();
            lost.addAndGet(kernel.lost());
            kernel.close();
            kernel = null;
        }
    }

    /** Why the kernel reports exits no more, though it was asked to; empty if it does, or was not asked. */
    public String kernelLost() {
        return kernelLost;
    }

    /** Whether the next sample is to hand out those, too, who have reported their exit before. */
    public void includePast(boolean wantsPast) {
        pastIncluded = wantsPast;
    }

    /** Closes the listener, if there is one. */
    public void close() {
        if (kernel != null) {
            kernel.close();
        }
    }

    boolean isWanted() {
        return wanted;
    }

    /** Whether a task that ends has I/O counts to report: one that samples have found. Of others, reading them costs too much. */
    boolean wantsIo(Task task) {
        return ioWanted && task.counters().latestStart() - lastSample < 0;
    }

    /** A task with its last counters. */
    public void add(Task task) {
        task.setReportedBefore(!wanted);
        long size = task.bytes();
        if (!wanted) {
            forgetDownTo(MOST_UNWANTED_BYTES - size);
        }
        if (bytes.addAndGet(size) > ExitedTasks.MOST_BYTES) {
            bytes.addAndGet(-size);
            lost.incrementAndGet();
            return;
        }
        waiting.add(task);
    }

    private void forgetDownTo(long most) {
        boolean more = true;
        while (more && bytes.get() > most) {
            more = take() != null;
        }
    }

    private Task take() {
        Task task = waiting.poll();
        if (task != null) {
            bytes.addAndGet(-task.bytes());
        }
        return task;
    }

    /** Whether so many wait that they are to be collected before the next sample. */
    boolean isCrowded() {
        return wanted && bytes.get() > ExitedTasks.CROWD_BYTES;
    }

    /** How many ends were not reported, for want of samples. */
    public long lost() {
        return lost.get() + pending.lost() + (kernel == null ? 0 : kernel.lost());
    }

    /** A sample begins. */
    public void passBegins(long time) {
        before = lastSample;
        lastSample = time;
        recent.passBegins();
    }

    /**
     * Whether a task that was found just now is one that has ended, and is being taken down: for want of a CPU that may
     * last over many samples, each of which remembers it for the next.
     */
    public boolean hasExited(Task found) {
        RecentExits.Exit last = recent.of(found);
        if (last == null) {
            return false;
        }
        if (last.reportedBefore) {
            // A native thread that detached may live on: sampled as any other, and reported as ended no more.
            found.setReportedBefore(true);
            return false;
        }
        recent.add(last);
        return true;
    }

    /**
     * Hands each task that has exited since the last call to {@code sink}, with its last counters: those that it left, or
     * for want of these, those of the last sample. To be called when tasks have been read: who was found gone then has
     * left its counters before.
     */
    public void collect(KnownTasks table, Consumer<Task> sink) {
        withKernel(() -> kernel.drainTo(this::add, before));
        for (Task last = take(); last != null; last = take()) {
            Task known = table.find(last.tid());
            boolean met = known != null
                    && !known.counters().areFinal()
                    && (!known.counters().everRead() || known.isSameAs(last));
            if (!met && last.isReportedBefore() && !pastIncluded) {
                recent.add(last);
                continue;
            }
            if (met) {
                known.exitWith(last);
            } else {
                last.exit();
            }
            recent.add(last);
            if (last.exitSource() != ExitSource.THREAD) {
                pending.add(met ? known : last);
            }
            sink.accept(met ? known : last);
        }
        for (int i = 0; i < table.count(); i++) {
            Task task = table.tasks()[i];
            if (task.counters().isGone()
                    && task.counters().everRead()
                    && !task.counters().areFinal()) {
                task.setExitSource(ExitSource.SAMPLER);
                task.exit();
                if (!task.isReportedBefore()) {
                    pending.add(task);
                }
                sink.accept(task);
            }
        }
    }

    /** Forgets those that the sampler has found and not reported yet. */
    public void forgetPending() {
        pending.clear();
    }

    /** As {@link #collect}, between two samples, when {@link #isCrowded}. */
    public void collectEarly(KnownTasks table, Consumer<Task> sink) {
        collect(table, sink);
        recent.forgetGone();
    }

    /** Those who have exited and could not say so themselves; each is handed out once. */
    public void drainPending(Consumer<Task> sink) {
        for (Task task = pending.poll(); task != null; task = pending.poll()) {
            sink.accept(task);
        }
    }
}
