package io.github.tidewatch.taskstats;

import io.github.tidewatch.rusage.ResourceUsage;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that each did a known amount of work that no other did, and now do nothing: thread n slept 40 n times and
 * computed n milliseconds more than the one before it. What each says of itself is the witness.
 */
final class WorkingThreads implements AutoCloseable {
    static final int SWITCHES_APART = 40;

    private final ResourceUsage[] own;
    private final SleepingThreads threads;

    WorkingThreads(int count) throws InterruptedException {
        own = new ResourceUsage[count];
        threads = new SleepingThreads(count, "worker-", this::work);
        // Until the last has stopped running.
        for (int tid : threads.tids()) {
            ProcTask.of(tid).awaitSleep();
        }
    }

    private void work(int index) {
        for (int i = 0; i < index * SWITCHES_APART; i++) {
            LockSupport.parkNanos(20_000);
        }
        long until = System.nanoTime() + index * 1_000_000L;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        own[index] = ResourceUsage.ofThread();
    }

    String name(int index) {
        return threads.name(index);
    }

    int[] tids() {
        return threads.tids();
    }

    ResourceUsage own(int index) {
        return own[index];
    }

    @Override
    public void close() {
        threads.close();
    }
}
