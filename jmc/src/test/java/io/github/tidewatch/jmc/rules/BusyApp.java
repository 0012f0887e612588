package io.github.tidewatch.jmc.rules;

import java.util.concurrent.TimeUnit;

/** One thread that computes for the seconds given, and has a CPU for that. */
final class BusyApp {
    private BusyApp() {}

    public static void main(String[] args) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[0]));
        Thread thread = new Thread(
                () -> {
                    while (System.nanoTime() - end < 0) {}
                },
                "well-fed");
        thread.start();
        thread.join();
    }
}
