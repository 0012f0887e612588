package io.github.tidewatch.examples;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** All ways to spend time at once, each in threads of its own; the demo's default. */
final class Mixed implements Workload {
    private static final long HALF_MILLIS = 50;

    @Override
    public String name() {
        return "mixed";
    }

    @Override
    public String shows() {
        return "spinners with CPU delay, a disk reader with block I/O, waiters that only wait, and one thread half busy";
    }

    @Override
    public int defaultSeconds() {
        return 15;
    }

    @Override
    public void run(Settings settings, Progress progress) throws IOException, InterruptedException {
        try (ScratchFile file = ScratchFile.create(settings.directory(), settings.fileMib());
                Crew crew = new Crew()) {
            // Three on two CPUs: about a third of each one's time is CPU delay.
            int processors = Runtime.getRuntime().availableProcessors();
            CpuContention.startSpinners(crew, processors + (processors + 1) / 2);
            DiskWait.startReader(crew, file, name(), progress);
            LockAndSleep.startWaiters(crew);
            crew.start("half-busy", Mixed::computeAndSleep);
            crew.work(name(), settings.seconds(), progress);
        }
    }

    private static void computeAndSleep() throws InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HALF_MILLIS);
            while (System.nanoTime() - end < 0) {}
            Thread.sleep(HALF_MILLIS);
        }
    }
}
