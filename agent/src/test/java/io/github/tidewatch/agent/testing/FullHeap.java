package io.github.tidewatch.agent.testing;

import java.util.concurrent.CountDownLatch;

/** Fills its heap, has threads work and end while there is no room for anything, and lets go of it. */
public final class FullHeap {
    private static final int ENDING = 50;
    private static final int[] SIZES = {1 << 20, 1 << 14, 1 << 8, 16};

    private static volatile boolean over;
    private static Object[] full;

    private FullHeap() {}

    public static void main(String[] args) throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread[] ending = new Thread[ENDING];
        for (int i = 0; i < ENDING; i++) {
            ending[i] = new Thread(() -> await(mayEnd), "ending-" + i);
            ending[i].start();
        }
        Thread busy = new Thread(FullHeap::spin, "busy");
        busy.start();
        Apps.awaitAgent();
        Thread.sleep(1000);
        long end = System.nanoTime() + 3_000_000_000L;
        boolean ended = false;
        while (System.nanoTime() < end) {
            fill(); // again and again: what others let go of is free
            if (!ended) {
                mayEnd.countDown();
                ended = true;
            }
        }
        full = null;
        System.gc();
        for (Thread thread : ending) {
            thread.join();
        }
        System.out.println("emptied at " + Witness.now());
        Thread.sleep(2000);
        over = true;
        busy.join();
    }

    private static void fill() {
        for (int size : SIZES) {
            try {
                while (true) {
                    full = new Object[] {full, new byte[size]};
                }
            } catch (OutOfMemoryError e) {
                // On, with smaller pieces.
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void spin() {
        while (!over) {
            Thread.onSpinWait();
        }
    }
}
