package io.github.tidewatch.agent.jfr;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Calls for a glance every 10 to 20 ms while one is wanted, which is seldom: JFR's periodic thread, which does all else,
 * keeps to the period that the recording asks for. At random, so that no rhythm of the application's is missed. The
 * thread ends when no more glances are wanted.
 */
final class Glances {
    private static final long SHORTEST = 10_000_000;
    private static final long LONGEST = 20_000_000;

    private final BooleanSupplier glance;
    private boolean running;

    /**
     * Glances.
     *
     * @param glance to be called; answers whether there is to be another
     */
    Glances(BooleanSupplier glance) {
        this.glance = glance;
    }

    /** Begins, unless it is at it already. */
    synchronized void want() {
        if (running) {
            return;
        }
        Thread thread = new Thread(null, this::run, "Tidewatch Glances", 256 * 1024, false);
        thread.setDaemon(true);
        thread.start();
        running = true;
    }

    private void run() {
        boolean[] more = new boolean[1];
        Guarded guarded = new Guarded("glancing at threads", () -> more[0] = glance.getAsBoolean(), why -> {});
        do {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(SHORTEST, LONGEST));
            more[0] = Guarded.isAtIt(); // a look serves as well as a glance, however long it takes
            if (!more[0]) {
                guarded.run();
            }
        } while (more[0]);
        synchronized (this) {
            running = false;
        }
    }
}
