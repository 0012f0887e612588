package io.github.tidewatch.taskstats;

import io.github.tidewatch.linux.HostSystemCalls;
import java.util.concurrent.CountDownLatch;

/** Threads that do nothing and have known tids and names. */
final class SleepingThreads implements AutoCloseable {
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread[] threads;
    private final int[] tids;

    SleepingThreads(int count) throws InterruptedException {
        threads = new Thread[count];
        tids = new int[count];
        CountDownLatch started = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            int index = i;
            threads[i] = new Thread(
                    () -> {
                        tids[index] = HostSystemCalls.get().gettid();
                        started.countDown();
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
        started.await();
    }

    String name(int index) {
        return "sleeper-" + index;
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
