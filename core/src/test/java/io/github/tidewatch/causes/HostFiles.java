package io.github.tidewatch.causes;

import io.github.tidewatch.cgroup.CpuBandwidths;
import io.github.tidewatch.host.CpuTimesFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A root directory with the files of a host that a process "self" in group {@code /pod} would see, and a clock. */
final class HostFiles {
    static final long MS = 1_000_000;

    private static final String MOUNTS = "21 1 8:1 / / rw - ext4 /dev/vda rw\n"
            + "31 21 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n"
            + "35 31 0:31 %s /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";

    final Path root;
    long now;
    int opened;

    /** Of each CPU busy, steal and idle, in milliseconds; null if it is offline. */
    private final long[][] cpus;

    HostFiles(Path root, int cpus) throws IOException {
        this.root = root;
        this.cpus = new long[cpus][];
        for (int cpu = 0; cpu < cpus; cpu++) {
            this.cpus[cpu] = new long[] {1000, 0, 1000};
        }
        write("proc/self/cgroup", "0::/pod\n");
        write("proc/self/mountinfo", String.format(MOUNTS, "/"));
        write("sys/fs/cgroup/cpu.stat", "usage_usec 5\n"); // of a root: no events, no bandwidth
        allowed("", "0-" + (cpus - 1));
        processTime(0);
        cpu(0, 0, 0, 0);
    }

    /** As a container with a cgroup namespace has them: the root is hidden. */
    HostFiles namespace() throws IOException {
        write("proc/self/mountinfo", String.format(MOUNTS, "/pod"));
        return this;
    }

    HostCounters counters() {
        return new HostCounters(
                () -> {
                    opened++;
                    try {
                        return CpuTimesFile.open(root.resolve("proc/stat").toString());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                () -> CpuBandwidths.of(root, "self"),
                process(),
                null,
                () -> now * MS);
    }

    ThreadCpus threadCpus() {
        return new ThreadCpus(new TaskAffinity(Optional.empty()), 0, process());
    }

    String process() {
        return root.resolve("proc/self").toString();
    }

    void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** Where a task may run; "" is the process. */
    String allowed(String task, String cpus) throws IOException {
        String directory = "proc/self" + (task.isEmpty() ? "" : "/task/" + task);
        write(directory + "/status", "Name:\tx\nCpus_allowed_list:\t" + cpus + "\nMems_allowed_list:\t0\n");
        return root.resolve(directory).toString();
    }

    void processTime(long millis) throws IOException {
        write(
                "proc/self/stat",
                "7 (a) b) S 1 1 1 0 -1 4 0 0 0 0 " + millis / 10 + " 0 0 0 20 0 9 0 1" + " 0".repeat(30) + "\n");
    }

    /** A CPU did this since the last call, in milliseconds. */
    void cpu(int cpu, long busy, long steal, long idle) throws IOException {
        cpus[cpu][0] += busy;
        cpus[cpu][1] += steal;
        cpus[cpu][2] += idle;
        writeTimes();
    }

    void offline(int cpu) throws IOException {
        cpus[cpu] = null;
        writeTimes();
    }

    private void writeTimes() throws IOException {
        StringBuilder text = new StringBuilder("cpu  0 0 0 0 0 0 0 0 0 0\n");
        for (int i = 0; i < cpus.length; i++) {
            if (cpus[i] != null) {
                text.append(String.format(
                        "cpu%d %d 0 0 %d 0 0 0 %d 0 0%n", i, cpus[i][0] / 10, cpus[i][2] / 10, cpus[i][1] / 10));
            }
        }
        write("proc/stat", text + "procs_running 1\n");
    }

    /** A group with a quota of that many milliseconds of 100, or "max". */
    void group(String path, String quota, long throttled, long throttledPeriods, long periods) throws IOException {
        String directory = "sys/fs/cgroup" + path + "/";
        write(directory + "cgroup.events", "populated 1\n");
        write(directory + "cpu.max", (quota.equals("max") ? quota : quota + "000") + " 100000\n");
        write(
                directory + "cpu.stat",
                "nr_periods " + periods + "\nnr_throttled " + throttledPeriods + "\nthrottled_usec " + throttled * 1000
                        + "\n");
    }

    /** Linux 6.6 and later: for how long tasks of the group were held back, by whichever quota, in milliseconds. */
    void local(String path, long throttled) throws IOException {
        write("sys/fs/cgroup" + path + "/cpu.stat.local", "throttled_usec " + throttled * 1000 + "\n");
    }
}
