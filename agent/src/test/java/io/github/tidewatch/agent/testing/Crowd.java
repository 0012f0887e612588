package io.github.tidewatch.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Standing threads that each do a different, known amount of work, and short-lived ones meanwhile. Writes for each its
 * name, tid and CPU time at its end to the file {@code threads}. Arguments: directory, standing, short-lived.
 */
public final class Crowd {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 5;
    private static final int BATCH = 100;

    private final String[] lines;
    private final CountDownLatch worked;
    private final CountDownLatch recorded = new CountDownLatch(1);

    private Crowd(int standing, int brief) {
        lines = new String[standing + brief];
        worked = new CountDownLatch(standing);
    }

    public static void main(String[] args) throws Exception {
        int standing = Integer.parseInt(args[1]);
        int brief = Integer.parseInt(args[2]);
        SelfRecording.prepare();
        new Crowd(standing, brief).run(Paths.get(args[0]), standing, brief);
    }

    private void run(Path directory, int standing, int brief) throws IOException, InterruptedException {
        note(0); // links the code, so that this is nobody's work
        try (SelfRecording recording = SelfRecording.start("crowd", "20 ms")) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < standing; i++) {
                int place = i;
                threads.add(start("worker-" + i, () -> work(place)));
            }
            List<Thread> batch = new ArrayList<>();
            for (int i = 0; i < brief; i++) {
                int place = standing + i;
                batch.add(start("brief-" + i, () -> workBriefly(place)));
                if (batch.size() == BATCH) {
                    joinAll(batch);
                }
            }
            joinAll(batch);
            worked.await();
            Thread.sleep(200); // until all have gone to sleep
            recording.stop(directory.resolve("crowd.jfr"));
            recorded.countDown();
            joinAll(threads);
        }
        Files.write(directory.resolve("threads"), List.of(lines));
    }

    private static void joinAll(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 128 * 1024);
        thread.start();
        return thread;
    }

    private void work(int place) {
        for (int round = 1; round <= ROUNDS; round++) {
            spinUntil(100_000L * round * (place % 50 + 1));
            sleep(place % 7 * 10L);
        }
        note(place);
        worked.countDown();
        try {
            recorded.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void workBriefly(int place) {
        spinUntil(place % 20 * 10_000L);
        if (place % 25 == 0) {
            sleep(20); // long enough to be seen
        }
        note(place);
    }

    private void note(int place) {
        try {
            String name = Thread.currentThread().getName();
            lines[place] = name + " " + Witness.ownTid() + " " + THREADS.getCurrentThreadCpuTime();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void spinUntil(long cpuTime) {
        while (THREADS.getCurrentThreadCpuTime() < cpuTime) {
            Thread.onSpinWait();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
