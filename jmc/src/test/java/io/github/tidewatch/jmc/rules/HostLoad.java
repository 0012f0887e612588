package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Whether something else has the CPUs: then a thread is starved that a test wants to be well fed. */
final class HostLoad {
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;

    private final long[] ticks;
    private final long own;

    private HostLoad(long[] ticks, long own) {
        this.ticks = ticks;
        this.own = own;
    }

    static HostLoad now() throws IOException {
        String all = Files.readAllLines(Path.of("/proc/stat")).get(0);
        // user nice system idle iowait irq softirq steal, in sum over the CPUs
        return new HostLoad(
                Arrays.stream(all.substring("cpu".length()).trim().split(" ", -1))
                        .limit(8)
                        .mapToLong(Long::parseLong)
                        .toArray(),
                ownTicks());
    }

    /** What this process has used, and those that it started and that have ended: utime, stime, cutime and cstime. */
    private static long ownTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        return Arrays.stream(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
                .skip(11)
                .limit(4)
                .mapToLong(Long::parseLong)
                .sum();
    }

    /** Skips the calling test, saying why, if others than this test had more CPUs than these on average. */
    void skipIfOthersHadSince(double cpus) throws IOException {
        HostLoad end = now();
        long[] then = end.ticks;
        long sum = 0;
        long idle = 0;
        for (int i = 0; i < ticks.length; i++) {
            sum += then[i] - ticks[i];
            idle += i == IDLE || i == IO_WAIT ? then[i] - ticks[i] : 0;
        }
        // The host's CPUs, not those that this process may use.
        double all = Files.readAllLines(Path.of("/proc/stat")).stream()
                .filter(line -> line.matches("cpu\\d.*"))
                .count();
        double used = all * (sum - idle - (end.own - own)) / Math.max(1, sum);
        System.out.printf("others had %.2f of %.0f CPUs%n", used, all);
        Skip.unless(used <= cpus, String.format("this host is busy: others had %.1f CPUs, which leaves too few", used));
    }
}
