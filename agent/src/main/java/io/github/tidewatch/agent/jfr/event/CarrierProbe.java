package io.github.tidewatch.agent.jfr.event;

import java.lang.reflect.Method;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A virtual thread that notes how long it waited for a carrier, and ends: each time a new one, unless the last waits still,
 * whichever recording that was for. None parks, since one parks together with its carrier where it has no memory to leave it.
 * There is none before the first {@link #ask}, which starts the JDK's scheduler, if the application has not. As every virtual
 * thread it keeps no JVM alive. For one thread at a time.
 */
final class CarrierProbe {
    private static final Logger LOG = LoggerFactory.getLogger(CarrierProbe.class);
    private static final String NAME = "Tidewatch Carrier Probe";

    private final Consumer<String> trouble;
    private boolean said;
    private Object builder;
    private Method unstarted;
    private Method isVirtual;
    private Waiter waiter;
    private Thread thread;

    /**
     * A probe.
     *
     * @param trouble called once, with the reason, if no such thread can be started
     */
    CarrierProbe(Consumer<String> trouble) {
        this.trouble = trouble;
    }

    /**
     * Starts one, unless the last waits for a carrier still. Within a virtual thread it does not, since that may have another
     * scheduler, which the new one would have, too.
     *
     * @return whether there is one that waits since now or before
     */
    boolean ask() {
        if (isPending()) {
            return true;
        }
        thread = null;
        waiter = null;
        try {
            prepare();
            if (!(boolean) isVirtual.invoke(Thread.currentThread())) {
                Waiter next = new Waiter();
                Thread started = (Thread) unstarted.invoke(builder, next);
                next.startedAt = System.nanoTime();
                started.start();
                waiter = next;
                thread = started;
            }
        } catch (ReflectiveOperationException | RuntimeException | OutOfMemoryError e) {
            say(e);
        }
        return thread != null;
    }

    /** Whether it waits for a carrier. */
    boolean isPending() {
        return thread != null && !waiter.hasRun && thread.isAlive();
    }

    /**
     * How long it waited for a carrier in nanoseconds, or waits by now; {@link Long#MIN_VALUE}, JFR's mark of what is not
     * available, if there was none, or if it ended without having run.
     */
    long delay() {
        boolean waits = isPending();
        if (thread == null || (!waits && !waiter.hasRun)) {
            return Long.MIN_VALUE;
        }
        return Math.max(0, (waiter.hasRun ? waiter.ranAt : System.nanoTime()) - waiter.startedAt);
    }

    /** By reflection, since this is compiled for JDKs without virtual threads. */
    private void prepare() throws ReflectiveOperationException {
        if (unstarted == null) {
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            isVirtual = Thread.class.getMethod("isVirtual");
            builder = Thread.class.getMethod("ofVirtual").invoke(null);
            type.getMethod("name", String.class).invoke(builder, NAME);
            type.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(builder, false);
            // Else the application's default handler would hear of it.
            Thread.UncaughtExceptionHandler nobody = (who, thrown) -> {};
            type.getMethod("uncaughtExceptionHandler", Thread.UncaughtExceptionHandler.class)
                    .invoke(builder, nobody);
            unstarted = type.getMethod("unstarted", Runnable.class);
        }
    }

    private void say(Throwable e) {
        if (!said) {
            said = true;
            Throwable cause = e.getCause() == null ? e : e.getCause();
            trouble.accept("carrierDelay: unknown where Tidewatch cannot start a virtual thread of its own,"
                    + " the first time for " + cause);
            LOG.info("no virtual thread of our own waits for a carrier", e);
        }
    }

    /** What runs in the virtual thread: no lock, no allocation. */
    private static final class Waiter implements Runnable {
        private long startedAt;
        private long ranAt;
        private volatile boolean hasRun;

        @Override
        public void run() {
            ranAt = System.nanoTime();
            hasRun = true;
        }
    }
}
