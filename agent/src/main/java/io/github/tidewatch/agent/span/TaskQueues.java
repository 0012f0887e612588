package io.github.tidewatch.agent.span;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * How long a task waited in the queue of its {@link ThreadPoolExecutor} until a worker took it, while a recording wants
 * spans. What is not certain is unknown. Bounded in tasks and executors, of which it keeps none alive. Safe for use by any threads
 * at once.
 */
final class TaskQueues {
    static final long UNKNOWN = Long.MIN_VALUE;

    /** Noted at once, of all executors. */
    static final int MOST_TASKS = 65_536;

    private static final int MOST_EXECUTORS = 1024;

    /** In one call, which is the application's time. */
    private static final int MOST_FORGOTTEN = 64;

    /** At first some threads are still between a queue and what is called here. */
    static final long GRACE = TimeUnit.MILLISECONDS.toNanos(200);

    /** What is noted while recordings want spans without a pause. */
    private static final class Period {
        final int pauses;
        final long begin = System.nanoTime();
        final ConcurrentHashMap<WeakIdentity, ExecutorQueue> executors = new ConcurrentHashMap<>();
        final ReferenceQueue<Object> cleared = new ReferenceQueue<>();
        final AtomicInteger size = new AtomicInteger();

        Period(int pauses) {
            this.pauses = pauses;
        }

        void forgetCleared() {
            Reference<?> next = cleared.poll();
            for (int i = 0; i < MOST_FORGOTTEN && next != null; i++, next = cleared.poll()) {
                WeakIdentity key = (WeakIdentity) next;
                Object removed = key.map.remove(key);
                if (removed instanceof QueuedTask) {
                    size.decrementAndGet();
                } else if (removed instanceof ExecutorQueue) {
                    ((ExecutorQueue) removed).clear();
                }
            }
        }
    }

    /** A span that begins later is not the begin of what waited: a worker may do one task for ever. */
    private static final long ADJACENT = TimeUnit.SECONDS.toNanos(1);

    /** The task that a worker has taken last. */
    private static final class Taken {
        int pauses;
        long at;
        long waited = UNKNOWN;
    }

    private final BooleanSupplier wanted;
    private final IntSupplier pauses;
    private final long grace;

    @SuppressWarnings("ThreadLocalUsage") // there is one for each change of filters
    private final ThreadLocal<Taken> taken = new ThreadLocal<>();

    private volatile Period period;

    /**
     * Nothing is noted yet.
     *
     * @param wanted whether a recording wants spans
     * @param pauses how often recordings ceased to want them
     * @param grace for how long nothing is known at first, in nanoseconds: {@link #GRACE}
     */
    TaskQueues(BooleanSupplier wanted, IntSupplier pauses, long grace) {
        this.grace = grace;
        this.wanted = wanted;
        this.pauses = pauses;
    }

    /**
     * What is to be called, each with an executor and a task: when it is about to be put into the queue; when it was taken out by
     * another than a worker, or refused; when a worker took it; when a worker begins with it, which had it from the start.
     */
    List<BiConsumer<Object, Object>> calls() {
        return List.of(this::queued, this::withdrawn, this::taken, this::started);
    }

    /** Has all classes loaded that it needs: the next time is in a thread of the application, which may hold any lock. */
    static void warmUp() {
        TaskQueues queues = new TaskQueues(() -> true, () -> 0, 0);
        // It never has a thread.
        ThreadPoolExecutor executor = new ThreadPoolExecutor(0, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        Runnable task = () -> {};
        queues.queued(executor, task);
        queues.withdrawn(executor, task);
        queues.queued(executor, task);
        queues.taken(executor, task);
        queues.queued(executor, task);
        queues.started(executor, task);
        queues.waited();
        queues.taken.remove();
    }

    private Period period() {
        if (!wanted.getAsBoolean()) {
            if (period != null) {
                period = null; // what is noted is void
            }
            return null;
        }
        Period present = period;
        int now = pauses.getAsInt();
        if (present == null || present.pauses != now) {
            present = begin(now);
        }
        return System.nanoTime() - present.begin < grace ? null : present;
    }

    private synchronized Period begin(int now) {
        if (period == null || period.pauses != now) {
            period = new Period(now);
        }
        return period;
    }

    private void queued(Object executor, Object task) {
        Period present = period();
        if (present == null || task == null) {
            return;
        }
        present.forgetCleared();
        ThreadPoolExecutor of = (ThreadPoolExecutor) executor;
        ExecutorQueue queue = present.executors.get(new WeakIdentity(executor));
        if (queue == null) {
            if (present.executors.size() >= MOST_EXECUTORS) {
                return;
            }
            // Made before it is put there: it asks the application's queue, which may lock, and no lock of the map may
            // be held
            // then.
            ExecutorQueue made = new ExecutorQueue(of, present.size, present.cleared);
            ExecutorQueue other =
                    present.executors.putIfAbsent(new WeakIdentity(executor, present.cleared, present.executors), made);
            queue = other == null ? made : other;
        }
        queue.add(of, task, System.nanoTime());
    }

    private static ExecutorQueue known(Period present, Object executor) {
        return present == null ? null : present.executors.get(new WeakIdentity(executor));
    }

    private void withdrawn(Object executor, Object task) {
        take(null, UNKNOWN); // the calling thread may run what was refused
        ExecutorQueue queue = known(period(), executor);
        if (queue != null && task != null) {
            queue.takeNoted(task);
        }
    }

    private void taken(Object executor, Object task) {
        if (task == null) {
            take(null, UNKNOWN); // the worker ends
            return;
        }
        Period present = period();
        ExecutorQueue queue = known(present, executor);
        take(present, queue == null ? UNKNOWN : queue.take(task));
    }

    private void started(Object executor, Object task) {
        if (task != null) {
            Period present = period();
            ExecutorQueue queue = known(present, executor);
            take(present, queue == null ? UNKNOWN : queue.takeNoted(task));
        }
    }

    private void take(Period present, long since) {
        Taken own = taken.get();
        if (own == null) {
            if (since == UNKNOWN) {
                return;
            }
            own = new Taken();
            taken.set(own);
        }
        own.pauses = present == null ? 0 : present.pauses; // without one nothing is known
        own.at = System.nanoTime();
        own.waited = since == UNKNOWN ? UNKNOWN : Math.max(0, own.at - since);
    }

    /**
     * How long the task waited that the calling thread took last, in nanoseconds; {@link #UNKNOWN} if that is not known, was
     * asked before, or the thread took it more than a second ago.
     */
    long waited() {
        Taken own = taken.get();
        if (own == null || own.waited == UNKNOWN) {
            return UNKNOWN;
        }
        boolean isAdjacent = System.nanoTime() - own.at < ADJACENT;
        long waited = isAdjacent && own.pauses == pauses.getAsInt() ? own.waited : UNKNOWN;
        own.waited = UNKNOWN;
        return waited;
    }
}
