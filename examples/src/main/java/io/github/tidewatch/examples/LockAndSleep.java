package io.github.tidewatch.examples;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Threads that wait voluntarily, in the four usual ways. */
final class LockAndSleep implements Workload {
    // All wake up several times a second: a thread that does nothing at all in an interval has no record in it.
    private static final long PAUSE_MILLIS = 100;
    private static final int LOCK_WAITERS = 3;

    @Override
    public String name() {
        return "lock-and-sleep";
    }

    @Override
    public String shows() {
        return "threads that sleep, park, wait for a lock or for a queue: nearly all their time is voluntary wait";
    }

    @Override
    public int defaultSeconds() {
        return 10;
    }

    @Override
    public void run(Settings settings, Progress progress) throws IOException, InterruptedException {
        try (Crew crew = new Crew()) {
            startWaiters(crew);
            crew.work(name(), settings.seconds(), progress);
        }
    }

    static void startWaiters(Crew crew) {
        BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        crew.start("sleeper", () -> {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(PAUSE_MILLIS);
                queue.put("awake");
            }
        });
        crew.start("queue-waiter", () -> {
            while (!Thread.currentThread().isInterrupted()) {
                queue.take();
            }
        });
        crew.start("parker", () -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
            }
        });

        // A fair lock hands itself round, so the holder is back only after every waiter had it once.
        ReentrantLock lock = new ReentrantLock(true);
        crew.start("lock-holder", () -> holdRepeatedly(lock, PAUSE_MILLIS));
        for (int i = 1; i <= LOCK_WAITERS; i++) {
            crew.start("lock-waiter-" + i, () -> holdRepeatedly(lock, 1));
        }
    }

    private static void holdRepeatedly(ReentrantLock lock, long millis) throws InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            lock.lockInterruptibly();
            try {
                Thread.sleep(millis);
            } finally {
                lock.unlock();
            }
        }
    }
}
