package io.github.tidewatch.taskstats;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the bytes of {@code struct taskstats} from its declaration in C, by the compiler's rules and not by the
 * decoder's table of offsets.
 */
final class StructBytes {
    private static final String BASE = "u16 version; u32 ac_exitcode; u8 ac_flag; u8 ac_nice;"
            + " u64 cpu_count; u64 cpu_delay_total; [cpu]"
            + " u64 blkio_count; u64 blkio_delay_total; [blkio]"
            + " u64 swapin_count; u64 swapin_delay_total; [swapin]"
            + " u64 cpu_run_real_total; u64 cpu_run_virtual_total;"
            + " char32 ac_comm; aligned8 u8 ac_sched; u8 pad1; u8 pad2; u8 pad3;"
            + " aligned8 u32 ac_uid; u32 ac_gid; u32 ac_pid; u32 ac_ppid; u32 ac_btime;"
            + " aligned8 u64 ac_etime; u64 ac_utime; u64 ac_stime; u64 ac_minflt; u64 ac_majflt;"
            + " u64 coremem; u64 virtmem; u64 hiwater_rss; u64 hiwater_vm;"
            + " u64 read_char; u64 write_char; u64 read_syscalls; u64 write_syscalls;"
            + " u64 read_bytes; u64 write_bytes; u64 cancelled_write_bytes;"
            + " u64 nvcsw; u64 nivcsw; u64 ac_utimescaled; u64 ac_stimescaled; u64 cpu_scaled_run_real_total;"
            + " u64 freepages_count; u64 freepages_delay_total; [freepages]";
    private static final String V9 = " u64 thrashing_count; u64 thrashing_delay_total; [thrashing]";
    private static final String V10 = " u64 ac_btime64;";
    private static final String V11 = " u64 compact_count; u64 compact_delay_total; [compact]";
    private static final String V12 = " u32 ac_tgid; aligned8 u64 ac_tgetime; u64 ac_exe_dev; u64 ac_exe_inode;";
    private static final String V13 = " u64 wpcopy_count; u64 wpcopy_delay_total; [wpcopy]";
    private static final String V14 = " u64 irq_count; u64 irq_delay_total; [irq]";
    private static final String[] GROUPS = {
        "cpu", "blkio", "swapin", "freepages", "thrashing", "compact", "wpcopy", "irq"
    };

    private final int version;
    private final ByteOrder order;
    private final Map<String, Integer> offsets = new LinkedHashMap<>();
    private final Map<String, Integer> sizes = new LinkedHashMap<>();
    private int size;

    StructBytes(int version, ByteOrder order) {
        this.version = version;
        this.order = order;
        for (String declaration : declaration(version).split(";", -1)) {
            declare(declaration.trim());
        }
        size = (size + 7) & ~7;
    }

    private static String declaration(int version) {
        String[] parts = {BASE, V9, V10, V11, V12, V13, V14};
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < parts.length && 8 + i <= version; i++) {
            all.append(parts[i]);
        }
        String text = all.toString();
        for (String group : GROUPS) {
            String extremes = " u64 " + group + "_delay_max; u64 " + group + "_delay_min;";
            text = text.replace("[" + group + "]", version == 15 ? extremes : "");
            text += version >= 16 ? extremes : "";
        }
        if (version >= 17) {
            for (String group : GROUPS) {
                text += " timespec " + group + "_delay_max_ts;";
            }
        }
        return text;
    }

    private void declare(String declaration) {
        if (declaration.isEmpty()) {
            return;
        }
        String[] words = declaration.split(" +", -1);
        int word = words[0].equals("aligned8") ? 1 : 0;
        int bytes = sizeOf(words[word]);
        int alignment = word == 1 ? 8 : words[word].equals("char32") ? 1 : Math.min(bytes, 8);
        size = (size + alignment - 1) & -alignment;
        offsets.put(words[word + 1], size);
        sizes.put(words[word + 1], bytes);
        size += bytes;
    }

    private static int sizeOf(String type) {
        switch (type) {
            case "u8":
                return 1;
            case "u16":
                return 2;
            case "u32":
                return 4;
            case "u64":
                return 8;
            case "timespec":
                return 16;
            case "char32":
                return 32;
            default:
                throw new IllegalArgumentException(type);
        }
    }

    int size() {
        return size;
    }

    boolean declares(String name) {
        return offsets.containsKey(name);
    }

    /** A value for each field that no other field has, as large as the field allows. */
    long valueOf(String name) {
        if (name.equals("version")) {
            return version;
        }
        long hash = name.hashCode() * 0x9E3779B97F4A7C15L;
        switch (sizes.get(name)) {
            case 1:
                return name.equals("ac_nice") ? (byte) -17 : hash >>> 56;
            case 2:
                return hash >>> 48;
            case 4:
                return hash >>> 32;
            case 16:
                return hash >>> 2;
            default:
                return hash >>> 1;
        }
    }

    /** The structure with {@link #valueOf} in every field, {@code ac_comm} "comm-of-15-char" and the given tid. */
    byte[] bytes(int tid) {
        ByteBuffer buffer = ByteBuffer.allocate(size).order(order);
        offsets.forEach((name, offset) -> {
            long value = name.equals("ac_pid") ? tid : valueOf(name);
            switch (sizes.get(name)) {
                case 1:
                    buffer.put(offset, (byte) value);
                    break;
                case 2:
                    buffer.putShort(offset, (short) value);
                    break;
                case 4:
                    buffer.putInt(offset, (int) value);
                    break;
                case 8:
                    buffer.putLong(offset, value);
                    break;
                case 16:
                    buffer.putLong(offset, value / 1_000_000_000);
                    buffer.putLong(offset + 8, value % 1_000_000_000);
                    break;
                default:
                    byte[] text = "comm-of-15-char".getBytes(StandardCharsets.US_ASCII);
                    for (int i = 0; i < text.length; i++) {
                        buffer.put(offset + i, text[i]);
                    }
                    break;
            }
        });
        return buffer.array();
    }
}
