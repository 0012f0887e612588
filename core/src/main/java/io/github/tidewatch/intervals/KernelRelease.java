package io.github.tidewatch.intervals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The release of the running kernel, and what is known to be wrong with it. */
public final class KernelRelease {
    private static final int FIRST_WITH_DELAYED_DEQUEUE = 6012;

    private final int version;

    private KernelRelease(int version) {
        this.version = version;
    }

    /** The running kernel. */
    public static KernelRelease running() {
        try {
            return of(Files.readString(Path.of("/proc/sys/kernel/osrelease")));
        } catch (IOException | RuntimeException e) {
            return ofUname(); // no /proc/sys, as where /proc is mounted with subset=pid
        }
    }

    private static KernelRelease ofUname() {
        try {
            return of(System.getProperty("os.version"));
        } catch (RuntimeException e) {
            return new KernelRelease(FIRST_WITH_DELAYED_DEQUEUE); // unknown: no count is trusted that may be wrong
        }
    }

    /** Such as {@code "6.18.44-generic"}. */
    public static KernelRelease of(String release) {
        String[] parts = release.trim().split("[^0-9]+", 3);
        return new KernelRelease(Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]));
    }

    /**
     * Whether the begin of a block-I/O wait may be noted for the wrong thread: from Linux 6.12 on, {@code __block_task}
     * (kernel/sched/sched.h) notes it for the thread that runs, which with delayed dequeue often is another. The
     * waiter's own begin is then that of an earlier wait, or the machine's start. Seen on 6.18.
     */
    public boolean countsBlockIoWrongly() {
        return version >= FIRST_WITH_DELAYED_DEQUEUE;
    }
}
