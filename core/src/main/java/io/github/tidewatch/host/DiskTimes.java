package io.github.tidewatch.host;

import io.github.tidewatch.procfs.ProcFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final int[] NUMBERS = {5, 9, 12, 13};

    /** Its name, such as {@code vda}. */
    public final String name;

    public final long readBytes;
    public final long writtenBytes;

    /** For how long it had at least one request. */
    public final long busy;

    /** For how long requests took, waiting for the device included, in sum over them. */
    public final long requestTime;

    private DiskTimes(String[] fields) {
        name = fields[2];
        readBytes = Long.parseLong(fields[5]) * SECTOR;
        writtenBytes = Long.parseLong(fields[9]) * SECTOR;
        busy = Long.parseLong(fields[12]) * NANOS_PER_MILLI;
        requestTime = Long.parseLong(fields[13]) * NANOS_PER_MILLI;
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

    /** With another file, as a test makes it. */
    public static Map<String, DiskTimes> read(Path file) throws IOException {
        return parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    }

    static Map<String, DiskTimes> parse(String text) {
        Map<String, DiskTimes> devices = new HashMap<>();
        for (String line : text.split("\n", MOST_DEVICES)) {
            String[] fields = line.trim().split(" +", -1);
            if (isDevice(fields)) {
                devices.put(fields[0] + ":" + fields[1], new DiskTimes(fields));
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
            if (!fields[i].matches("[0-9]{1,15}")) {
                return false;
            }
        }
        return true;
    }
}
