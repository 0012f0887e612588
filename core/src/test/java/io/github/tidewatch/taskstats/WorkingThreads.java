package io.github.tidewatch.taskstats;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.rusage.ResourceUsage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that each did a known amount of work that no other did, and now do nothing: thread n slept 40 n times and
 * computed n milliseconds more than the one before it. What each says of itself is the witness.
 */
final class WorkingThreads implements AutoCloseable {
    static final int SWITCHES_APART = 40;

    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread[] threads;
    private final int[] tids;
    private final ResourceUsage[] own;

    WorkingThreads(int count) throws InterruptedException {
        threads = new Thread[count];
        tids = new int[count];
        own = new ResourceUsage[count];
        CountDownLatch done = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            int index = i;
            threads[i] = new Thread(() -> run(index, done), name(i));
            threads[i].setDaemon(true);
            threads[i].start();
        }
        done.await();
        // Until the last has stopped running.
        for (int tid : tids) {
            ProcTask.of(tid).awaitSleep();
        }
    }

    private void run(int index, CountDownLatch done) {
        tids[index] = HostSystemCalls.get().gettid();
        for (int i = 0; i < index * SWITCHES_APART; i++) {
            LockSupport.parkNanos(20_000);
        }
        long until = System.nanoTime() + index * 1_000_000L;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        own[index] = ResourceUsage.ofThread();
        done.countDown();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String name(int index) {
        return "worker-" + index;
    }

    int[] tids() {
        return tids.clone();
    }

    ResourceUsage own(int index) {
        return own[index];
    }

    @Override
    public void close() {
        end.countDown();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
