package io.github.tidewatch.cgroup;

import java.util.Arrays;
import java.util.List;

/** A line of {@code /proc/self/mountinfo} (proc_pid_mountinfo(5)), with its octal escapes resolved. Immutable. */
final class Mount {
    private static final int OPTIONAL_FIELDS = 6;

    final String id;
    final String parent;
    /** What of the file system is mounted: for a cgroup file system a group, as seen from this cgroup namespace. */
    final String root;

    final String point;
    private final String type;
    private final List<String> superOptions;

    private Mount(String[] fields, int separator) {
        id = fields[0];
        parent = fields[1];
        root = unescape(fields[3]);
        point = unescape(fields[4]);
        type = fields[separator + 1];
        superOptions = List.of(fields[separator + 3].split(",", -1));
    }

    /** Null if the line is not of this format. */
    static Mount parse(String line) {
        String[] fields = line.split(" ", -1);
        int separator = OPTIONAL_FIELDS
                + Arrays.asList(fields)
                        .subList(Math.min(OPTIONAL_FIELDS, fields.length), fields.length)
                        .indexOf("-");
        return separator < OPTIONAL_FIELDS || separator + 3 >= fields.length ? null : new Mount(fields, separator);
    }

    /** Whether it shows the unified hierarchy of version 2. */
    boolean isV2() {
        return type.equals("cgroup2");
    }

    /** Whether it shows the hierarchy of version 1 that has this controller. */
    boolean isV1(String controller) {
        return type.equals("cgroup") && superOptions.contains(controller);
    }

    /** The kernel writes space, tab, newline and backslash as {@code \} and three octal digits. */
    static String unescape(String field) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < field.length(); at++) {
            int code = field.charAt(at) == '\\' ? octal(field, at + 1) : -1;
            text.append(code < 0 ? field.charAt(at) : (char) code);
            at += code < 0 ? 0 : 3;
        }
        return text.toString();
    }

    private static int octal(String field, int from) {
        if (from + 3 > field.length()) {
            return -1;
        }
        int code = 0;
        for (int at = from; at < from + 3; at++) {
            int digit = field.charAt(at) - '0';
            if (digit < 0 || digit > 7) {
                return -1;
            }
            code = code * 8 + digit;
        }
        return code;
    }
}
