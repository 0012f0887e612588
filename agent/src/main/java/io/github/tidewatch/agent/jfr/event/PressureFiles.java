package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.cgroup.Cgroup;
import io.github.tidewatch.cgroup.Cgroups;
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

    /** After so many reads what could not be opened is tried again. */
    static final int RETRY = 30;

    /** Some and full of each file: of the group's, then of the host's. */
    static final int FIELDS = 2 * FILES;

    private final PressureFile[] files = new PressureFile[FILES];
    private final Pressure[] now = new Pressure[FILES];
    private final GroupMembership membership;

    private final Path root;
    private int reads;

    private PressureFiles(Path root) {
        this.root = root;
        membership = GroupMembership.of(root, "self");
        for (int i = 0; i < FILES; i++) {
            now[i] = new Pressure();
        }
        openMissing(RESOURCES.length, FILES);
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
            openMissing(0, RESOURCES.length);
            Arrays.fill(before, 0, 2 * RESOURCES.length, Pressure.UNKNOWN);
        } else if (++reads % RETRY == 0) {
            openMissing(0, FILES);
        }
        for (int i = 0; i < FILES; i++) {
            now[i].clear();
            if (files[i] != null) {
                files[i].read(now[i]);
            }
        }
    }

    /** Opens those that are not open: not there, or there was no descriptor. */
    private void openMissing(int from, int to) {
        Cgroups groups = from < RESOURCES.length ? membership.groups() : null;
        for (int i = from; i < to; i++) {
            if (files[i] == null) {
                Optional<PressureFile> file = i < RESOURCES.length
                        ? openGroups(groups, RESOURCES[i])
                        : PressureFile.openKernels(root.resolve("proc/pressure/" + RESOURCES[i - RESOURCES.length])
                                .toString());
                files[i] = file.orElse(null);
            }
        }
    }

    /** Of a hierarchy of version 2 only. */
    private static Optional<PressureFile> openGroups(Cgroups groups, String resource) {
        Optional<Cgroup> own = groups.controller(resource).own().filter(group -> group.version() == 2);
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
