package io.github.tidewatch.metrics;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which threads do the same work, by their names. */
public final class ThreadGroups {
    /** Digits that no letter touches, or the end of the name. */
    private static final Pattern NUMBER = Pattern.compile("(?<![\\p{L}\\d])\\d+(?![\\p{L}\\d])|\\d+$");

    private static final String OF_THE_APPLICATION = " (application)";

    /** The name of what stands for all groups that have no record or row of their own; no thread's group has it. */
    public static final String OTHERS = "(others)";

    /** All carriers of virtual threads, whatever their names; no other thread's group has this name. */
    public static final String CARRIERS = "carriers";

    private ThreadGroups() {}

    /** The same, where a thread of the application has a name as the JVM's own or ours have: it is not one of these. */
    public static String of(String name, ThreadKind kind) {
        if (kind == ThreadKind.CARRIER) {
            return CARRIERS;
        }
        boolean isAnothers = JvmThreadName.find(name).isPresent() || ThreadKinds.hasNameOfOurs(name);
        return kind == ThreadKind.APPLICATION && isAnothers ? withoutLastNumber(name) + OF_THE_APPLICATION : of(name);
    }

    /**
     * The group of a thread: a JVM thread's is its role, whatever is left of the name ({@code C2 CompilerThread*}); another's
     * is its name with a star for the last number: {@code pool-3-thread-*}. Digits within a word are no number.
     */
    public static String of(String name) {
        return JvmThreadName.find(name).map(JvmThreadName::pattern).orElseGet(() -> withoutLastNumber(name));
    }

    /** Whether a group, as {@link #of(String, ThreadKind)} names it, is of Tidewatch's own threads. */
    public static boolean isTidewatch(String group) {
        return !group.endsWith(OF_THE_APPLICATION) && ThreadKinds.of(group, false) == ThreadKind.TIDEWATCH;
    }

    private static String withoutLastNumber(String name) {
        Matcher matcher = NUMBER.matcher(name);
        int start = -1;
        int end = -1;
        while (matcher.find()) {
            start = matcher.start();
            end = matcher.end();
        }
        if (start >= 0) {
            return name.substring(0, start) + "*" + name.substring(end);
        }
        return name.equals(OTHERS) || name.equals(CARRIERS) ? name + OF_THE_APPLICATION : name;
    }
}
