package io.github.tidewatch.accounting;

import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Converts times since boot, by which {@code /proc} dates the start of a task, to {@link System#nanoTime}. A suspend of
 * the machine after this clock was made shifts later starts by its length, towards the past.
 */
final class BootClock {
    private static final int CLOCK_BOOTTIME = 7;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** The one that took the shortest counts: others may have been interrupted between the two clocks. */
    private static final int LOOKS = 5;

    private final long nanoTimeAtBoot;

    private BootClock(long nanoTimeAtBoot) {
        this.nanoTimeAtBoot = nanoTimeAtBoot;
    }

    /**
     * The clock of this machine: by clock_gettime(2), or where native code cannot be used by {@code /proc/uptime}, which
     * is cut to 10 ms and so is waited for until it changes.
     */
    static BootClock ofThisMachine(Optional<SystemCalls> calls) throws IOException {
        if (calls.isPresent()) {
            NativeMemory timespec = NativeMemory.allocate(16);
            long width = Long.MAX_VALUE;
            long atBoot = 0;
            for (int i = 0; i < LOOKS; i++) {
                long before = System.nanoTime();
                boolean known = calls.get().clockGettime(CLOCK_BOOTTIME, timespec) == 0;
                long took = System.nanoTime() - before;
                if (known && took < width) {
                    width = took;
                    atBoot = before
                            + took / 2
                            - timespec.buffer().getLong(0) * NANOS_PER_SECOND
                            - timespec.buffer().getLong(8);
                }
            }
            if (width < Long.MAX_VALUE) {
                return new BootClock(atBoot);
            }
        }
        String first = uptime();
        String uptime = first;
        while (uptime.equals(first)) {
            uptime = uptime();
        }
        long now = System.nanoTime();
        return new BootClock(now - Math.round(Double.parseDouble(uptime) * 1e9));
    }

    private static String uptime() throws IOException {
        return Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0];
    }

    long toNanoTime(long sinceBoot) {
        return nanoTimeAtBoot + sinceBoot;
    }
}
