package io.github.tidewatch.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;

/**
 * What one group has read from and written to block devices, and how much of it per second it may: {@code io.stat} and {@code
 * io.max}; {@code blkio.throttle.*} of version 1. By {@code MAJOR:MINOR}, as of one moment. Immutable.
 */
public final class GroupDisks {
    /** No limit, or not known. */
    public static final long NONE = -1;

    /** Places of the four amounts. */
    public static final int READ_BYTES = 0;

    public static final int WRITTEN_BYTES = 1;
    public static final int READS = 2;
    public static final int WRITES = 3;
    public static final int AMOUNTS = 4;

    private static final String[] USE_V2 = {"rbytes", "wbytes", "rios", "wios"};
    private static final String[] LIMIT_V2 = {"rbps", "wbps", "riops", "wiops"};
    private static final String[] LIMIT_V1 = {
        "blkio.throttle.read_bps_device",
        "blkio.throttle.write_bps_device",
        "blkio.throttle.read_iops_device",
        "blkio.throttle.write_iops_device"
    };

    private final Map<String, long[]> used = new HashMap<>();
    private final Map<String, long[]> limits = new HashMap<>();

    private GroupDisks() {}

    /**
     * Reads a group's files.
     *
     * @throws IOException if they are there, but cannot be read
     */
    public static GroupDisks read(Cgroup group) throws IOException {
        GroupDisks disks = new GroupDisks();
        if (group.version() == 2) {
            disks.addV2(disks.used, text(group, "io.stat"), USE_V2);
            disks.addV2(disks.limits, text(group, "io.max"), LIMIT_V2);
        } else {
            disks.addV1(text(group, "blkio.throttle.io_service_bytes"), READ_BYTES);
            disks.addV1(text(group, "blkio.throttle.io_serviced"), READS);
            for (int amount = 0; amount < AMOUNTS; amount++) {
                for (String line : text(group, LIMIT_V1[amount]).split("\n", -1)) {
                    String[] fields = line.split(" ", -1);
                    put(disks.limits, fields[0], amount, fields.length == 2 ? number(fields[1]) : NONE);
                }
            }
        }
        return disks;
    }

    /** A group without the controller has no such file. */
    private static String text(Cgroup group, String file) throws IOException {
        try {
            return new String(Files.readAllBytes(group.file(file)), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Lines such as {@code 8:0 rbytes=1 wbytes=2}. */
    private void addV2(Map<String, long[]> into, String text, String[] keys) {
        for (String line : text.split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            for (int i = 1; i < fields.length; i++) {
                for (int amount = 0; amount < AMOUNTS; amount++) {
                    if (fields[i].startsWith(keys[amount] + "=")) {
                        put(into, fields[0], amount, number(fields[i].substring(keys[amount].length() + 1)));
                    }
                }
            }
        }
    }

    /** Lines such as {@code 8:0 Read 1}. */
    private void addV1(String text, int first) {
        for (String line : text.split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            if (fields.length == 3 && fields[1].equals("Read")) {
                put(used, fields[0], first, number(fields[2]));
            } else if (fields.length == 3 && fields[1].equals("Write")) {
                put(used, fields[0], first + 1, number(fields[2]));
            }
        }
    }

    private static void put(Map<String, long[]> into, String device, int amount, long value) {
        if (value != NONE) {
            into.computeIfAbsent(device, first -> new long[] {NONE, NONE, NONE, NONE})[amount] = value;
        }
    }

    /** "max" is no number. */
    private static long number(String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            return NONE;
        }
    }

    /** The amount of one device since the group was made; 0 if it did nothing there. */
    public long used(String device, int amount) {
        long[] amounts = used.get(device);
        return amounts == null ? 0 : Math.max(0, amounts[amount]);
    }

    /** How much of it the group may do in a second; {@link #NONE} if there is no limit. */
    public long limit(String device, int amount) {
        long[] amounts = limits.get(device);
        return amounts == null ? NONE : amounts[amount];
    }

    /** The devices that the group used. */
    public Iterable<String> devices() {
        return used.keySet();
    }
}
