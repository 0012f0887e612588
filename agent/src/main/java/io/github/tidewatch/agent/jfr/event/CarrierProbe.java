package io.github.tidewatch.agent.jfr.event;

import java.lang.reflect.Method;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A virtual thread that is unparked now and then, and notes how long it waited for a carrier. There is never more than one, and
 * none before the first {@link #ask}, which starts the JDK's scheduler, if the application has not. As every virtual thread it
 * keeps no JVM alive. One thread asks; the probe answers.
 */
final class CarrierProbe {
    private static final Logger LOG = LoggerFactory.getLogger(CarrierProbe.class);
    private static final String NAME = "Tidewatch Carrier Probe";

    private Thread thread;
    private Bird bird;
    private long askedAt;
    private boolean asked;

    /** Unparks it, unless it waits for a carrier still; the first time, starts it. */
    void ask() {
        boolean alive = thread != null && thread.isAlive();
        if (alive && (bird.isStopped() || isPending())) {
            return;
        }
        try {
            if (!alive) {
                bird = new Bird();
                thread = unstarted(bird);
                askedAt = System.nanoTime();
                thread.start();
            } else {
                askedAt = System.nanoTime();
                bird.ask();
                LockSupport.unpark(thread);
            }
            asked = true;
        } catch (ReflectiveOperationException | RuntimeException | OutOfMemoryError e) {
            LOG.info("no virtual thread of our own waits for a carrier", e);
            stop();
        }
    }

    /** Whether it has been asked, and not been stopped since. */
    boolean isAsked() {
        return asked;
    }

    /** Whether it has not had a carrier yet since it was asked. */
    boolean isPending() {
        return asked && !bird.hasAnswered();
    }

    /** How long it waited for a carrier in nanoseconds, or waits by now. */
    long delay() {
        return Math.max(0, (bird.hasAnswered() ? bird.ranAt() : System.nanoTime()) - askedAt);
    }

    /** It ends as soon as it has a carrier. */
    void stop() {
        asked = false;
        if (thread != null) {
            bird.stop();
            LockSupport.unpark(thread);
        }
    }

    /** By reflection, since this is compiled for JDKs without virtual threads. */
    private static Thread unstarted(Runnable task) throws ReflectiveOperationException {
        Class<?> type = Class.forName("java.lang.Thread$Builder");
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Method inherit = type.getMethod("inheritInheritableThreadLocals", boolean.class);
        builder = type.getMethod("name", String.class).invoke(inherit.invoke(builder, false), NAME);
        return (Thread) type.getMethod("unstarted", Runnable.class).invoke(builder, task);
    }

    /** What runs in the virtual thread: no lock, no allocation. */
    private static final class Bird implements Runnable {
        private volatile int asked = 1;
        private volatile int answered;
        private volatile boolean stopped;
        private volatile long ranAt;

        void ask() {
            asked = answered + 1;
        }

        void stop() {
            stopped = true;
        }

        boolean isStopped() {
            return stopped;
        }

        boolean hasAnswered() {
            return asked == answered;
        }

        long ranAt() {
            return ranAt;
        }

        @Override
        public void run() {
            while (!stopped) {
                if (hasAnswered()) {
                    LockSupport.park(this);
                } else {
                    ranAt = System.nanoTime();
                    answered = asked;
                }
            }
        }
    }
}
