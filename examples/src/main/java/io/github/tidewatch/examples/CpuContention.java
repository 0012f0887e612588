package io.github.tidewatch.examples;

import java.io.IOException;

/** Twice as many spinning threads as CPUs: each is runnable all the time and runs half of it. */
final class CpuContention implements Workload {
    @Override
    public String name() {
        return "cpu-contention";
    }

    @Override
    public String shows() {
        return "two spinning threads per CPU (spinner-1 ...): each about 50 % CPU delay, the rest user time";
    }

    @Override
    public int defaultSeconds() {
        return 10;
    }

    @Override
    public void run(Settings settings, Progress progress) throws IOException, InterruptedException {
        try (Crew crew = new Crew()) {
            startSpinners(crew, 2 * Runtime.getRuntime().availableProcessors());
            crew.work(name(), settings.seconds(), progress);
        }
    }

    static void startSpinners(Crew crew, int count) {
        for (int i = 1; i <= count; i++) {
            crew.start("spinner-" + i, CpuContention::spin);
        }
    }

    // No Thread.onSpinWait(): on some CPUs it hands time to the sibling hyperthread.
    private static void spin() {
        while (!Thread.currentThread().isInterrupted()) {}
    }
}
