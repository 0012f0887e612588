package io.github.tidewatch.host;

import io.github.tidewatch.procfs.KeyedValues;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * For how long tasks were stalled since the boot, by a file of pressure stall information
 * (Documentation/accounting/psi.rst); in nanoseconds. Belongs to whoever parses into it. Not safe for use by several
 * threads at once.
 */
public final class Pressure {
    /** What is not known. */
    public static final long UNKNOWN = KeyedValues.UNKNOWN;

    private static final long NANOS_PER_MICRO = 1000;
    private static final byte[] SOME = "some ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FULL = "full ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TOTAL = " total=".getBytes(StandardCharsets.US_ASCII);

    private long some = UNKNOWN;
    private long full = UNKNOWN;

    /** Takes over what a text says. */
    public void parse(byte[] bytes, int length) {
        some = UNKNOWN;
        full = UNKNOWN;
        int at = 0;
        while (at < length) {
            int end = at;
            while (end < length && bytes[end] != '\n') {
                end++;
            }
            if (end == length) {
                return; // a line that is cut off
            }
            if (begins(bytes, at, end, SOME)) {
                some = total(bytes, at, end);
            } else if (begins(bytes, at, end, FULL)) {
                full = total(bytes, at, end);
            }
            at = end + 1;
        }
    }

    private static boolean begins(byte[] bytes, int at, int end, byte[] word) {
        return at + word.length <= end && Arrays.equals(bytes, at, at + word.length, word, 0, word.length);
    }

    private static long total(byte[] bytes, int from, int end) {
        for (int at = from; at + TOTAL.length < end; at++) {
            if (begins(bytes, at, end, TOTAL)) {
                return KeyedValues.times(KeyedValues.number(bytes, at + TOTAL.length, end + 1), NANOS_PER_MICRO);
            }
        }
        return UNKNOWN;
    }

    /** Nothing is known, as of a file that cannot be read. */
    public void clear() {
        some = UNKNOWN;
        full = UNKNOWN;
    }

    /** For how long at least one task was stalled; {@link #UNKNOWN} if the text does not say. */
    public long some() {
        return some;
    }

    /** For how long all tasks that were not idle were stalled at once; {@link #UNKNOWN} if the text does not say. */
    public long full() {
        return full;
    }
}
