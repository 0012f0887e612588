package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.cgroup.Cgroup;
import io.github.tidewatch.cgroup.GroupMembership;
import io.github.tidewatch.host.Pressure;
import io.github.tidewatch.host.PressureFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** For how long tasks of the process's control group, which it may change, and of the host were stalled. */
public final class PressureEvents extends HostEvents {
    private static final String[] RESOURCES = {"cpu", "io", "memory"};
    private static final String[] FIELDS = {"Some", "Full"};
    private static final int FILES = 2 * RESOURCES.length;

    private final Path root;
    private final Set<String> absent;
    private final boolean[] isAbsent = new boolean[2 * FILES];
    private final PressureFile[] files = new PressureFile[FILES];
    private final Pressure[] now = new Pressure[FILES];
    private final long[] before = new long[2 * FILES];
    private final long[] change = new long[2 * FILES];
    private final PressureEvent event = new PressureEvent();
    private GroupMembership membership;

    private PressureEvents(Path root, Set<String> absent) {
        super(new PressureEvent());
        this.root = root;
        this.absent = absent;
        for (int i = 0; i < FILES; i++) {
            now[i] = new Pressure();
        }
        for (int field = 0; field < isAbsent.length; field++) {
            isAbsent[field] = absent.contains(name(field));
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

    /** The fields that this host does not have. */
    public static Set<String> absent() {
        return absent(Path.of("/"));
    }

    static Set<String> absent(Path root) {
        Set<String> absent = new HashSet<>();
        try (GroupMembership groups = GroupMembership.of(root, "self")) {
            Pressure pressure = new Pressure();
            for (int i = 0; i < FILES; i++) {
                pressure.clear();
                Optional<PressureFile> file =
                        i < RESOURCES.length ? openGroups(groups, RESOURCES[i]) : openHosts(root, i);
                file.ifPresent(opened -> {
                    opened.read(pressure);
                    opened.close();
                });
                if (pressure.some() == Pressure.UNKNOWN) {
                    absent.add(name(2 * i));
                }
                if (pressure.full() == Pressure.UNKNOWN) {
                    absent.add(name(2 * i + 1));
                }
            }
        }
        return absent;
    }

    /** Whether any field is there. */
    public static boolean isAvailable(Set<String> absent) {
        return absent.size() < 2 * FILES;
    }

    /** Of a hierarchy of version 2 only. */
    private static Optional<PressureFile> openGroups(GroupMembership groups, String resource) {
        Optional<Cgroup> own = groups.groups().controller(resource).own().filter(group -> group.version() == 2);
        return own.flatMap(group -> PressureFile.open(group.directory() + "/" + resource + ".pressure"));
    }

    private static Optional<PressureFile> openHosts(Path root, int file) {
        return PressureFile.openKernels(root.resolve("proc/pressure/" + RESOURCES[file - RESOURCES.length])
                .toString());
    }

    private static String name(int field) {
        String full = RESOURCES[field / 2 % RESOURCES.length] + FIELDS[field % 2];
        boolean host = field / 2 >= RESOURCES.length;
        return host ? "host" + Character.toUpperCase(full.charAt(0)) + full.substring(1) : full;
    }

    @Override
    void openFiles() {
        membership = GroupMembership.of(root, "self");
        for (int i = RESOURCES.length; i < FILES; i++) {
            files[i] = openHosts(root, i).orElse(null);
        }
    }

    @Override
    void closeFiles() {
        membership.close();
        close(0, FILES);
    }

    private void close(int from, int to) {
        for (int i = from; i < to; i++) {
            if (files[i] != null) {
                files[i].close();
                files[i] = null;
            }
        }
    }

    @Override
    void read() {
        if (membership.hasMoved()) {
            close(0, RESOURCES.length);
            for (int i = 0; i < RESOURCES.length; i++) {
                files[i] = openGroups(membership, RESOURCES[i]).orElse(null);
                before[2 * i] = Pressure.UNKNOWN; // it was another group's
                before[2 * i + 1] = Pressure.UNKNOWN;
            }
        }
        for (int i = 0; i < FILES; i++) {
            now[i].clear();
            if (files[i] != null) {
                files[i].read(now[i]);
            }
        }
    }

    private long value(int field) {
        Pressure pressure = now[field / 2];
        return field % 2 == 0 ? pressure.some() : pressure.full();
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
            long value = value(field);
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
