package io.github.tidewatch.agent.testing;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Virtual threads that measure themselves how long they wait for the one carrier there is to be, and print it in nanoseconds: some
 * that have to wait while another computes, some of them for a time that passes then, one that parks together with its carrier, and many that live for a moment.
 */
public final class Mounting {
    private static final int WAITERS = 5;
    private static final int ROUNDS = 4;
    private static final int SHORT = 2000;
    private static final long SPIN = 50_000_000;
    private static final int MILLISECONDS = 30;
    private static final long PIN = 100_000_000;

    private static final long[] UNPARKED_AT = new long[WAITERS];
    private static final long[] WAITED = new long[WAITERS];
    private static volatile int round;
    private static volatile CountDownLatch resumed;
    private static volatile boolean spins;
    private static volatile long startedAt;
    private static volatile long asleepAt;

    private Mounting() {}

    public static void main(String[] args) throws Exception {
        Thread before = start("before", () -> LockSupport.parkNanos(5_000_000_000L));
        awaitWeaving();
        List<Thread> waiters = new ArrayList<>();
        resumed = new CountDownLatch(WAITERS);
        for (int i = 0; i < WAITERS; i++) {
            int which = i;
            UNPARKED_AT[i] = System.nanoTime();
            waiters.add(start("waiter-" + i, () -> waits(which)));
        }
        resumed.await();
        for (int i = 1; i <= ROUNDS; i++) {
            round(waiters, i);
        }
        for (int i = 0; i < WAITERS; i++) {
            waiters.get(i).join();
            System.out.println("waiter-" + i + " waited " + WAITED[i]);
        }
        start("first-sleeper", Mounting::sleep).join(); // the JDK begins to measure time, which takes locks
        late("sleeper", () -> Thread.sleep(MILLISECONDS));
        if (Runtime.version().feature() > 21) { // before, it holds its carrier
            late("timed-waiter", Mounting::waitForMonitor);
        }
        start("pinned", Mounting::pin).join();
        for (int i = 0; i < SHORT; i++) {
            start("short-" + i, () -> {}).join();
        }
        before.join();
        Thread.sleep(300);
        System.out.println("ends");
    }

    /** The class is there just before it is called. */
    private static void awaitWeaving() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            try {
                Class.forName("java.lang.TidewatchMountCalls", false, null);
                break;
            } catch (ClassNotFoundException e) {
                Thread.sleep(50);
            }
        }
        Thread.sleep(500);
    }

    private static void round(List<Thread> waiters, int number) throws Exception {
        resumed = new CountDownLatch(WAITERS);
        spins = false;
        Thread spinner = start("spinner", () -> spin(number, SPIN));
        while (!spins) {
            Thread.sleep(1);
        }
        round = number;
        for (int i = 0; i < WAITERS; i++) {
            UNPARKED_AT[i] = System.nanoTime();
            LockSupport.unpark(waiters.get(i));
        }
        resumed.await();
        spinner.join();
    }

    private interface Waiting {
        void waitForTime() throws InterruptedException;
    }

    /** One whose time passes while another computes. */
    private static void late(String name, Waiting waiting) throws Exception {
        asleepAt = 0;
        Runnable task = () -> {
            try {
                long first = System.nanoTime();
                asleepAt = first;
                waiting.waitForTime();
                long late = System.nanoTime() - first - MILLISECONDS * 1_000_000L;
                System.out.println(name + " waited " + (first - startedAt + late));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        startedAt = System.nanoTime();
        Thread thread = start(name, task);
        while (asleepAt == 0) {
            Thread.sleep(1);
        }
        Thread.sleep(10); // it has left its carrier
        start("late-spinner", () -> spin(0, 2 * SPIN)).join();
        thread.join();
    }

    private static void sleep() {
        LockSupport.parkNanos(MILLISECONDS * 1_000_000L);
    }

    private static void waitForMonitor() throws InterruptedException {
        Object monitor = new Object();
        synchronized (monitor) {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < MILLISECONDS * 1_000_000L) {
                monitor.wait(MILLISECONDS);
            }
        }
    }

    private static void waits(int which) {
        WAITED[which] += System.nanoTime() - UNPARKED_AT[which];
        for (int i = 1; i <= ROUNDS; i++) {
            resumed.countDown();
            while (round < i) {
                LockSupport.park();
            }
            WAITED[which] += System.nanoTime() - UNPARKED_AT[which];
        }
        resumed.countDown();
    }

    private static void spin(int number, long nanos) {
        long begin = System.nanoTime();
        spins = true;
        while (System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
        }
        System.out.println("spinner " + number + " ran " + (System.nanoTime() - begin));
    }

    /** A monitor pins before JDK 24; a class initializer, which has a native frame below it, in all. */
    private static void pin() {
        System.out.println("pinned for " + Initializer.time);
    }

    private static final class Initializer {
        static final long time;

        static {
            long begin = System.nanoTime();
            LockSupport.parkNanos(PIN);
            time = System.nanoTime() - begin;
        }
    }

    static Thread start(String name, Runnable task) throws ReflectiveOperationException {
        try {
            Class<?> builders = Class.forName("java.lang.Thread$Builder");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            builders.getMethod("name", String.class).invoke(builder, name);
            return (Thread) builders.getMethod("start", Runnable.class).invoke(builder, task);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
