package io.github.tidewatch.linux;

import java.nio.charset.StandardCharsets;

/**
 * Text as a JVM's native code writes it, into names of tasks and thread dumps: "modified UTF-8", in which a character
 * beyond U+FFFF is a surrogate pair of three bytes each, and NUL is two bytes. Each method may be called by any thread.
 */
public final class JvmText {
    private JvmText() {}

    /** The text in these bytes, modified UTF-8 or plain; bytes that are no character become U+FFFD. */
    public static String decode(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length - 1; i++) {
            if (isNul(bytes, i, from + length) || isPair(bytes, i, from + length)) {
                return decodeModified(bytes, from, length);
            }
        }
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    private static String decodeModified(byte[] bytes, int from, int length) {
        byte[] plain = new byte[length];
        int end = from + length;
        int used = 0;
        for (int i = from; i < end; i++) {
            if (isNul(bytes, i, end)) {
                plain[used++] = 0;
                i++;
            } else if (isPair(bytes, i, end)) {
                byte[] character = new String(new int[] {codePoint(bytes, i)}, 0, 1).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(character, 0, plain, used, character.length);
                used += character.length;
                i += 5;
            } else {
                plain[used++] = bytes[i];
            }
        }
        return new String(plain, 0, used, StandardCharsets.UTF_8);
    }

    private static boolean isNul(byte[] bytes, int at, int end) {
        return at + 1 < end && bytes[at] == (byte) 0xC0 && bytes[at + 1] == (byte) 0x80;
    }

    /** U+D800 to U+DBFF, then U+DC00 to U+DFFF. */
    private static boolean isPair(byte[] bytes, int at, int end) {
        return at + 5 < end
                && bytes[at] == (byte) 0xED
                && (bytes[at + 1] & 0xF0) == 0xA0
                && isContinuation(bytes[at + 2])
                && bytes[at + 3] == (byte) 0xED
                && (bytes[at + 4] & 0xF0) == 0xB0
                && isContinuation(bytes[at + 5]);
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }

    private static int codePoint(byte[] bytes, int at) {
        return Character.toCodePoint(unit(bytes, at), unit(bytes, at + 3));
    }

    private static char unit(byte[] bytes, int at) {
        return (char) ((bytes[at] & 0xF) << 12 | (bytes[at + 1] & 0x3F) << 6 | (bytes[at + 2] & 0x3F));
    }
}
