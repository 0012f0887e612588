package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.cgroup.Cgroup;
import io.github.tidewatch.cgroup.GroupMembership;
import io.github.tidewatch.host.Pressure;
import io.github.tidewatch.host.PressureFile;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The files of pressure of the process's control group, which it may change, and of the host. Links no event class, since it is
 * asked what there is before they are defined. Not safe for use by several threads at once.
 */
public final class PressureFiles implements Closeable {
    private static final String[] RESOURCES = {"cpu", "io", "memory"};
    private static final String[] NAMES = {"Some", "Full"};
    private static final int FILES = 2 * RESOURCES.length;

    /** Some and full of each file: of the group's, then of the host's. */
    static final int FIELDS = 2 * FILES;

    private final PressureFile[] files = new PressureFile[FILES];
    private final Pressure[] now = new Pressure[FILES];
    private final GroupMembership membership;

    private PressureFiles(Path root) {
        membership = GroupMembership.of(root, "self");
        for (int i = 0; i < FILES; i++) {
            now[i] = new Pressure();
            if (i >= RESOURCES.length) {
                files[i] = PressureFile.openKernels(root.resolve("proc/pressure/" + RESOURCES[i - RESOURCES.length])
                                .toString())
                        .orElse(null);
            }
        }
    }

    /** Opens those below a root directory, which is another in tests only. */
    static PressureFiles open(Path root) {
        return new PressureFiles(root);
    }

    /** The fields that this host does not have. */
    public static Set<String> absent() {
        return absent(Path.of("/"));
    }

    static Set<String> absent(Path root) {
        Set<String> absent = new HashSet<>();
        try (PressureFiles files = open(root)) {
            files.read(new long[FIELDS]);
            for (int field = 0; field < FIELDS; field++) {
                if (files.value(field) == Pressure.UNKNOWN) {
                    absent.add(name(field));
                }
            }
        }
        return absent;
    }

    /** Whether any field is there. */
    public static boolean isAvailable(Set<String> absent) {
        return absent.size() < FIELDS;
    }

    static String name(int field) {
        String full = RESOURCES[field / 2 % RESOURCES.length] + NAMES[field % 2];
        boolean host = field / 2 >= RESOURCES.length;
        return host ? "host" + Character.toUpperCase(full.charAt(0)) + full.substring(1) : full;
    }

    /** Reads all; in a process that was moved, what the other group had before is unknown. */
    void read(long[] before) {
        if (membership.hasMoved()) {
            close(RESOURCES.length);
            for (int i = 0; i < RESOURCES.length; i++) {
                files[i] = openGroups(RESOURCES[i]).orElse(null);
            }
            Arrays.fill(before, 0, 2 * RESOURCES.length, Pressure.UNKNOWN);
        }
        for (int i = 0; i < FILES; i++) {
            now[i].clear();
            if (files[i] != null) {
                files[i].read(now[i]);
            }
        }
    }

    /** Of a hierarchy of version 2 only. */
    private Optional<PressureFile> openGroups(String resource) {
        Optional<Cgroup> own = membership.groups().controller(resource).own().filter(group -> group.version() == 2);
        return own.flatMap(group -> PressureFile.open(group.directory() + "/" + resource + ".pressure"));
    }

    /** As it was read last. */
    long value(int field) {
        Pressure pressure = now[field / 2];
        return field % 2 == 0 ? pressure.some() : pressure.full();
    }

    private void close(int count) {
        for (int i = 0; i < count; i++) {
            if (files[i] != null) {
                files[i].close();
                files[i] = null;
            }
        }
    }

    @Override
    public void close() {
        membership.close();
        close(FILES);
    }
}
