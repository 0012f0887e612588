package io.github.tidewatch.agent.cli.doctor;

import io.github.tidewatch.procfs.PidNamespace;
import io.github.tidewatch.procfs.SchedStat;
import io.github.tidewatch.procfs.TaskStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that says who it is, waits, does its work and waits again, so that it can be measured at rest. */
final class Probe {
    /** On a busy machine a thread that is about to sleep waits long for a CPU first. */
    private static final long MOST_PATIENCE = 10_000_000_000L;

    private final Thread thread;
    private final CountDownLatch begin;
    private final CountDownLatch end;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    /** The thread's number in {@code /proc}; 0 if it is unknown. */
    private volatile int number;

    private volatile int tid;

    /**
     * A probe.
     *
     * @param begin is awaited before the work
     * @param end is awaited after it
     */
    Probe(String name, Runnable work, CountDownLatch begin, CountDownLatch end) {
        this.begin = begin;
        this.end = end;
        thread = new Thread(() -> run(work), name);
        thread.setDaemon(true);
    }

    void start() throws InterruptedException {
        thread.start();
        ready.await();
    }

    private void run(Runnable work) {
        try {
            number = PidNamespace.callingThread();
            tid = tidOf(number);
            ready.countDown();
            begin.await();
            work.run();
            done.countDown();
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ready.countDown();
            done.countDown();
        }
    }

    /** In a pid namespace with the host's /proc, that numbers threads otherwise than system calls do. */
    private static int tidOf(int number) {
        try {
            return PidNamespace.tidOf(Path.of("/proc/self/task/" + number));
        } catch (IOException e) {
            return number;
        }
    }

    /**
     * Until it sleeps: on its way there it may wait for a CPU for long, which would be in one of two reads of its
     * counters and not in the other. Not for ever, as the numbers show it then.
     */
    void awaitRest() throws InterruptedException {
        long start = System.nanoTime();
        while (!(thread.getState() == Thread.State.WAITING && sleeps()) && System.nanoTime() - start < MOST_PATIENCE) {
            Thread.sleep(1);
        }
    }

    private boolean sleeps() {
        try {
            return TaskStat.read(Path.of("/proc/self/task/" + number + "/stat")).state() == 'S';
        } catch (IOException e) {
            return true; // unknown
        }
    }

    /** What schedstat says now; all zero where it says nothing. */
    SchedStat schedstat() {
        try {
            return SchedStat.read(Path.of("/proc/self/task/" + number + "/schedstat"));
        } catch (IOException e) {
            return new SchedStat();
        }
    }

    /** The thread's id, as system calls have it; valid once it has started, -1 if it is unknown. */
    int tid() {
        return tid;
    }

    /** Waits until the work is done; returns false if that takes longer. */
    boolean awaitDone(long millis) throws InterruptedException {
        return done.await(millis, TimeUnit.MILLISECONDS);
    }

    boolean isDone() {
        return done.getCount() == 0;
    }
}
