package io.github.tidewatch.agent.weave;

import java.util.concurrent.TimeUnit;

/** Has the calling thread rest after work, so that the application goes on meanwhile. For one thread. */
final class Pace {
    private final long stretch;
    private final long factor;
    private final long longest;
    private long begin = System.nanoTime();

    private Pace(long stretchMillis, long factor, long longestMillis) {
        stretch = TimeUnit.MILLISECONDS.toNanos(stretchMillis);
        this.factor = factor;
        longest = TimeUnit.MILLISECONDS.toNanos(longestMillis);
    }

    /** Of work that takes CPU time: half of one CPU at most. */
    static Pace ofReading() {
        return new Pace(10, 1, 1000);
    }

    /** Of work that stops all threads: a tenth of the time, unless a single stop takes longer than half a second. */
    static Pace ofStops() {
        return new Pace(0, 10, 5000);
    }

    /** Work begins now. */
    void start() {
        begin = System.nanoTime();
    }

    /** Rests if it has worked for long enough since it started or rested. Returns for how long it worked, in nanoseconds. */
    long restIfDue() {
        long worked = System.nanoTime() - begin;
        if (worked >= stretch) {
            rest(Math.min(longest, factor * worked));
            start();
        }
        return worked;
    }

    private static void rest(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts this thread
        }
    }
}
