package io.github.tidewatch.agent.testing;

/** Is busy from its first line on, in more threads than there are CPUs; one ends at once. Arguments: milliseconds. */
public final class BusyStart {
    public static final int THREADS = 8;

    private BusyStart() {}

    public static void main(String[] args) throws Exception {
        Thread brief = new Thread(() -> spinUntil(System.nanoTime() + 5_000_000), "brief");
        brief.start();
        brief.join();
        try (Crew crew = new Crew()) {
            for (int i = 0; i < THREADS; i++) {
                crew.spin("busy-" + i);
            }
            spinUntil(System.nanoTime() + 50_000_000);
            System.out.println("thread " + Witness.ownTid() + " main");
            awaitAgent();
            Thread.sleep(Long.parseLong(args[0]));
            System.out.print(Witness.take("busy-end"));
            System.exit(0);
        }
    }

    /** However long it takes to start, for want of a CPU. */
    private static void awaitAgent() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("Tidewatch")) {
                thread.join();
            }
        }
    }

    private static void spinUntil(long end) {
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
