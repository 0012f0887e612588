package io.github.tidewatch.agent.testing;

import java.util.concurrent.TimeUnit;

/** Has all CPUs from its first line on. Arguments: number of threads, seconds. */
public final class StarvedStart {
    private StarvedStart() {}

    public static void main(String[] args) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[1]));
        Thread[] threads = new Thread[Integer.parseInt(args[0])];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(
                    () -> {
                        while (System.nanoTime() < end) {
                            Thread.onSpinWait();
                        }
                    },
                    "spinner-" + i);
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
