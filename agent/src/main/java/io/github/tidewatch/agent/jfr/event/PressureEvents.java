package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.cgroup.Cgroup;
import io.github.tidewatch.cgroup.Cgroups;
import io.github.tidewatch.host.Pressure;
import io.github.tidewatch.host.PressureFile;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** For how long tasks of the process's control group and of the host were stalled. */
public final class PressureEvents {
    private static final String[] RESOURCES = {"cpu", "io", "memory"};
    private static final String[] FIELDS = {"Some", "Full"};

    private final PressureFile[] files = new PressureFile[2 * RESOURCES.length];
    private final Pressure[] now = new Pressure[files.length];

    /** Opens what there is: the group's only in a hierarchy of version 2. */
    public PressureEvents() {
        Cgroups groups = Cgroups.ofThisProcess();
        for (int i = 0; i < RESOURCES.length; i++) {
            Optional<Cgroup> own = groups.controller(RESOURCES[i]).own().filter(group -> group.version() == 2);
            if (own.isPresent()) {
                files[i] = PressureFile.open(own.get().directory() + "/" + RESOURCES[i] + ".pressure")
                        .orElse(null);
            }
            files[RESOURCES.length + i] =
                    PressureFile.open("/proc/pressure/" + RESOURCES[i]).orElse(null);
        }
        for (int i = 0; i < files.length; i++) {
            now[i] = new Pressure();
        }
        read();
    }

    private void read() {
        for (int i = 0; i < files.length; i++) {
            if (files[i] != null) {
                files[i].read(now[i]);
            }
        }
    }

    private long value(int field) {
        Pressure pressure = now[field / 2];
        return field % 2 == 0 ? pressure.some() : pressure.full();
    }

    /** Whether this host has any of it. */
    public boolean isAvailable() {
        for (PressureFile file : files) {
            if (file != null) {
                return true;
            }
        }
        return false;
    }

    /** The fields that this host does not have. */
    public Set<String> absent() {
        Set<String> absent = new HashSet<>();
        for (int field = 0; field < 2 * files.length; field++) {
            if (value(field) == Pressure.UNKNOWN) {
                absent.add(name(field));
            }
        }
        return absent;
    }

    private static String name(int field) {
        String resource = RESOURCES[field / 2 % RESOURCES.length];
        String name = resource.equals("io") ? "io" : resource;
        boolean host = field / 2 >= RESOURCES.length;
        String full = name + FIELDS[field % 2];
        return host ? "host" + Character.toUpperCase(full.charAt(0)) + full.substring(1) : full;
    }

    /** Its events; to be called when the event class has been defined. */
    public HostEvents events() {
        return new Series();
    }

    private final class Series extends HostEvents {
        private final PressureEvent event = new PressureEvent();
        private final long[] before = new long[2 * files.length];
        private final long[] change = new long[2 * files.length];

        Series() {
            super(new PressureEvent());
        }

        @Override
        void read() {
            PressureEvents.this.read();
        }

        @Override
        void advance() {
            for (int field = 0; field < before.length; field++) {
                before[field] = value(field);
            }
        }

        @Override
        void commit(long length) {
            for (int field = 0; field < before.length; field++) {
                change[field] = Math.max(0, value(field) - before[field]);
            }
            event.fill(length, change);
            commit(event, length);
        }
    }
}
