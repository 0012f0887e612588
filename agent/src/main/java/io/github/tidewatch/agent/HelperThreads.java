package io.github.tidewatch.agent;

import java.security.AccessController;
import java.util.function.BiPredicate;

/**
 * Starts all threads of the agent's. None keeps anything of the thread that starts it, which may be the application's:
 * neither class loader nor group, inheritable thread locals or access-control context. All are daemons, and print nothing
 * when they die.
 *
 * <p>Where no thread is available (a limit of the container, of the user or of memory), it is tried again later, but seldom:
 * the JVM prints a warning each time.
 *
 * <p>Safe for use by any threads at once.
 */
final class HelperThreads implements BiPredicate<String, Runnable> {

    private static final long SHORTEST_PAUSE = 1_000_000_000L;

    private static final long LONGEST_PAUSE = 300_000_000_000L;

    /** From this JDK on there is no access-control context to inherit. */
    private static final int WITHOUT_CONTEXT = 24;

    private static long pause;

    private static long failedAt;

    /** As {@link #start}, for those who do not see this class. */
    @Override
    public boolean test(String name, Runnable task) {
        return start(name, task);
    }

    /** Has a new thread run {@code task}. Returns false if no thread is available at present. */
    static synchronized boolean start(String name, Runnable task) {
        if (pause != 0 && System.nanoTime() - failedAt < pause) {
            return false;
        }
        try {
            HelperThreadMaker maker = new HelperThreadMaker(name, task);
            Thread thread =
                    Runtime.version().feature() < WITHOUT_CONTEXT ? AccessController.doPrivileged(maker) : maker.run();
            thread.start();
            pause = 0;
            return true;
        } catch (OutOfMemoryError e) { // unable to create native thread
            pause = Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, 2 * pause));
            failedAt = System.nanoTime();
            return false;
        }
    }
}
