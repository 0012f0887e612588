package io.github.tidewatch.accounting;

import io.github.tidewatch.taskstats.TaskstatsException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Brings the last counters of threads that have ended together with the tasks that looks have found, so that the time
 * between the last look at a thread and its end is told, and the life of one that no look has found.
 *
 * <p>Ending threads add themselves, at any time and without waiting. All else is the sampler's.
 */
final class ExitQueue {
    /** So many bytes of tasks are remembered while nobody looks: the first look may find that their tasks are still there. */
    private static final long MOST_UNWANTED = 2 << 20;

    private final Queue<Task> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean wanted;
    private volatile boolean ioWanted;
    private volatile long lastLook;
    private long before;

    /** Whether those who have ended before anybody looked are handed out, too. */
    private boolean pastWanted;

    private final AtomicLong lost = new AtomicLong();

    /** Null unless the kernel is to tell, too, and does. */
    private KernelExitListener kernel;

    /** Why the kernel tells no more; empty unless it was to. */
    private volatile String kernelLost = "";

    private final RecentExits recent = new RecentExits();

    /** Those whose end nobody but the sampler has told of yet. */
    private final ExitedTasks untold = new ExitedTasks();

    /** Has the kernel tell, too, while ends are wanted. */
    void listenTo(KernelExitListener exits) {
        kernel = exits;
    }

    void want(boolean any, boolean io) {
        wanted = any;
        ioWanted = io;
        withKernel(() -> kernel.listen(any));
        if (!wanted) {
            forgetDownTo(0);
            untold.clear();
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

    /** Why the kernel tells of ends no more, though it was asked to; empty if it does, or was not asked. */
    String kernelLost() {
        return kernelLost;
    }

    /** Whether the next look is to hand out those, too, who have told their end before. */
    void wantPast(boolean wantsPast) {
        pastWanted = wantsPast;
    }

    void close() {
        if (kernel != null) {
            kernel.close();
        }
    }

    boolean areWanted() {
        return wanted;
    }

    /** Whether a task that ends has I/O counts to tell: one that looks have found. Of others, reading them costs too much. */
    boolean wantsIo(Task task) {
        return ioWanted && task.latestStart - lastLook < 0;
    }

    /** A task with its last counters. */
    void add(Task task) {
        task.toldBefore = !wanted;
        long size = task.bytes();
        if (!wanted) {
            forgetDownTo(MOST_UNWANTED - size);
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

    /** Whether so many wait that they are to be met before the next look. */
    boolean areCrowded() {
        return wanted && bytes.get() > ExitedTasks.CROWD_BYTES;
    }

    /** How many ends were not told, for want of looks. */
    long lost() {
        return lost.get() + untold.lost() + (kernel == null ? 0 : kernel.lost());
    }

    /** A look begins. */
    void lookBegins(long time) {
        before = lastLook;
        lastLook = time;
        recent.lookBegins();
    }

    /**
     * Whether a task that was found just now is one that has ended, and is being taken down: for want of a CPU that may
     * last over many looks, each of which remembers it for the next.
     */
    boolean hasEnded(Task found) {
        RecentExits.End last = recent.of(found);
        if (last == null) {
            return false;
        }
        if (last.toldBefore) {
            // A native thread that detached may live on: looked at as any other, and told as ended no more.
            found.toldBefore = true;
            return false;
        }
        recent.add(last);
        return true;
    }

    /**
     * Hands each task that has ended since the last call to {@code sink}, with its last counters: those that it left, or
     * for want of these, those of the last look. To be called when tasks have been read: who was found gone then has
     * left its counters before.
     */
    void meet(TaskTable table, Consumer<Task> sink) {
        withKernel(() -> kernel.drainTo(this, before));
        for (Task last = take(); last != null; last = take()) {
            Task known = table.find(last.tid());
            boolean met = known != null && !known.ended && (!known.seen || known.isSameAs(last));
            if (!met && last.toldBefore && !pastWanted) {
                recent.add(last);
                continue;
            }
            if (met) {
                known.endWith(last);
            } else {
                last.end();
            }
            recent.add(last);
            if (last.endedBy != Task.ExitSource.THREAD) {
                untold.add(met ? known : last);
            }
            sink.accept(met ? known : last);
        }
        for (int i = 0; i < table.count(); i++) {
            Task task = table.tasks()[i];
            if (task.gone && task.seen && !task.ended) {
                task.endedBy = Task.ExitSource.SAMPLER;
                task.end();
                if (!task.toldBefore) {
                    untold.add(task);
                }
                sink.accept(task);
            }
        }
    }

    void forgetUntold() {
        untold.clear();
    }

    /** As {@link #meet}, between two looks, when {@link #areCrowded}. */
    void meetEarly(TaskTable table, Consumer<Task> sink) {
        meet(table, sink);
        recent.forgetGone();
    }

    /** Those who have ended and could not say so themselves; each is handed out once. */
    void untold(Consumer<Task> sink) {
        for (Task task = untold.poll(); task != null; task = untold.poll()) {
            sink.accept(task);
        }
    }
}
