package io.github.tidewatch.jmc.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** Whether something else has the CPUs: then a thread is starved that a test wants to be well fed. */
final class HostLoad {
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;

    private final long[] ticks;

    private HostLoad(long[] ticks) {
        this.ticks = ticks;
    }

    static HostLoad now() throws IOException {
        String all = Files.readAllLines(Path.of("/proc/stat")).get(0);
        // user nice system idle iowait irq softirq steal, in sum over the CPUs
        return new HostLoad(Arrays.stream(all.substring("cpu".length()).trim().split(" ", -1))
                .limit(8)
                .mapToLong(Long::parseLong)
                .toArray());
    }

    /** Skips the calling test, saying why, if more CPUs than these were in use on average, this test's included. */
    void skipIfBusySince(double cpus) throws IOException {
        long[] then = now().ticks;
        long sum = 0;
        long idle = 0;
        for (int i = 0; i < ticks.length; i++) {
            sum += then[i] - ticks[i];
            idle += i == IDLE || i == IO_WAIT ? then[i] - ticks[i] : 0;
        }
        double used = Runtime.getRuntime().availableProcessors() * (double) (sum - idle) / Math.max(1, sum);
        if (used > cpus) {
            String reason = String.format("this host is busy: %.1f CPUs were in use, which leaves too few", used);
            System.out.println("skipped: " + reason);
            Assumptions.abort(reason);
        }
    }
}
