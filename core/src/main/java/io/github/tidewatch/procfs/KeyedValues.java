package io.github.tidewatch.procfs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Numbers in texts of the kernel, such as those of lines {@code KEY VALUE} in {@code cpu.stat}. What is damaged or cut off is
 * {@link #UNKNOWN}, never another number. Makes no objects but where it says so. Safe for use by several threads at once.
 */
public final class KeyedValues {
    /** What a text does not say. */
    public static final long UNKNOWN = -1;

    private KeyedValues() {}

    /** A key to look for; allocates. */
    public static byte[] key(String name) {
        return (name + " ").getBytes(StandardCharsets.US_ASCII);
    }

    /** The value of the first line with this key; {@link #UNKNOWN} if there is none, or it is no whole number. */
    public static long find(byte[] bytes, int length, byte[] key) {
        int at = 0;
        while (at + key.length < length) {
            if (isAt(bytes, at, key)) {
                return number(bytes, at + key.length, length);
            }
            while (at < length && bytes[at] != '\n') {
                at++;
            }
            at++;
        }
        return UNKNOWN;
    }

    /** As {@link #find}, from the end on: for a line that comes after long ones. It is not the first one of the text. */
    public static long findFromEnd(byte[] bytes, int length, byte[] key) {
        for (int at = length - key.length - 1; at > 0; at--) {
            if (bytes[at - 1] == '\n' && isAt(bytes, at, key)) {
                return number(bytes, at + key.length, length);
            }
        }
        return UNKNOWN;
    }

    private static boolean isAt(byte[] bytes, int at, byte[] key) {
        return Arrays.equals(bytes, at, at + key.length, key, 0, key.length);
    }

    /** The number that begins there and ends with white space; {@link #UNKNOWN} if there is none. */
    public static long number(byte[] bytes, int from, int length) {
        long value = 0;
        int at = from;
        while (at < length && bytes[at] >= '0' && bytes[at] <= '9') {
            int digit = bytes[at++] - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return UNKNOWN;
            }
            value = value * 10 + digit;
        }
        boolean whole = at > from && at < length && (bytes[at] == '\n' || bytes[at] == ' ');
        return whole ? value : UNKNOWN;
    }

    /** The number that is all of a text; {@link #UNKNOWN} if it is none. Allocates. */
    public static long number(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.ISO_8859_1);
        return text.indexOf(' ') < 0 && text.indexOf('\n') < 0 ? number(bytes, 0, bytes.length) : UNKNOWN;
    }

    /** In another unit; {@link #UNKNOWN} if the value is, or is too large for that. */
    public static long times(long value, long unit) {
        return value == UNKNOWN || value > Long.MAX_VALUE / unit ? UNKNOWN : value * unit;
    }
}
