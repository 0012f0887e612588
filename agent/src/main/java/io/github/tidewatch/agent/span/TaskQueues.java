package io.github.tidewatch.agent.span;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
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
            for (Reference<?> next = cleared.poll(); next != null; next = cleared.poll()) {
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

    /** The task that a worker has taken last. */
    private static final class Taken {
        Period period;
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

    private Period period() {
        if (!wanted.getAsBoolean()) {
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
            queue = present.executors.computeIfAbsent(
                    new WeakIdentity(executor, present.cleared, present.executors),
                    missing -> new ExecutorQueue(of, present.size, present.cleared));
        }
        queue.add(of, task, System.nanoTime());
    }

    private static ExecutorQueue known(Period present, Object executor) {
        return present == null ? null : present.executors.get(new WeakIdentity(executor));
    }

    private void withdrawn(Object executor, Object task) {
        ExecutorQueue queue = known(period(), executor);
        if (queue != null && task != null) {
            queue.takeNoted(task);
        }
    }

    private void taken(Object executor, Object task) {
        if (task != null) {
            Period present = period();
            ExecutorQueue queue = known(present, executor);
            take(present, queue == null ? UNKNOWN : queue.take(task));
        }
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
        own.period = present;
        own.waited = since == UNKNOWN ? UNKNOWN : Math.max(0, System.nanoTime() - since);
    }

    /**
     * How long the task waited that the calling thread took last, in nanoseconds; {@link #UNKNOWN} if that is not known, or was
     * asked before.
     */
    long waited() {
        Taken own = taken.get();
        if (own == null || own.waited == UNKNOWN) {
            return UNKNOWN;
        }
        long waited = own.period != null && own.period.pauses == pauses.getAsInt() ? own.waited : UNKNOWN;
        own.waited = UNKNOWN;
        return waited;
    }
}
