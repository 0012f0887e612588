package io.github.tidewatch.jmc.parser;

import java.util.List;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.flightrecorder.JfrAttributes;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/** Which thread a record is about, and when: by the places of the fields that say so. Immutable. */
final class ThreadFields {
    private final int eventThread;
    private final int javaThread;
    private final int name;
    private final int osThreadId;
    private final int start;
    private final int duration;
    private final int lifetime;

    private ThreadFields(List<ValueField> fields) {
        this.eventThread = indexOf(fields, JfrAttributes.EVENT_THREAD.getIdentifier());
        this.javaThread = indexOf(fields, "sampledThread");
        this.name = indexOf(fields, "threadName");
        this.osThreadId = indexOf(fields, "osThreadId");
        this.start = indexOf(fields, JfrAttributes.START_TIME.getIdentifier());
        this.duration = indexOf(fields, JfrAttributes.DURATION.getIdentifier());
        this.lifetime = indexOf(fields, "lifetime");
    }

    /** Null where the events do not say. */
    static ThreadFields in(List<ValueField> fields) {
        ThreadFields in = new ThreadFields(fields);
        boolean all = in.eventThread >= 0 && in.javaThread >= 0 && in.name >= 0 && in.osThreadId >= 0 && in.start >= 0;
        return all ? in : null;
    }

    static int indexOf(List<ValueField> fields, String identifier) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).getIdentifier().equals(identifier)) {
                return i;
            }
        }
        return -1;
    }

    /** 0 if there is none. */
    long tid(Object[] values) {
        return values[osThreadId] instanceof Number tid ? tid.longValue() : 0;
    }

    String name(Object[] values) {
        return String.valueOf(values[name]);
    }

    /** Null where JFR did not know the thread any more, and for threads of the JVM. */
    IMCThread javaThread(Object[] values) {
        return values[javaThread] instanceof IMCThread thread ? thread : null;
    }

    /** 0 if there is none. */
    long javaId(Object[] values) {
        IMCThread thread = javaThread(values);
        return thread == null || thread.getThreadId() == null ? 0 : thread.getThreadId();
    }

    /** The begin, in nanoseconds since 1970; of a whole life, the thread's. */
    long begin(Object[] values) {
        long from = Nanos.since1970(values[start]);
        return lifetime >= 0 ? from - Nanos.of(values[lifetime]) : from;
    }

    long end(Object[] values) {
        return Nanos.since1970(values[start]) + (duration >= 0 ? Nanos.of(values[duration]) : 0);
    }

    void putEventThread(Object[] values, IMCThread thread) {
        values[eventThread] = thread;
    }
}
