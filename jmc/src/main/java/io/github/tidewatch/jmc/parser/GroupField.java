package io.github.tidewatch.jmc.parser;

import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.ThreadKinds;
import java.util.List;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.JfrAttributes;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/** Adds the group of threads that a record's thread is of, as the report and {@code tidewatch.DelayCause} have it. For one thread. */
final class GroupField {
    private final int thread;
    private final int place;
    private IMCThread latest;
    private boolean isLatestJava;
    private String group;

    private GroupField(int thread, int place) {
        this.thread = thread;
        this.place = place;
    }

    /** Appends the field to {@code own}. */
    static GroupField of(List<ValueField> fields, List<ValueField> own) {
        own.add(new ValueField(
                "threadGroup",
                "Thread Group",
                "Threads whose names differ in the last number. Made by the Tidewatch plug-in",
                UnitLookup.PLAIN_TEXT));
        return new GroupField(ThreadFields.indexOf(fields, JfrAttributes.EVENT_THREAD.getIdentifier()), own.size() - 1);
    }

    /**
     * To a record that has its thread.
     *
     * @param isJava as {@link ThreadJoin.Next} has it; the thread itself does not say, as JFR gives compilers a Java id
     */
    void put(Object[] values, boolean isJava) {
        if ((values[thread] != latest || isJava != isLatestJava) && values[thread] instanceof IMCThread found) {
            latest = found;
            isLatestJava = isJava;
            group = group(found, isJava);
        }
        values[place] = group;
    }

    private static String group(IMCThread thread, boolean isJava) {
        String name = String.valueOf(thread.getThreadName());
        String javaGroup = isJava && thread.getThreadGroup() != null
                ? thread.getThreadGroup().getName()
                : null;
        ThreadKind kind = ThreadKinds.of(name, isJava, javaGroup);
        return ThreadGroups.of(name, kind);
    }
}
