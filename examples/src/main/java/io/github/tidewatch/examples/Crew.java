package io.github.tidewatch.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The named threads of one workload. They work until interrupted, which {@link #close()} does; one that fails
 * ends the workload, so that no recording lacks a thread unnoticed. To be used by one thread.
 */
final class Crew implements AutoCloseable {
    /** What one thread does until it is interrupted. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final CountDownLatch failed = new CountDownLatch(1);
    private volatile boolean stopping;

    void start(String name, Work work) {
        Thread thread = new Thread(() -> perform(work), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Lets the threads work for the given time. */
    void work(String workload, int seconds, Progress progress) throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (int second = 1; second <= seconds; second++) {
            long rest = start + TimeUnit.SECONDS.toNanos(second) - System.nanoTime();
            if (failed.await(rest, TimeUnit.NANOSECONDS)) {
                throw new IOException("a thread of the workload failed: " + failure.get(), failure.get());
            }
            progress.elapsed(workload, second, seconds);
        }
    }

    @Override
    public void close() {
        stopping = true;
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void perform(Work work) {
        try {
            work.run();
        } catch (Exception e) {
            // An interrupted thread may leave by InterruptedException or by a channel closed under it.
            if (!stopping) {
                failure.compareAndSet(null, e);
                failed.countDown();
            }
        }
    }
}
