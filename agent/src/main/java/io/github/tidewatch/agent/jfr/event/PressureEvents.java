package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.host.Pressure;
import java.nio.file.Path;
import java.util.Set;

/** For how long tasks of the process's control group and of the host were stalled. */
public final class PressureEvents extends HostEvents {
    private final Path root;
    private final boolean[] isAbsent = new boolean[PressureFiles.FIELDS];
    private final long[] before = new long[PressureFiles.FIELDS];
    private final long[] change = new long[PressureFiles.FIELDS];
    private final PressureEvent event = new PressureEvent();
    private PressureFiles files;

    private PressureEvents(Path root, Set<String> absent) {
        super(new PressureEvent());
        this.root = root;
        for (int field = 0; field < isAbsent.length; field++) {
            isAbsent[field] = absent.contains(PressureFiles.name(field));
        }
    }

    /** Events without some fields; to be called when their class has been defined. */
    public static PressureEvents without(Set<String> absent) {
        return new PressureEvents(Path.of("/"), absent);
    }

    /** With another root directory, as a test makes it. */
    static PressureEvents without(Path root, Set<String> absent) {
        return new PressureEvents(root, absent);
    }

    @Override
    void openFiles() {
        files = PressureFiles.open(root);
    }

    @Override
    void closeFiles() {
        files.close();
    }

    @Override
    void read() {
        files.read(before);
    }

    @Override
    void advance() {
        for (int field = 0; field < before.length; field++) {
            before[field] = files.value(field);
        }
    }

    @Override
    void commit(long length) {
        for (int field = 0; field < before.length; field++) {
            long value = files.value(field);
            boolean known = value != Pressure.UNKNOWN && before[field] != Pressure.UNKNOWN && value >= before[field];
            if (!known && !isAbsent[field]) {
                return; // all of the event's fields, or none
            }
            change[field] = known ? value - before[field] : 0;
        }
        event.fill(length, change);
        commit(event, length);
    }
}
