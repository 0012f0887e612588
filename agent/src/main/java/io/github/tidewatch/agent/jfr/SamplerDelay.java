package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.procfs.ProcFile;
import io.github.tidewatch.procfs.ProcFormatException;
import io.github.tidewatch.procfs.SchedStat;
import io.github.tidewatch.text.Limitation;
import java.io.IOException;
import java.util.Locale;

/**
 * How long whoever samples waited for a CPU itself: a process that is starved of CPU has few samples, and this says why.
 * By {@code schedstat} of the calling thread, read once a second at most. One thread at a time may call all but
 * {@link #description}.
 */
final class SamplerDelay {
    private static final long SECOND = 1_000_000_000;

    /** What is worth a line: so much in sum, and this part of the time. */
    private static final long LEAST = SECOND;

    private static final int SHARE = 10;

    private final SchedStat schedstat = new SchedStat();
    private final byte[] buffer = new byte[128];
    private Thread thread;
    private long readAt;
    private long readDelay;

    private long sum;
    private long elapsed;
    private long pending;
    private volatile long total;
    private volatile long longest;
    private volatile long time;

    /** The calling thread began at this time, by {@link System#nanoTime}, and all that it waits counts. */
    void beginWithThisThread(long since) {
        thread = Thread.currentThread();
        readAt = since;
        readDelay = 0;
    }

    /** A sample begins, by whichever thread. */
    void passBegins(long now) {
        if (thread != Thread.currentThread()) {
            thread = Thread.currentThread();
            readAt = now;
            readDelay = read();
        }
    }

    /** A sample ends. */
    void passEnds(long now) {
        if (now - readAt >= SECOND) {
            long delay = read();
            if (delay >= 0 && readDelay >= 0) {
                long waited = delay - readDelay;
                sum += waited;
                pending += waited;
                total = sum;
                longest = Math.max(longest, waited);
                elapsed += now - readAt;
                time = elapsed;
            }
            readDelay = delay;
            readAt = now;
        }
    }

    /** Whether this kernel counts it. */
    boolean isKnown() {
        return read() >= 0;
    }

    /** What has come since this was asked last, in nanoseconds. */
    long take() {
        long taken = pending;
        pending = 0;
        return taken;
    }

    private long read() {
        try (ProcFile file = ProcFile.open("/proc/thread-self/schedstat")) {
            schedstat.parse(buffer, file.read(buffer));
            return schedstat.timeslices() == 0 ? -1 : schedstat.runDelay();
        } catch (IOException | ProcFormatException e) {
            return -1;
        }
    }

    /** That samples are late, and why; empty if they are not. Any thread may ask. */
    String description() {
        return describe(total, time, longest);
    }

    static String describe(long waited, long time, long longest) {
        if (waited < LEAST || waited * SHARE < time) {
            return "";
        }
        String what = String.format(
                Locale.ROOT,
                "Tidewatch's own sampling waited %.1f s of %.1f s for a CPU, up to %.1f s at once",
                waited / 1e9,
                time / 1e9,
                longest / 1e9);
        String cause = "samples were late, and intervals are longer for it, not wrong";
        return Limitation.of(what, cause, "this process gets too few CPUs, see cpuDelay")
                .toString();
    }
}
