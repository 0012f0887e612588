package io.github.tidewatch.agent.span;

import java.lang.ref.ReferenceQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Since when the tasks of one executor wait. A task that was queued before it was noted, and is queued again, must not get
 * the later time: what may be of before is unknown. Safe for use by any threads at once.
 */
final class ExecutorQueue {
    private static final long UNTIL_EMPTY = Long.MAX_VALUE;

    /** Their tasks are taken in the order in which they were put in. Another class may do as it likes. */
    private static final Set<Class<?>> IN_ORDER = Set.of(
            LinkedBlockingQueue.class,
            ArrayBlockingQueue.class,
            LinkedBlockingDeque.class,
            LinkedTransferQueue.class,
            SynchronousQueue.class);

    private final ConcurrentHashMap<WeakIdentity, QueuedTask> tasks = new ConcurrentHashMap<>();
    private final AtomicInteger size;
    private final ReferenceQueue<Object> cleared;

    /** How many tasks that are not noted may be ahead of those that are. */
    private final AtomicLong ahead = new AtomicLong();

    /**
     * A queue of which nothing is known yet.
     *
     * @param size how many tasks of all executors are noted
     * @param cleared gets the keys of those that are gone
     */
    ExecutorQueue(ThreadPoolExecutor executor, AtomicInteger size, ReferenceQueue<Object> cleared) {
        this.size = size;
        this.cleared = cleared;
        loseTrack(executor.getQueue(), 0);
    }

    /** What is noted is of no use: it may be behind what is not. */
    private void loseTrack(Queue<Runnable> queue, int more) {
        if (!tasks.isEmpty()) {
            clear();
        }
        int waiting = queue.size() + more;
        ahead.set(waiting == 0 || IN_ORDER.contains(queue.getClass()) ? waiting : UNTIL_EMPTY);
    }

    /** A task is about to be put into it. */
    void add(ThreadPoolExecutor executor, Object task, long now) {
        if (ahead.get() == UNTIL_EMPTY) {
            if (!executor.getQueue().isEmpty()) {
                return;
            }
            ahead.set(0);
        }
        if (size.get() >= TaskQueues.MOST_TASKS) {
            loseTrack(executor.getQueue(), 1);
            return;
        }
        for (boolean noted = false; !noted; ) {
            WeakIdentity key = new WeakIdentity(task, cleared, tasks);
            QueuedTask waiting = tasks.computeIfAbsent(key, missing -> {
                size.incrementAndGet();
                return new QueuedTask();
            });
            noted = waiting.add(now);
            if (!noted) {
                remove(key, waiting);
            }
        }
    }

    /** The executor is gone, and all that it had. */
    void clear() {
        tasks.forEach(this::remove);
    }

    private void remove(WeakIdentity key, QueuedTask waiting) {
        if (tasks.remove(key, waiting)) {
            size.decrementAndGet();
        }
    }

    /** A worker has taken a task out of it. Answers since when it waited, or {@link TaskQueues#UNKNOWN}. */
    long take(Object task) {
        long before = ahead.get();
        while (before > 0 && before != UNTIL_EMPTY) {
            if (ahead.compareAndSet(before, before - 1)) {
                return TaskQueues.UNKNOWN;
            }
            before = ahead.get();
        }
        return before == 0 ? takeNoted(task) : TaskQueues.UNKNOWN;
    }

    /** The same of one that was never in the queue, or was withdrawn from it. */
    long takeNoted(Object task) {
        WeakIdentity key = new WeakIdentity(task);
        QueuedTask waiting = tasks.get(key);
        if (waiting == null) {
            return TaskQueues.UNKNOWN;
        }
        long since = waiting.take();
        if (waiting.isOut()) {
            remove(key, waiting);
        }
        return since;
    }
}
