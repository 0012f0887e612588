package io.github.tidewatch.live;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import jdk.jfr.Recording;

/** An application that follows its own events, with workers and many short threads; it writes a recording beside. */
final class LiveWorkload {
    private static final long WORK_NANOS = 2_000_000_000L;
    private static final long STABLE_NANOS = 3_000_000_000L;

    private LiveWorkload() {}

    /** Writes the recording to the file named, and prints the series of the workers, and how many series there are. */
    public static void main(String[] args) throws Exception {
        try (LiveMetrics live = LiveMetrics.start(Duration.ofSeconds(1));
                Recording recording = new Recording()) {
            Await.until("the agent's first records", () -> !live.series().isEmpty());
            recording.enable(LiveSums.DELAY);
            recording.start();
            work();
            awaitStable(live);
            recording.dump(Path.of(args[0]));
            long births = live.series().size();
            for (Series one : live.series()) {
                if (one.attributes().get(LiveMetric.GROUP).equals("worker-*")) {
                    String value = one.attributes().getOrDefault(one.metric().attribute(), "");
                    System.out.println("worker " + one.metric() + " " + value + " " + one.nanos());
                }
            }
            System.out.println("series " + births);
            System.out.println("failures " + live.failures());
        }
    }

    /** Workers for two seconds, and a thousand short threads a second with names of their own. */
    static void work() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 1; i <= 4; i++) {
            Thread worker = new Thread(() -> runUntil(begin + WORK_NANOS), "worker-" + i);
            worker.start();
            threads.add(worker);
        }
        while (System.nanoTime() - begin < WORK_NANOS) {
            Thread thread = new Thread(() -> {}, "request " + UUID.randomUUID());
            thread.start();
            Thread.sleep(1);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void runUntil(long end) {
        while (System.nanoTime() < end) {
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Until nothing came of the workers for some periods: all of theirs is recorded. */
    static void awaitStable(LiveMetrics live) throws InterruptedException, IOException {
        long[] seen = {-1, 0};
        Await.until("all records of the workers", () -> {
            long sum = live.series().stream()
                    .filter(one -> one.metric() == LiveMetric.RECORDED)
                    .filter(one -> one.attributes().get(LiveMetric.GROUP).equals("worker-*"))
                    .mapToLong(Series::nanos)
                    .sum();
            if (sum != seen[0] || sum == 0) {
                seen[0] = sum;
                seen[1] = System.nanoTime();
            }
            return System.nanoTime() - seen[1] > STABLE_NANOS;
        });
    }
}
