package io.github.tidewatch.agent.testing;

import java.lang.reflect.Method;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Virtual threads on two carriers, in phases that print when they begin and end: "spinning" (ten compute, so that eight wait for
 * a carrier), "pinned" (two wait and hold both carriers meanwhile), "idle". Then ends while both carriers are held again.
 */
public final class Carried {
    private static final int SPINNERS = 10;
    private static final Object[] LOCKS = {new Object(), new Object()};

    private static volatile boolean stop;
    private static volatile long result;

    private Carried() {}

    public static void main(String[] args) throws Exception {
        Thread.sleep(1500); // the agent is there, and nobody has used a virtual thread
        System.out.println("carriers before " + carriers());
        start(() -> {}).join();
        Thread.sleep(1000);
        phase("spinning", 4000, Carried::spin);
        phase("pinned", 2500, Carried::pin);
        phase("idle", 1500, () -> {});
        stop = false;
        spin();
        Thread.sleep(300);
        System.out.println("ends");
    }

    private interface Scene {
        void begin() throws Exception;
    }

    private static void phase(String name, long millis, Scene scene) throws Exception {
        stop = false;
        scene.begin();
        System.out.println(name + " begins " + System.currentTimeMillis());
        Thread.sleep(millis);
        System.out.println(name + " ends " + System.currentTimeMillis());
        stop = true;
        Thread.sleep(700);
    }

    private static void spin() throws ReflectiveOperationException {
        for (int i = 0; i < SPINNERS; i++) {
            start(() -> {
                long n = 0;
                while (!stop) {
                    n++;
                }
                result = n;
            });
        }
    }

    private static void pin() throws Exception {
        CountDownLatch held = new CountDownLatch(2);
        boolean monitorsPin = Runtime.version().feature() < 24;
        for (int i = 0; i < 2; i++) {
            int which = i;
            start(() -> {
                if (monitorsPin) {
                    synchronized (LOCKS[which]) {
                        holdCarrier(held);
                    }
                } else {
                    Latches.held = held;
                    new Initializer[] {First::new, Second::new}[which].make();
                }
            });
        }
        held.await();
    }

    static void holdCarrier(CountDownLatch held) {
        held.countDown();
        while (!stop) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private interface Initializer {
        Object make();
    }

    private static final class Latches {
        static volatile CountDownLatch held;
    }

    /** A class initializer has a native frame below it, which pins. */
    private static final class First {
        static {
            holdCarrier(Latches.held);
        }
    }

    private static final class Second {
        static {
            holdCarrier(Latches.held);
        }
    }

    private static long carriers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ForkJoinPool-")
                        || thread.getName().startsWith("VirtualThread-"))
                .count();
    }

    private static Thread start(Runnable task) throws ReflectiveOperationException {
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        return (Thread) start.invoke(null, task);
    }
}
