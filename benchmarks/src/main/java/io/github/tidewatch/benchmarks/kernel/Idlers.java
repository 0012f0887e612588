package io.github.tidewatch.benchmarks.kernel;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Threads that wait, and their tids. */
public final class Idlers implements Closeable {
    private static final long STACK_BYTES = 256 * 1024;

    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final int[] tids;

    /** Starts {@code count} threads and waits until each runs. */
    public Idlers(int count) throws InterruptedException {
        tids = new int[count];
        CountDownLatch begun = new CountDownLatch(count);
        SystemCalls calls = HostSystemCalls.get();
        for (int i = 0; i < count; i++) {
            int index = i;
            Thread thread = new Thread(
                    null,
                    () -> {
                        tids[index] = calls.gettid();
                        begun.countDown();
                        await(end);
                    },
                    "idler-" + i,
                    STACK_BYTES);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        begun.await();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public int[] tids() {
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
