package io.github.tidewatch.taskstats;

import io.github.tidewatch.linux.HostSystemCalls;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;

/** Threads that do nothing any more, and have known tids and names. */
final class SleepingThreads implements AutoCloseable {
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread[] threads;
    private final int[] tids;

    private final String prefix;

    SleepingThreads(int count) throws InterruptedException {
        this(count, "sleeper-", index -> {});
    }

    /** They sleep when each has done its {@code work}. */
    SleepingThreads(int count, String prefix, IntConsumer work) throws InterruptedException {
        this.prefix = prefix;
        threads = new Thread[count];
        tids = new int[count];
        CountDownLatch done = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            int index = i;
            threads[i] = new Thread(
                    () -> {
                        tids[index] = HostSystemCalls.get().gettid();
                        work.accept(index);
                        done.countDown();
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    name(i));
            threads[i].setDaemon(true);
            threads[i].start();
        }
        done.await();
    }

    String name(int index) {
        return prefix + index;
    }

    int[] tids() {
        return tids.clone();
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
