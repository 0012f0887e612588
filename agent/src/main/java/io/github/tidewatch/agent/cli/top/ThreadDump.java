package io.github.tidewatch.agent.cli.top;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in a thread dump, by the tids that the JVM knows. A Java thread's tid stands in brackets since JDK 21 and
 * after "nid=" in all versions; the line of a carrier with a mounted virtual thread has no "nid=".
 */
final class ThreadDump {
    private static final Pattern LINE =
            Pattern.compile("^\"(.*)\" (?:#\\d+ (?:\\[(\\d{1,10})] )?)?(?:daemon |prio=|os_prio=)"
                    + ".*?(?:\\bnid=(0x\\p{XDigit}{1,8}|\\d{1,10})\\b.*)?$");

    /** Lines beyond it are none that a JVM writes for a name that anybody could read. */
    private static final int LONGEST = 64 * 1024;

    private ThreadDump() {}

    /**
     * The names; lines that say no tid are skipped. A thread's name may have a line break and look like lines of others: a
     * tid that has two names has none.
     */
    static Map<Integer, String> names(String dump) {
        Map<Integer, String> names = new HashMap<>();
        Set<Integer> twice = new HashSet<>();
        for (String line : dump.split("\n", -1)) {
            Matcher matcher = line.startsWith("\"") && line.length() <= LONGEST ? LINE.matcher(line) : null;
            if (matcher != null && matcher.matches()) {
                long tid = tid(matcher);
                if (tid > 0 && tid <= Integer.MAX_VALUE && names.put((int) tid, matcher.group(1)) != null) {
                    twice.add((int) tid);
                }
            }
        }
        names.keySet().removeAll(twice);
        return names;
    }

    private static long tid(Matcher line) {
        String tid = line.group(2) == null ? line.group(3) : line.group(2);
        if (tid == null) {
            return -1;
        }
        return tid.startsWith("0x") ? Long.parseLong(tid.substring(2), 16) : Long.parseLong(tid);
    }
}
