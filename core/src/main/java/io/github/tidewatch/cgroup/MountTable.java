package io.github.tidewatch.cgroup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The mounts of this mount namespace, and which of them a path leads to. Immutable. */
final class MountTable {
    private final List<Mount> mounts = new ArrayList<>();

    /**
     * A table.
     *
     * @param mountinfo {@code /proc/self/mountinfo}; lines of another format are skipped
     */
    MountTable(String mountinfo) {
        for (String line : mountinfo.split("\n", -1)) {
            Mount mount = Mount.parse(line);
            if (mount != null) {
                mounts.add(mount);
            }
        }
    }

    /** Those of a kind that are not hidden by another mount on top of them, in the order of the table. */
    List<Mount> visible(Predicate<Mount> kind) {
        return mounts.stream().filter(kind).filter(this::isVisible).collect(Collectors.toList());
    }

    /** Walks down the path to the mount point as the kernel does: from each mount to the one that is mounted on it there. */
    private boolean isVisible(Mount wanted) {
        Mount at = root();
        if (at == null) {
            return true; // as in a chroot that is no mount point: nothing can be said
        }
        int end = 0;
        while (end >= 0) {
            end = wanted.point.indexOf('/', end + 1);
            String path = end < 0 ? wanted.point : wanted.point.substring(0, end);
            at = topmost(at, path);
        }
        return at == wanted;
    }

    private Mount topmost(Mount from, String path) {
        Mount at = from;
        for (int i = 0; i < mounts.size(); i++) { // as many steps as there are mounts at most, whatever the table says
            Mount next = null;
            for (Mount mount : mounts) {
                if (mount != at && mount.parent.equals(at.id) && mount.point.equals(path)) {
                    next = mount;
                }
            }
            if (next == null) {
                return at;
            }
            at = next;
        }
        return at;
    }

    /** The topmost mount at "/" in this table; null if there is none. */
    private Mount root() {
        for (Mount mount : mounts) {
            if (mount.point.equals("/")
                    && mounts.stream().noneMatch(other -> other != mount && other.id.equals(mount.parent))) {
                return topmost(mount, "/");
            }
        }
        return null;
    }
}
