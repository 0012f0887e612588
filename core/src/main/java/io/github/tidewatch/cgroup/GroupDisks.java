package io.github.tidewatch.cgroup;

import io.github.tidewatch.procfs.KeyedValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one group has read from and written to block devices, and how much of it per second it may: {@code io.stat} and {@code
 * io.max}; {@code blkio.throttle.*} of version 1. By {@code MAJOR:MINOR}, as of one moment. Immutable.
 */
public final class GroupDisks {
    /** No limit, or not known. */
    public static final long NONE = KeyedValues.UNKNOWN;

    /** The place of the bytes read among the amounts. */
    public static final int READ_BYTES = 0;

    /** The place of the bytes written. */
    public static final int WRITTEN_BYTES = 1;
    /** The place of the number of reads. */
    public static final int READS = 2;
    /** The place of the number of writes. */
    public static final int WRITES = 3;
    /** How many amounts there are. */
    public static final int AMOUNTS = 4;

    private static final String STAT_V2 = "io.stat";
    private static final String BYTES_V1 = "blkio.throttle.io_service_bytes";
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

    /** The file of which a group's uses are known. */
    public static String file(Cgroup group) {
        return group.version() == 2 ? STAT_V2 : BYTES_V1;
    }

    /** Whether the group's uses are known: without the controller it has no file of them. */
    public static boolean isCounted(Cgroup group) {
        return readBytes(group).isPresent();
    }

    /** Reads a group's files; empty if it does not count what it uses, or that cannot be read. */
    public static Optional<GroupDisks> read(Cgroup group) {
        GroupDisks disks = new GroupDisks();
        try {
            if (group.version() == 2) {
                disks.addV2(disks.used, text(group, STAT_V2), USE_V2);
                disks.addV2(disks.limits, textOrNone(group, "io.max"), LIMIT_V2);
            } else {
                disks.addV1(text(group, BYTES_V1), READ_BYTES);
                disks.addV1(textOrNone(group, "blkio.throttle.io_serviced"), READS);
                disks.addLimitsV1(group);
            }
            return Optional.of(disks);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads the bytes only, those of the groups below included where the kernel counts them; empty as of {@link #read}. */
    public static Optional<GroupDisks> readBytes(Cgroup group) {
        GroupDisks disks = new GroupDisks();
        try {
            if (group.version() == 2) {
                disks.addV2(disks.used, text(group, STAT_V2), USE_V2);
            } else {
                String recursive = textOrNone(group, BYTES_V1 + "_recursive"); // from Linux 5.0 on
                disks.addV1(recursive.isEmpty() ? text(group, BYTES_V1) : recursive, READ_BYTES);
            }
            return Optional.of(disks);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String text(Cgroup group, String file) throws IOException {
        return new String(Files.readAllBytes(group.file(file)), StandardCharsets.ISO_8859_1);
    }

    /** A kernel without limits has no such file. */
    private static String textOrNone(Cgroup group, String file) throws IOException {
        try {
            return text(group, file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Lines such as {@code 8:0 1000}. */
    private void addLimitsV1(Cgroup group) throws IOException {
        for (int amount = 0; amount < AMOUNTS; amount++) {
            for (String line : textOrNone(group, LIMIT_V1[amount]).split("\n", -1)) {
                String[] fields = line.split(" ", -1);
                put(limits, fields[0], amount, fields.length == 2 ? KeyedValues.number(fields[1]) : NONE);
            }
        }
    }

    /** Lines such as {@code 8:0 rbytes=1 wbytes=2}. */
    private void addV2(Map<String, long[]> into, String text, String[] keys) {
        for (String line : text.split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            for (int i = 1; i < fields.length; i++) {
                for (int amount = 0; amount < AMOUNTS; amount++) {
                    if (fields[i].startsWith(keys[amount] + "=")) {
                        String value = fields[i].substring(keys[amount].length() + 1); // of a limit, "max" is none
                        put(into, fields[0], amount, KeyedValues.number(value));
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
                put(used, fields[0], first, KeyedValues.number(fields[2]));
            } else if (fields.length == 3 && fields[1].equals("Write")) {
                put(used, fields[0], first + 1, KeyedValues.number(fields[2]));
            }
        }
    }

    private static void put(Map<String, long[]> into, String device, int amount, long value) {
        if (value != NONE) {
            into.computeIfAbsent(device, first -> new long[] {NONE, NONE, NONE, NONE})[amount] = value;
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
}
