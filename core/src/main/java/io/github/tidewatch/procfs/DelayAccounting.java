package io.github.tidewatch.procfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Whether the kernel gives new tasks delay accounting (Documentation/accounting/delay-accounting.rst). Off by default
 * since Linux 5.14; a task made while it was off stays without for life.
 */
public enum DelayAccounting {
    /** {@code kernel.task_delayacct} is 1, or the kernel is older than 5.14 and was not booted with nodelayacct. */
    ON,
    /** {@code kernel.task_delayacct} is 0, or an older kernel was booted with nodelayacct. */
    OFF,
    /** The kernel was built without {@code CONFIG_TASK_DELAY_ACCT}. */
    NOT_BUILT,
    /** Neither the sysctl nor the kernel's release could be read. */
    UNKNOWN;

    static final Path SYSCTL = Path.of("/proc/sys/kernel/task_delayacct");

    /** The present state. */
    public static DelayAccounting now() {
        try {
            return ofSysctl(Files.readString(SYSCTL));
        } catch (NoSuchFileException e) {
            return withoutSysctl();
        } catch (IOException | RuntimeException e) {
            return UNKNOWN;
        }
    }

    /** The state that the content of {@code /proc/sys/kernel/task_delayacct} stands for. */
    public static DelayAccounting ofSysctl(String content) {
        switch (content.trim()) {
            case "1":
                return ON;
            case "0":
                return OFF;
            default:
                return UNKNOWN;
        }
    }

    private static DelayAccounting withoutSysctl() {
        try {
            return withoutSysctl(
                    Files.readString(Path.of("/proc/sys/kernel/osrelease")),
                    new String(Files.readAllBytes(Path.of("/proc/cmdline")), StandardCharsets.ISO_8859_1));
        } catch (IOException | RuntimeException e) {
            return UNKNOWN;
        }
    }

    static DelayAccounting withoutSysctl(String release, String bootOptions) {
        String[] parts = release.trim().split("[.-]", 3);
        int version = Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]);
        if (version >= 5014) {
            return NOT_BUILT;
        }
        return (" " + bootOptions.trim() + " ").contains(" nodelayacct ") ? OFF : ON;
    }
}
