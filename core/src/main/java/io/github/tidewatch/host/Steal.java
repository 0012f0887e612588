package io.github.tidewatch.host;

import java.io.IOException;

/**
 * What the hypervisor takes from this machine's CPUs: {@code steal} of {@code /proc/stat} (proc_stat(5), from Linux 2.6.11),
 * since the boot. It is in no counter of a thread. Opens the file anew: not for a sample. Safe for use by several threads at
 * once.
 */
public final class Steal {
    private Steal() {}

    /**
     * Of all CPUs together that are online, in nanoseconds, to a hundredth of a second.
     *
     * @throws IOException if the kernel does not say
     */
    public static long ofAllCpus() throws IOException {
        CpuTimes times = times();
        long steal = 0;
        for (int cpu = 0; cpu < times.end(); cpu++) {
            steal += times.has(cpu) ? times.steal(cpu) : 0;
        }
        return steal;
    }

    /**
     * Of one CPU, in nanoseconds, to a hundredth of a second.
     *
     * @throws IOException if the kernel does not say
     */
    public static long ofCpu(int cpu) throws IOException {
        CpuTimes times = times();
        if (!times.has(cpu)) {
            throw new IOException("no cpu" + cpu + " in /proc/stat");
        }
        return times.steal(cpu);
    }

    /** Another file system's too, such as lxcfs', which hands on what the kernel says of steal. */
    private static CpuTimes times() throws IOException {
        CpuTimes times = new CpuTimes();
        try (CpuTimesFile file = CpuTimesFile.open("/proc/stat")) {
            if (!file.read(times)) {
                throw new IOException("/proc/stat counts nothing of any CPU");
            }
        }
        return times;
    }
}
