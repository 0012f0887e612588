package io.github.tidewatch.linux;

import java.util.regex.Pattern;

/** The kernel's name of a task ({@code comm}): at most 15 bytes, whatever characters these cut. */
public final class TaskName {
    /** {@code TASK_COMM_LEN} without the final 0. */
    private static final int MOST_BYTES = 15;

    /** What is left of a character: at the end, and beside the ".." that JDK 26 puts in the middle of a long name. */
    private static final Pattern CUT = Pattern.compile("\uFFFD+(?=\\.\\.)|(?<=\\.\\.)\uFFFD+|\uFFFD+$");

    private TaskName() {}

    /** The name in these bytes, UTF-8 or what JVMs make of it ({@link JvmText}). Characters that were cut are left out; other bytes that are none become U+FFFD. */
    public static String decode(byte[] bytes, int from, int length) {
        String name = JvmText.decode(bytes, from, length);
        return length < MOST_BYTES || name.indexOf('\uFFFD') < 0
                ? name
                : CUT.matcher(name).replaceAll("");
    }
}
