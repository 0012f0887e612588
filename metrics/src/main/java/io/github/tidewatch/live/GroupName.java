package io.github.tidewatch.live;

import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.ThreadKinds;
import io.github.tidewatch.text.PrintableText;

/**
 * A group of threads as an attribute has it. The application's are those of the report and of {@code tidewatch.DelayCause}, but
 * cut and printable; all threads of the JVM, of the collector, of the compilers and of Tidewatch are one group each. Immutable.
 */
record GroupName(String text, boolean isReserved) {
    private static final int LONGEST = 100;
    private static final String OF_THE_APPLICATION = " (application)";

    /** Of a thread. */
    static GroupName of(String thread, boolean isJavaThread, String threadGroup) {
        return of(ThreadGroups.of(thread, ThreadKinds.of(thread, isJavaThread, threadGroup)));
    }

    /** Of a group as events name it. */
    static GroupName of(String group) {
        if (group.equals(ThreadGroups.OTHERS)) {
            return new GroupName(group, true);
        }
        ThreadKind kind = group.endsWith(OF_THE_APPLICATION) ? ThreadKind.APPLICATION : ThreadKinds.of(group, false);
        if (kind != ThreadKind.APPLICATION) {
            return new GroupName("(" + kind.label() + ")", true);
        }
        String text = PrintableText.shortened(group, LONGEST);
        return new GroupName(isTaken(text) ? text + OF_THE_APPLICATION : text, false);
    }

    /** Whether a name of the application's is one of those that stand for others. */
    private static boolean isTaken(String text) {
        for (ThreadKind kind : ThreadKind.values()) {
            if (text.equals("(" + kind.label() + ")")) {
                return true;
            }
        }
        return text.equals(ThreadGroups.OTHERS);
    }

    boolean isOthers() {
        return isReserved && text.equals(ThreadGroups.OTHERS);
    }
}
