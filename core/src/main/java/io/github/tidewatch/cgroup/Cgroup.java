package io.github.tidewatch.cgroup;

import io.github.tidewatch.procfs.KeyedValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** A group that is visible: its directory, and what its files say of CPU time now. Immutable; safe for all threads. */
public final class Cgroup {
    private static final long NANOS_PER_MICRO = 1000;

    private final int version;
    private final String path;
    private final Path directory;

    Cgroup(int version, String path, Path directory) {
        this.version = version;
        this.path = path;
        this.directory = directory;
    }

    /** 1 or 2. */
    public int version() {
        return version;
    }

    /** Its path in its hierarchy, from the root of the cgroup namespace, such as {@code /system.slice/app.service}. */
    public String path() {
        return path;
    }

    /** Where its files are. */
    public Path directory() {
        return directory;
    }

    /** Its quota ({@code cpu.max}; {@code cpu.cfs_quota_us} and {@code cpu.cfs_period_us} of version 1). */
    CpuLimit cpuLimit() {
        try {
            return version == 2
                    ? CpuLimit.ofMax(read("cpu.max"))
                    : CpuLimit.ofQuota(read("cpu.cfs_quota_us"), read("cpu.cfs_period_us"));
        } catch (NoSuchFileException e) {
            // A root of version 2, a group for which the controller is not enabled, a kernel without quotas.
            return exists() ? CpuLimit.NONE : CpuLimit.UNKNOWN;
        } catch (IOException e) {
            return CpuLimit.UNKNOWN;
        }
    }

    /** CPU time that the group has used, ns ({@code usage_usec}; {@code cpuacct.usage} of version 1); empty if unknown. */
    public OptionalLong cpuUsage() {
        if (version == 2) {
            return stat("usage_usec", NANOS_PER_MICRO);
        }
        try {
            return known(KeyedValues.number(read("cpuacct.usage").trim()));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * For how long CPUs of the group were held back by its own quota, not by an ancestor's, ns, in sum over CPUs
     * ({@code throttled_usec}; {@code throttled_time} of version 1); empty if unknown.
     */
    public OptionalLong throttledTime() {
        return version == 2 ? stat("throttled_usec", NANOS_PER_MICRO) : stat("throttled_time", 1);
    }

    /** Whether it stops all its processes ({@code cgroup.freeze}; {@code freezer.self_freezing} of version 1). */
    boolean freezes() {
        return says(version == 2 ? "cgroup.freeze" : "freezer.self_freezing", "1");
    }

    /** Whether its processes are stopped by it or an ancestor ({@code cgroup.events}; {@code freezer.state} of version 1). */
    boolean isFrozen() {
        return version == 2 ? says("cgroup.events", "frozen 1") : says("freezer.state", "FROZEN");
    }

    private boolean says(String file, String line) {
        try {
            return read(file).lines().anyMatch(line::equals);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether nothing is above it in the whole hierarchy, rather than in what this process sees of it. */
    boolean isRoot() {
        // Files that only the root has, or all but the root.
        return version == 2
                ? exists() && !Files.exists(directory.resolve("cgroup.events"))
                : Files.exists(directory.resolve("cgroup.sane_behavior"));
    }

    boolean exists() {
        return Files.isDirectory(directory);
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    private OptionalLong stat(String key, long unit) {
        try {
            byte[] stat = Files.readAllBytes(file("cpu.stat"));
            return known(KeyedValues.times(KeyedValues.find(stat, stat.length, KeyedValues.key(key)), unit));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong known(long value) {
        return value == KeyedValues.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private String read(String name) throws IOException {
        return new String(Files.readAllBytes(file(name)), StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return "v" + version + " " + directory;
    }
}
