package io.github.tidewatch.accounting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Converts times since boot, by which {@code /proc} dates the start of a task, to {@link System#nanoTime}. Right within
 * the 10 ms of {@code /proc/uptime}; a suspend of the machine after this clock was made shifts later starts by its
 * length, towards the past.
 */
final class BootClock {
    private final long nanoTimeAtBoot;

    private BootClock(long nanoTimeAtBoot) {
        this.nanoTimeAtBoot = nanoTimeAtBoot;
    }

    static BootClock ofThisMachine() throws IOException {
        String uptime = Files.readString(Path.of("/proc/uptime"));
        long now = System.nanoTime();
        return new BootClock(now - Math.round(Double.parseDouble(uptime.split(" ", 2)[0]) * 1e9));
    }

    long toNanoTime(long sinceBoot) {
        return nanoTimeAtBoot + sinceBoot;
    }
}
