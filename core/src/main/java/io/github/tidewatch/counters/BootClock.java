package io.github.tidewatch.counters;

import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Converts times since boot, by which {@code /proc} dates the start of a task, to {@link System#nanoTime}, which stands
 * still while the machine is suspended and the other does not. So the distance of the two is measured again with each
 * sample and each start, and what it was before is kept for tasks that are older.
 *
 * <p>A suspend before this clock was made is in the age of the tasks that it met. Safe for use by all threads at once;
 * none waits for another.
 */
public final class BootClock {
    private static final int CLOCK_BOOTTIME = 7;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long UNKNOWN = Long.MIN_VALUE;

    /** The one that took the shortest counts: others may have been interrupted between the two clocks. */
    private static final int ATTEMPTS = 5;

    /** A measurement that took longer is not taken. */
    private static final long SHARP = 10_000_000;

    /** A difference that is no error of measurement, which without native code is up to 10 ms. */
    private static final long JUMP = 50_000_000;

    private static final int MOST_EPOCHS = 64;

    private final LongSupplier measure;
    private final LongSupplier nanoTime;
    private final ReentrantLock measuring = new ReentrantLock();

    /** The present one is the last. */
    private volatile Epoch[] epochs;

    /** The time between two suspends. */
    private static final class Epoch {
        final long nanoTimeAtBoot;
        volatile long lastSeen;

        Epoch(long nanoTimeAtBoot, long seen) {
            this.nanoTimeAtBoot = nanoTimeAtBoot;
            this.lastSeen = seen;
        }
    }

    /**
     * A clock by measurements.
     *
     * @param first what {@link System#nanoTime} would have been at boot, as measured now
     * @param measure measures it again; {@link Long#MIN_VALUE} if that does not succeed
     */
    BootClock(long first, LongSupplier measure, LongSupplier nanoTime) {
        this.measure = measure;
        this.nanoTime = nanoTime;
        this.epochs = new Epoch[] {new Epoch(first, nanoTime.getAsLong())};
    }

    /**
     * The clock of this machine: by clock_gettime(2), or where native code cannot be used by {@code /proc/uptime}, which
     * is cut to 10 ms and so is waited for until it changes, the first time.
     *
     * @throws IOException if {@code /proc/uptime} is needed and cannot be read
     */
    public static BootClock ofThisMachine(Optional<SystemCalls> calls) throws IOException {
        if (calls.isPresent()) {
            NativeMemory timespec = NativeMemory.allocate(16);
            long first = bySystemCall(calls.get(), timespec, ATTEMPTS);
            if (first != UNKNOWN) {
                return new BootClock(first, () -> bySystemCall(calls.get(), timespec, 1), System::nanoTime);
            }
        }
        return new BootClock(byUptimeThatChanges(), BootClock::byUptime, System::nanoTime);
    }

    private static long bySystemCall(SystemCalls calls, NativeMemory timespec, int attempts) {
        long width = SHARP;
        long atBoot = UNKNOWN;
        for (int i = 0; i < attempts; i++) {
            long before = System.nanoTime();
            boolean known = calls.clockGettime(CLOCK_BOOTTIME, timespec) == 0;
            long took = System.nanoTime() - before;
            if (known && took < width) {
                width = took;
                atBoot = before
                        + took / 2
                        - timespec.buffer().getLong(0) * NANOS_PER_SECOND
                        - timespec.buffer().getLong(8);
            }
        }
        return atBoot;
    }

    private static long byUptimeThatChanges() throws IOException {
        String first = uptime();
        String uptime = first;
        while (uptime.equals(first)) {
            uptime = uptime();
        }
        return System.nanoTime() - nanos(uptime);
    }

    private static long byUptime() {
        try {
            long before = System.nanoTime();
            long uptime = nanos(uptime());
            return System.nanoTime() - before < SHARP ? before - uptime : UNKNOWN;
        } catch (IOException | RuntimeException e) {
            return UNKNOWN;
        }
    }

    private static long nanos(String uptime) {
        return Math.round(Double.parseDouble(uptime) * 1e9);
    }

    private static String uptime() throws IOException {
        return Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0];
    }

    /** Notices a suspend. To be called with each sample, so that it is known which tasks are older than it. */
    public void observe() {
        if (measuring.tryLock()) {
            try {
                long measured = measure.getAsLong();
                long now = nanoTime.getAsLong();
                Epoch present = epochs[epochs.length - 1];
                if (measured == UNKNOWN || Math.abs(measured - present.nanoTimeAtBoot) <= JUMP) {
                    present.lastSeen = now;
                } else {
                    begin(new Epoch(measured, now));
                }
            } finally {
                measuring.unlock();
            }
        }
    }

    private void begin(Epoch epoch) {
        int kept = Math.min(epochs.length, MOST_EPOCHS - 1);
        Epoch[] next = Arrays.copyOfRange(epochs, epochs.length - kept, epochs.length + 1);
        next[kept] = epoch;
        epochs = next;
    }

    /** The time by {@link System#nanoTime} of a moment so many nanoseconds after boot, which is not in the future. */
    public long toNanoTime(long sinceBoot) {
        observe();
        Epoch[] all = epochs;
        int at = all.length - 1;
        while (at > 0 && sinceBoot <= all[at - 1].lastSeen - all[at - 1].nanoTimeAtBoot) {
            at--;
        }
        long time = all[at].nanoTimeAtBoot + sinceBoot;
        // Between the last sample before a suspend and the suspend: not before that sample.
        return at == 0 ? time : Math.max(time, all[at - 1].lastSeen);
    }
}
