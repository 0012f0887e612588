package io.github.tidewatch.agent.testing;

/** Is busy from its first line on, in more threads than there are CPUs; one ends at once. Arguments: milliseconds. */
public final class BusyStart {
    public static final int THREADS = 20;

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
            Apps.awaitAgent(); // which starts late, for want of a CPU
            Thread.sleep(Long.parseLong(args[0]));
            System.out.print(Witness.take("busy-end"));
            System.exit(0);
        }
    }

    private static void spinUntil(long end) {
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
