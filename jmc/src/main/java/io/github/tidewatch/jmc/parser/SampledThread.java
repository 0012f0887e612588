package io.github.tidewatch.jmc.parser;

import java.util.List;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/** Which thread a record is about, by the places of the fields that say so. */
final class SampledThread {
    private final int eventThread;
    private final int javaThread;
    private final int name;
    private final int osThreadId;

    private SampledThread(int eventThread, int javaThread, int name, int osThreadId) {
        this.eventThread = eventThread;
        this.javaThread = javaThread;
        this.name = name;
        this.osThreadId = osThreadId;
    }

    /** Null where the events do not say. */
    static SampledThread in(List<ValueField> fields) {
        SampledThread sampled = new SampledThread(
                SampledThreadExtension.indexOf(fields, SampledThreadExtension.EVENT_THREAD),
                SampledThreadExtension.indexOf(fields, "sampledThread"),
                SampledThreadExtension.indexOf(fields, "threadName"),
                SampledThreadExtension.indexOf(fields, "osThreadId"));
        boolean all =
                sampled.eventThread >= 0 && sampled.javaThread >= 0 && sampled.name >= 0 && sampled.osThreadId >= 0;
        return all ? sampled : null;
    }

    /** The Java thread; where there is none, a thread of the name and id that the kernel has. */
    void putAsEventThread(Object[] values) {
        if (values[javaThread] != null) {
            values[eventThread] = values[javaThread];
        } else if (values[osThreadId] instanceof Number tid) {
            values[eventThread] = new OsThread(String.valueOf(values[name]), tid.longValue());
        }
    }
}
