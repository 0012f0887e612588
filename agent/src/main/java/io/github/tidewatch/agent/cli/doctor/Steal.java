package io.github.tidewatch.agent.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the hypervisor takes from this machine's CPUs ({@code steal} of {@code /proc/stat}, proc_stat(5)). It is in no
 * counter of a thread; of one that wanted a CPU it is told as CPU delay.
 */
final class Steal {
    private static final int FIELD = 8;

    /** USER_HZ is 100 wherever Java runs on Linux. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private Steal() {}

    /** In sum since the boot, in nanoseconds, to a hundredth of a second; 0 where the kernel does not say. */
    static long now() {
        try {
            String[] cpus = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +", -1);
            return Long.parseLong(cpus[FIELD]) * NANOS_PER_TICK;
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
