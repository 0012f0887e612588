package io.github.tidewatch.cgroup;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts of lines {@code KEY VALUE}, such as {@code cpu.stat}. Makes no objects. */
final class KeyedValues {
    /** What a text does not say. */
    static final long UNKNOWN = -1;

    private KeyedValues() {}

    /** A key to look for. */
    static byte[] key(String name) {
        return (name + " ").getBytes(StandardCharsets.US_ASCII);
    }

    /** The value of the line with this key; {@link #UNKNOWN} if there is none, or it is no whole number. */
    static long find(byte[] bytes, int length, byte[] key) {
        int at = 0;
        while (at + key.length < length) {
            if (Arrays.equals(bytes, at, at + key.length, key, 0, key.length)) {
                return number(bytes, at + key.length, length);
            }
            while (at < length && bytes[at] != '\n') {
                at++;
            }
            at++;
        }
        return UNKNOWN;
    }

    /** The number that begins there and ends with white space; {@link #UNKNOWN} if there is none. */
    static long number(byte[] bytes, int from, int length) {
        long value = 0;
        int at = from;
        while (at < length && bytes[at] >= '0' && bytes[at] <= '9') {
            value = value * 10 + (bytes[at++] - '0');
        }
        boolean whole = at > from && at < length && (bytes[at] == '\n' || bytes[at] == ' ');
        return whole && at - from <= MOST_DIGITS ? value : UNKNOWN;
    }

    /** Of 18 digits, no number is too large. */
    private static final int MOST_DIGITS = 18;
}
