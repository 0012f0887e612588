package io.github.tidewatch.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Named threads that each print their tid and then work until they are interrupted. */
final class Crew implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();

    /** What a thread does, once or again and again. */
    interface Work {
        void run() throws Exception;
    }

    /** Starts a thread that does this once; returns when it has printed its tid. */
    void once(String name, Work work) throws InterruptedException {
        CountDownLatch known = new CountDownLatch(1);
        Thread thread = new Thread(() -> run(name, known, work), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        known.await();
    }

    /** Starts a thread that does this until it is interrupted. */
    void start(String name, Work work) throws InterruptedException {
        once(name, () -> {
            while (!Thread.currentThread().isInterrupted()) {
                work.run();
            }
        });
    }

    /** Starts a thread that computes without a pause. */
    void spin(String name) throws InterruptedException {
        start(name, () -> {});
    }

    private static void run(String name, CountDownLatch known, Work work) {
        try {
            System.out.println("thread " + Witness.ownTid() + " " + name);
            known.countDown();
            work.run();
        } catch (InterruptedException | ClosedByInterruptException e) {
            return; // it is time to end
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        for (Thread thread : threads) {
            thread.interrupt();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
