package io.github.tidewatch.host;

import io.github.tidewatch.procfs.KeyedValues;
import io.github.tidewatch.procfs.ProcFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What one block device has done since the boot, for anybody, by {@code /proc/diskstats} (Documentation/admin-guide/iostats.rst).
 * Times in nanoseconds, to a millisecond. Immutable.
 */
public final class DiskTimes {
    private static final Path FILE = Path.of("/proc/diskstats");

    /** More devices than a host has; of a longer file the rest is not taken. */
    private static final int MOST_DEVICES = 4096;

    private static final long SECTOR = 512;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private static final int LEAST_FIELDS = 14;
    private static final int[] NUMBERS = {3, 5, 7, 9, 11, 12, 13};

    /** How many requests have ended: reads, writes, and of newer kernels discards and flushes. */
    private static final int[] ENDED = {3, 7, 14, 18};

    /** So much is not too large in bytes. */
    private static final long MOST = 1_000_000_000_000_000L;

    private static final long TIMES_WRAP = (1L << 32) * NANOS_PER_MILLI;
    private static final Pattern SPACES = Pattern.compile(" +");

    /** Its name, such as {@code vda}. */
    public final String name;

    /** What anybody read from it, in bytes. */
    public final long readBytes;
    /** What anybody wrote to it, in bytes. */
    public final long writtenBytes;

    /** For how long it had at least one request. */
    public final long busy;

    /** For how long requests took, waiting for the device included, in sum over them. */
    public final long requestTime;

    /** How many requests it has now; of an interval, at its begin and end at least. */
    private final long inFlight;

    private final long ended;

    private DiskTimes(
            String name, long readBytes, long writtenBytes, long busy, long requestTime, long inFlight, long ended) {
        this.name = name;
        this.readBytes = readBytes;
        this.writtenBytes = writtenBytes;
        this.busy = busy;
        this.requestTime = requestTime;
        this.inFlight = inFlight;
        this.ended = ended;
    }

    private static DiskTimes of(String[] fields) {
        long ended = 0;
        for (int i : ENDED) {
            ended += i < fields.length && isNumber(fields[i]) ? Long.parseLong(fields[i]) : 0;
        }
        return new DiskTimes(
                fields[2],
                Long.parseLong(fields[5]) * SECTOR,
                Long.parseLong(fields[9]) * SECTOR,
                Long.parseLong(fields[12]) * NANOS_PER_MILLI,
                Long.parseLong(fields[13]) * NANOS_PER_MILLI,
                Long.parseLong(fields[11]),
                ended);
    }

    /**
     * All devices now, by {@code MAJOR:MINOR}.
     *
     * @throws IOException if there is no such file, or another file system's stands there
     */
    public static Map<String, DiskTimes> read() throws IOException {
        ProcFile.openKernels(FILE.toString()).close();
        return read(FILE);
    }

    /**
     * With another file, as a test makes it.
     *
     * @throws IOException if it cannot be read
     */
    public static Map<String, DiskTimes> read(Path file) throws IOException {
        return parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    }

    static Map<String, DiskTimes> parse(String text) {
        Map<String, DiskTimes> devices = new HashMap<>();
        for (String line : text.split("\n", MOST_DEVICES)) {
            String[] fields = SPACES.split(line.trim(), -1);
            if (isDevice(fields)) {
                devices.put(fields[0] + ":" + fields[1], DiskTimes.of(fields));
            }
        }
        return devices;
    }

    /** No line that is damaged, or of another kernel. */
    private static boolean isDevice(String[] fields) {
        if (fields.length < LEAST_FIELDS) {
            return false;
        }
        for (int i : NUMBERS) {
            if (!isNumber(fields[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String text) {
        long value = KeyedValues.number(text);
        return value != KeyedValues.UNKNOWN && value < MOST;
    }

    /**
     * What one device did since an earlier reading.
     *
     * @return null if that is not known: a counter went back, as of another device in its place
     */
    public DiskTimes since(DiskTimes before) {
        DiskTimes since = new DiskTimes(
                name,
                readBytes - before.readBytes,
                writtenBytes - before.writtenBytes,
                sinceTime(before.busy, busy),
                sinceTime(before.requestTime, requestTime),
                Math.min(inFlight, before.inFlight),
                ended - before.ended);
        boolean isKnown = name.equals(before.name)
                && since.readBytes >= 0
                && since.writtenBytes >= 0
                && since.busy >= 0
                && since.requestTime >= 0;
        return isKnown ? since : null;
    }

    /** Of an interval, whether it had requests all the time and none ended: Linux before 5.18 counts no {@link #busy} then. */
    public boolean hangs() {
        return inFlight > 0 && ended == 0;
    }

    /** The kernel prints the lower 32 bits of its milliseconds: after 49 days of requests they begin anew. */
    private static long sinceTime(long before, long now) {
        return now < before && before >= TIMES_WRAP / 2 && now < TIMES_WRAP / 2
                ? now - before + TIMES_WRAP
                : now - before;
    }
}
