package io.github.tidewatch.agent.cli.process;

import io.github.tidewatch.procfs.CpuQuota;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The cgroup of a process in the cpu controller, of version 1 or 2, as far as this process may see it. */
public final class Cgroups {
    private static final long NANOS_PER_MICRO = 1000;

    private final Path directory;
    private final String name;

    private Cgroups(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    /** The group of {@code /proc/PID}; {@code pid} may be "self". */
    public static Cgroups of(String pid) {
        try {
            String cgroup = read(Path.of("/proc/" + pid + "/cgroup"));
            List<Path> directories = CpuQuota.directories(read(Path.of("/proc/self/mountinfo")), cgroup);
            for (Path candidate : directories) {
                if (Files.isReadable(candidate.resolve("cpu.stat"))) {
                    return new Cgroups(candidate, candidate.toString());
                }
            }
        } catch (IOException | RuntimeException e) {
            return new Cgroups(null, "");
        }
        return new Cgroups(null, "");
    }

    /** For people: version, path and quota. */
    public String description() {
        if (directory == null) {
            return "none of the cpu controller can be seen";
        }
        String quota = quotaCpus()
                .map(cpus -> String.format(java.util.Locale.ROOT, "quota %.2f CPUs", cpus))
                .orElse("no CPU quota");
        return "v" + (isV2() ? 2 : 1) + " " + name + ", " + quota;
    }

    private boolean isV2() {
        return Files.exists(directory.resolve("cgroup.controllers"));
    }

    /** How many CPUs the group may use by its quota; empty if it has none. */
    public Optional<Double> quotaCpus() {
        try {
            if (directory == null) {
                return Optional.empty();
            }
            if (isV2()) {
                String[] max = read(directory.resolve("cpu.max")).trim().split(" ", -1);
                return max[0].equals("max")
                        ? Optional.empty()
                        : Optional.of(Double.parseDouble(max[0]) / Double.parseDouble(max[1]));
            }
            long quota =
                    Long.parseLong(read(directory.resolve("cpu.cfs_quota_us")).trim());
            long period =
                    Long.parseLong(read(directory.resolve("cpu.cfs_period_us")).trim());
            return quota < 0 ? Optional.empty() : Optional.of((double) quota / period);
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // the root of v2 has no cpu.max
        }
    }

    /** CPU time that the group has used, ns; empty if it is not counted or cannot be seen. */
    public OptionalLong usage() {
        if (directory == null) {
            return OptionalLong.empty();
        }
        try {
            OptionalLong micros = stat("usage_usec");
            if (micros.isPresent()) {
                return OptionalLong.of(micros.getAsLong() * NANOS_PER_MICRO);
            }
            // Of v1, where cpuacct may be mounted for itself.
            Path joint = directory.resolve("cpuacct.usage");
            Path apart = Path.of(directory.toString().replaceFirst("/cpu(?=/|$)", "/cpuacct"), "cpuacct.usage");
            return OptionalLong.of(
                    Long.parseLong(read(Files.exists(joint) ? joint : apart).trim()));
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty(); // v1 with cpuacct mounted elsewhere
        }
    }

    /** Time for which CPUs of the group were held back by its quota, ns, in sum over them; empty if it is not told. */
    public OptionalLong throttled() {
        if (directory == null) {
            return OptionalLong.empty();
        }
        try {
            OptionalLong micros = stat("throttled_usec");
            return micros.isPresent() ? OptionalLong.of(micros.getAsLong() * NANOS_PER_MICRO) : stat("throttled_time");
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong stat(String key) throws IOException {
        return read(directory.resolve("cpu.stat"))
                .lines()
                .filter(line -> line.startsWith(key + " "))
                .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
                .findFirst();
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
