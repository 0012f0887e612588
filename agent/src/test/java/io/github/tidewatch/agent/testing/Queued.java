package io.github.tidewatch.agent.testing;

import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/**
 * Has an executor of one worker do tasks of 30 ms while it records spans itself, and prints of each {@code task N LEAST MOST}: for how
 * many nanoseconds it can have been queued. Argument: the recording.
 */
public final class Queued {
    private static final long MILLIS = 1_000_000;
    private static final long UNKNOWN_AT_FIRST = 500 * MILLIS;
    private static final long TASK = 30 * MILLIS;

    private static long lastEnd = System.nanoTime();

    private Queued() {}

    /** As said above. */
    public static void main(String[] args) throws Exception {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
        FlightRecorder.getFlightRecorder();
        Woven.awaitWeaving();
        try (Recording recording = new Recording()) {
            recording.enable("tidewatch.Span").withoutThreshold();
            recording.enable("tidewatch.Status");
            recording.start();
            // What is queued at first is not known.
            for (long begin = System.nanoTime(); System.nanoTime() - begin < UNKNOWN_AT_FIRST; ) {
                executor.submit(() -> {}).get();
                CompletableFuture.runAsync(() -> {}, executor).get();
                Thread.sleep(20);
            }
            List<Future<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int number = i;
                long before = System.nanoTime();
                long[] submitted = new long[1];
                Runnable task = () -> run(number, before, submitted);
                tasks.add(i % 2 == 0 ? executor.submit(task) : CompletableFuture.runAsync(task, executor));
                synchronized (submitted) {
                    submitted[0] = System.nanoTime();
                }
            }
            for (Future<?> task : tasks) {
                task.get();
            }
            executor.submit(() -> System.out.println("frames of ours " + hasFramesOfOurs()))
                    .get();
            recording.stop();
            recording.dump(Paths.get(args[0]));
        }
        executor.shutdown();
        System.out.println("ended " + executor.awaitTermination(10, TimeUnit.SECONDS));
    }

    private static void run(int number, long before, long[] submitted) {
        long begin = System.nanoTime();
        long after;
        synchronized (submitted) {
            after = submitted[0] == 0 ? begin : submitted[0];
        }
        System.out.println("task " + number + " " + Math.max(0, lastEnd - after) + " " + (begin - before));
        while (System.nanoTime() - begin < TASK) {
            Thread.onSpinWait();
        }
        lastEnd = System.nanoTime();
    }

    /** No frame of ours is in the stack of a task. */
    private static boolean hasFramesOfOurs() {
        for (StackTraceElement frame : Thread.currentThread().getStackTrace()) {
            if (frame.toString().contains("Tidewatch")) {
                return true;
            }
        }
        return false;
    }
}
