package io.github.tidewatch.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What this process may do on this machine, and what is there. Answers of now, from the kernel. */
public final class Host {
    private static final Path DELAY_ACCOUNTING = Path.of("/proc/sys/kernel/task_delayacct");
    private static final Path SELF = Path.of("/proc/self");
    private static final int CAP_NET_ADMIN = 12;

    private Host() {}

    /** Whether this process has the user id 0. */
    public static boolean isRoot() {
        try {
            return ((Number) Files.getAttribute(SELF, "unix:uid")).intValue() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether taskstats answers this process. */
    public static boolean hasTaskstats() {
        return missingTaskstats().isEmpty();
    }

    /** Whether tasks that start now have delay accounting. */
    public static boolean hasDelayAccounting() {
        return Files.exists(DELAY_ACCOUNTING) && read(DELAY_ACCOUNTING).trim().equals("1");
    }

    /** Where this program stands in PATH. */
    public static Optional<Path> program(String name) {
        return Arrays.stream(
                        System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    static Optional<String> missingTaskstats() {
        return TaskstatsProbe.missing();
    }

    /** As far as capabilities and namespaces show. */
    static Optional<String> missingExitListener() {
        long effective = Long.parseUnsignedLong(status("CapEff"), 16);
        if ((effective >> CAP_NET_ADMIN & 1) == 0) {
            return Optional.of("without CAP_NET_ADMIN the kernel reports no task exit");
        }
        return missingInitial("user", 4026531837L).or(() -> missingInitial("pid", 4026531836L));
    }

    private static Optional<String> missingInitial(String kind, long inode) {
        try {
            String namespace =
                    Files.readSymbolicLink(SELF.resolve("ns").resolve(kind)).toString();
            return namespace.equals(kind + ":[" + inode + "]")
                    ? Optional.empty()
                    : Optional.of("the kernel reports task exits in the initial namespaces, not in " + namespace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<String> missingDelayAccountingSwitch() {
        if (!Files.exists(DELAY_ACCOUNTING)) {
            return Optional.of("this kernel has no " + DELAY_ACCOUNTING);
        }
        return Files.isWritable(DELAY_ACCOUNTING)
                ? Optional.empty()
                : Optional.of("only root may switch delay accounting on and off");
    }

    static Optional<String> missingCgroupV1(String controller) {
        Path directory = Path.of("/sys/fs/cgroup", controller);
        return Files.isWritable(directory) && Files.isWritable(directory.resolve("tasks"))
                ? Optional.empty()
                : Optional.of("no controller of cgroup version 1 that this user may write to at " + directory);
    }

    static Optional<String> missingCpus(int wanted) {
        String mask = status("Cpus_allowed").replace(",", "");
        long lowest = Long.parseUnsignedLong(mask.substring(Math.max(0, mask.length() - 16)), 16);
        long all = (1L << wanted) - 1;
        return (lowest & all) == all
                ? Optional.empty()
                : Optional.of("this process may not run on each of the CPUs 0 to " + (wanted - 1));
    }

    private static String status(String field) {
        return read(SELF.resolve("status"))
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).trim())
                .findFirst()
                .orElseThrow();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
