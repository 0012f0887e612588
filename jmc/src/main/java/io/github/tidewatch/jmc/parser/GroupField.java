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
    private Object latest;
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

    /** To a record that has its thread. */
    void put(Object[] values) {
        if (values[thread] != latest && values[thread] instanceof IMCThread found) {
            latest = found;
            group = group(found);
        }
        values[place] = group;
    }

    private static String group(IMCThread thread) {
        String name = String.valueOf(thread.getThreadName());
        boolean isJava = thread.getThreadId() != null && thread.getThreadId() > 0;
        String javaGroup =
                thread.getThreadGroup() == null ? null : thread.getThreadGroup().getName();
        ThreadKind kind = ThreadKinds.of(name, isJava, javaGroup);
        return ThreadGroups.of(name, kind);
    }
}
