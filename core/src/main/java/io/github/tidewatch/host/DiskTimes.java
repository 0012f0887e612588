package io.github.tidewatch.host;

import io.github.tidewatch.procfs.KeyedValues;
import io.github.tidewatch.procfs.ProcFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

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

    /** The name is between the device's numbers and those of its requests. */
    private static final int NAME = 2;

    /** Of those fields that newer kernels have, the last that is used is the 19th. */
    private static final int MOST_FIELDS = 20;

    private static final int[] NUMBERS = {0, 1, 3, 5, 7, 9, 11, 12, 13};

    /** How many requests have ended: reads, writes, and of newer kernels discards and flushes. */
    private static final int[] ENDED = {3, 7, 14, 18};

    /** So much is not too large in bytes. */
    private static final long MOST = 1_000_000_000_000_000L;

    private static final long UNKNOWN = KeyedValues.UNKNOWN;
    private static final long TIMES_WRAP = (1L << 32) * NANOS_PER_MILLI;

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

    private static DiskTimes of(String name, long[] fields) {
        long ended = 0;
        for (int i : ENDED) {
            ended += Math.max(0, fields[i]);
        }
        return new DiskTimes(
                name,
                fields[5] * SECTOR,
                fields[9] * SECTOR,
                fields[12] * NANOS_PER_MILLI,
                fields[13] * NANOS_PER_MILLI,
                fields[11],
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
        return parse(Files.readAllBytes(file)); // the kernel gives some 40 devices with each read
    }

    static Map<String, DiskTimes> parse(byte[] text) {
        Map<String, DiskTimes> devices = new HashMap<>();
        long[] fields = new long[MOST_FIELDS];
        int line = 0;
        for (int i = 0; i < MOST_DEVICES && line < text.length; i++) {
            int end = line;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            String name = parseLine(text, line, end, fields);
            if (name != null) {
                devices.put(fields[0] + ":" + fields[1], of(name, fields));
            }
            line = end + 1;
        }
        return devices;
    }

    /** Fills in the fields, {@link #UNKNOWN} for what is no number; the device's name, or null of a damaged line. */
    private static String parseLine(byte[] text, int from, int end, long[] fields) {
        Arrays.fill(fields, UNKNOWN);
        String name = null;
        int at = from;
        int count = 0;
        while (count < MOST_FIELDS) {
            while (at < end && text[at] == ' ') {
                at++;
            }
            int begin = at;
            while (at < end && text[at] != ' ') {
                at++;
            }
            if (at == begin) {
                break;
            }
            if (count == NAME) {
                name = new String(text, begin, at - begin, StandardCharsets.ISO_8859_1);
            } else {
                long value = KeyedValues.number(text, begin, text.length);
                fields[count] = value < MOST ? value : UNKNOWN;
            }
            count++;
        }
        boolean isDevice = count >= LEAST_FIELDS;
        for (int i = 0; i < NUMBERS.length && isDevice; i++) {
            isDevice = fields[NUMBERS[i]] != UNKNOWN;
        }
        return isDevice ? name : null;
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
