package io.github.tidewatch.procfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the hypervisor takes from this machine's CPUs: {@code steal} of {@code /proc/stat} (proc_stat(5), from Linux 2.6.11),
 * since the boot. It is in no counter of a thread. Reads the file anew, with garbage: not for a sample. Safe for use by
 * several threads at once.
 */
public final class Steal {
    private static final int FIELD = 8;

    private Steal() {}

    /**
     * Of all CPUs together, in nanoseconds, to a hundredth of a second.
     *
     * @throws IOException if the kernel does not say
     */
    public static long ofAllCpus() throws IOException {
        return of("cpu");
    }

    /**
     * Of one CPU, in nanoseconds, to a hundredth of a second.
     *
     * @throws IOException if the kernel does not say
     */
    public static long ofCpu(int cpu) throws IOException {
        return of("cpu" + cpu);
    }

    private static long of(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/stat"), StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split(" +", -1);
            if (fields[0].equals(name) && fields.length > FIELD) {
                return Long.parseLong(fields[FIELD]) * TaskStat.NANOS_PER_TICK;
            }
        }
        throw new IOException("no steal of " + name + " in /proc/stat");
    }
}
