package io.github.tidewatch.agent.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * A thread that computes in two methods, three times as long in the one, beside others on its CPU, and one that sleeps in two.
 * Prints what the first measured of each: wall-clock time and CPU time, in nanoseconds. Argument: how many milliseconds the first
 * is to be on a CPU, a sample each 10 or 20.
 */
public final class TwoMethods {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long MILLI = 1_000_000;

    static volatile double result;

    private TwoMethods() {}

    public static void main(String[] args) throws Exception {
        Apps.awaitAgent();
        long most = Long.parseLong(args[0]) * MILLI;
        try (Crew crew = new Crew()) {
            for (int i = 0; i < 2; i++) {
                crew.spin("spinner-" + i);
            }
            crew.start("sleeper", () -> {
                sleepsLong();
                sleepsShort();
            });
            long[] often = new long[2];
            long[] seldom = new long[2];
            Thread worker = new Thread(
                    () -> {
                        while (often[1] + seldom[1] < most) {
                            measured(often, TwoMethods::often);
                            measured(seldom, TwoMethods::seldom);
                        }
                    },
                    "worker");
            worker.start();
            worker.join();
            System.out.println("often " + often[0] + " " + often[1]);
            System.out.println("seldom " + seldom[0] + " " + seldom[1]);
        }
    }

    private static void measured(long[] sums, Runnable work) {
        long wall = System.nanoTime();
        long cpu = THREADS.getCurrentThreadCpuTime();
        work.run();
        sums[1] += THREADS.getCurrentThreadCpuTime() - cpu;
        sums[0] += System.nanoTime() - wall;
    }

    private static void often() {
        long end = THREADS.getCurrentThreadCpuTime() + 30 * MILLI;
        double sum = 0;
        while (THREADS.getCurrentThreadCpuTime() < end) {
            for (int i = 0; i < 10_000; i++) {
                sum += Math.sqrt(i);
            }
        }
        result = sum;
    }

    private static void seldom() {
        long end = THREADS.getCurrentThreadCpuTime() + 10 * MILLI;
        double sum = 0;
        while (THREADS.getCurrentThreadCpuTime() < end) {
            for (int i = 0; i < 10_000; i++) {
                sum += Math.sqrt(i);
            }
        }
        result = sum;
    }

    private static void sleepsLong() throws InterruptedException {
        Thread.sleep(90);
    }

    private static void sleepsShort() throws InterruptedException {
        Thread.sleep(30);
    }
}
