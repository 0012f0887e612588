package io.github.tidewatch.agent.testing;

import java.util.ArrayList;
import java.util.List;

/** Many threads that want a CPU from the first line of main on, and start threads that soon end: those end slowly. */
public final class CrowdedStart {
    public static final String NAME = "brief ";

    private static final long NANOS = 3_000_000_000L;
    private static final int SPINNERS = 12;

    private CrowdedStart() {}

    public static void main(String[] args) throws InterruptedException {
        long end = System.nanoTime() + NANOS;
        List<Thread> spinners = new ArrayList<>();
        for (int i = 0; i < SPINNERS; i++) {
            String prefix = NAME + i + " ";
            Thread spinner = new Thread(() -> startThreads(prefix, end));
            spinner.start();
            spinners.add(spinner);
        }
        for (Thread spinner : spinners) {
            spinner.join();
        }
        Apps.awaitAgent();
        Thread.sleep(1500); // the next sample
    }

    private static void startThreads(String prefix, long end) {
        int count = 0;
        while (System.nanoTime() < end) {
            spin(6_000_000);
            new Thread(() -> spin(300_000), prefix + count++).start();
        }
    }

    private static void spin(long nanos) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
        }
    }
}
