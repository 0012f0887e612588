package io.github.tidewatch.agent.jfr.event;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.locks.LockSupport;

/**
 * What the JDK's scheduler of virtual threads does at a moment, asked of its carriers and of the pool that they are the workers
 * of, in sum if they are of several: what the JDK's own {@code VirtualThreadSchedulerMXBean} asks, too, but from JDK 21 on and
 * without the platform's MBeans. Where a carrier waits, {@link LockSupport#getBlocker} says whether for work. Not safe for use
 * by several threads at once.
 */
final class SchedulerState {
    private final CarrierBlocking blocking;
    private final List<ForkJoinPool> pools = new ArrayList<>();
    private int parallelism;
    private int carriers;
    private int mounted;
    private int pinned;
    private int compensating;
    private long queued;

    SchedulerState(CarrierBlocking blocking) {
        this.blocking = blocking;
    }

    /** Asks these carriers. Without any, nothing is mounted or queued; the parallelism is what it was. */
    void read(List<Thread> threads) {
        carriers = 0;
        mounted = 0;
        pinned = 0;
        compensating = 0;
        queued = 0;
        for (int i = 0; i < threads.size(); i++) {
            ForkJoinWorkerThread carrier = (ForkJoinWorkerThread) threads.get(i);
            ForkJoinPool pool = carrier.getPool();
            if (!pools.contains(pool)) {
                pools.add(pool);
            }
            add(carrier, pool);
        }
        if (!pools.isEmpty()) {
            addPools();
            pools.clear();
        }
    }

    private void addPools() {
        parallelism = 0;
        for (int i = 0; i < pools.size(); i++) {
            ForkJoinPool pool = pools.get(i);
            parallelism += pool.getParallelism();
            queued += pool.getQueuedTaskCount() + pool.getQueuedSubmissionCount();
        }
    }

    private void add(ForkJoinWorkerThread carrier, ForkJoinPool pool) {
        // Before and after, since it is set before the thread waits for work, and taken back when it waits no more.
        boolean idle = LockSupport.getBlocker(carrier) == pool;
        Thread.State state = carrier.getState();
        idle |= LockSupport.getBlocker(carrier) == pool;
        if (state == Thread.State.TERMINATED) {
            return;
        }
        carriers++;
        if (!idle) {
            mounted++;
            pinned += state == Thread.State.RUNNABLE ? 0 : 1;
            compensating += blocking.isCompensated(carrier) ? 1 : 0;
        }
    }

    int parallelism() {
        return parallelism;
    }

    int carriers() {
        return carriers;
    }

    int mounted() {
        return mounted;
    }

    int pinned() {
        return pinned;
    }

    int compensating() {
        return compensating;
    }

    long queued() {
        return queued;
    }
}
