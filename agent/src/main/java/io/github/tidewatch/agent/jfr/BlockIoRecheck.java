package io.github.tidewatch.agent.jfr;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;

/**
 * Calls for a recheck every 10 to 20 ms while one is wanted, which is seldom: JFR's periodic thread, which does all else,
 * keeps to the period that the recording asks for. At random, so that no rhythm of the application's is missed. The
 * thread ends when no more rechecks are wanted.
 */
final class BlockIoRecheck {
    private static final long SHORTEST = 10_000_000;
    private static final long LONGEST = 20_000_000;

    private final LongSupplier recheck;
    private final BiPredicate<String, Runnable> threads;
    private boolean running;

    /**
     * BlockIoRecheck.
     *
     * @param recheck to be called; answers how many nanoseconds later another is wanted at the earliest, negative if none is
     * @param threads starts a thread, or answers that none is available at present
     */
    BlockIoRecheck(LongSupplier recheck, BiPredicate<String, Runnable> threads) {
        this.recheck = recheck;
        this.threads = threads;
    }

    /** Begins, unless it is at it already; does without where no thread is available. To be called again and again. */
    synchronized void request() {
        if (!running) {
            running = threads.test("Tidewatch Block I/O", this::run);
        }
    }

    private void run() {
        long[] pause = new long[1];
        Guarded guarded = new Guarded("rechecking block I/O", () -> pause[0] = recheck.getAsLong(), why -> {});
        do {
            long next = ThreadLocalRandom.current().nextLong(SHORTEST, LONGEST);
            LockSupport.parkNanos(Math.max(next, pause[0]));
            if (!Guarded.isBusy()) { // a sample serves as well as a recheck, however long it takes
                pause[0] = -1;
                guarded.run();
            }
        } while (pause[0] >= 0);
        synchronized (this) {
            running = false;
        }
    }
}
