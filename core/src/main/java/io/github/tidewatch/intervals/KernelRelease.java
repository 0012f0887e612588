package io.github.tidewatch.intervals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The release of the running kernel, and what is known to be wrong with it. */
public final class KernelRelease {
    private static final int FIRST_WITH_DELAYED_DEQUEUE = 6012;
    private static final int FIRST_THAT_THROTTLES_TASKS = 6018;

    /** Of 6.12, the stable release with "sched/fair: Block delayed tasks on throttled hierarchy during dequeue". */
    private static final int FIRST_STABLE_THAT_BLOCKS = 54;

    private static final Pattern RELEASE = Pattern.compile("(\\d{1,5})\\.(\\d{1,5})(?:\\.(\\d{1,5}))?.*");

    private final int version;
    private final int stable;

    private KernelRelease(int version, int stable) {
        this.version = version;
        this.stable = stable;
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
            return new KernelRelease(FIRST_WITH_DELAYED_DEQUEUE, 0); // unknown: nothing is trusted that may be wrong
        }
    }

    /** Such as {@code "6.18.44-generic"}. */
    public static KernelRelease of(String release) {
        Matcher parts = RELEASE.matcher(release.trim());
        if (!parts.matches()) {
            throw new IllegalArgumentException(release);
        }
        int version = Integer.parseInt(parts.group(1)) * 1000 + Integer.parseInt(parts.group(2));
        return new KernelRelease(version, parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3)));
    }

    /**
     * Whether the begin of a block-I/O wait may be noted for the wrong thread: from Linux 6.12 on, {@code __block_task}
     * (kernel/sched/sched.h) notes it for the thread that runs, which with delayed dequeue often is another. The
     * waiter's own begin is then that of an earlier wait, or the machine's start. Seen on 6.18.
     */
    public boolean countsBlockIoWrongly() {
        return version >= FIRST_WITH_DELAYED_DEQUEUE;
    }

    /**
     * Whether {@code /proc/PID/task/TID/syscall} may be read without harm to the thread. The kernel waits until the thread is
     * inactive ({@code wait_task_inactive} of kernel/sched/core.c). With delayed dequeue, from Linux 6.12 on, it at first
     * slept for a tick each time while the thread was on a run queue; then it took the thread off the queue (commit
     * b7ca5743a260, in 6.16 and stable releases), which in a group that its quota holds back loses the thread and never
     * returns. Linux 6.18 and 6.12.54 mend that; of what distributions took over nothing is known.
     */
    public boolean canReadCalls() {
        return version < FIRST_WITH_DELAYED_DEQUEUE
                || version >= FIRST_THAT_THROTTLES_TASKS
                || (version == FIRST_WITH_DELAYED_DEQUEUE && stable >= FIRST_STABLE_THAT_BLOCKS);
    }
}
