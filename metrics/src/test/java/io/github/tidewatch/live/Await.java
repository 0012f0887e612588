package io.github.tidewatch.live;

import java.util.function.BooleanSupplier;

/** Waits for what comes when Flight Recorder flushes. */
final class Await {
    private static final long MOST_NANOS = 60_000_000_000L;

    private Await() {}

    static void until(String what, BooleanSupplier holds) throws InterruptedException {
        long begin = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - begin > MOST_NANOS) {
                throw new AssertionError("not within a minute: " + what);
            }
            Thread.sleep(20);
        }
    }
}
