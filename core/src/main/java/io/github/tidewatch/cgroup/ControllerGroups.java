package io.github.tidewatch.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The group of a process in one controller and that group's ancestors, as far as they are visible; or why they are not.
 * As of the moment of asking {@link Cgroups}. Immutable; safe for all threads.
 */
public final class ControllerGroups {
    private static final int MOST_BESIDE = 64;

    private final int version;
    private final List<Cgroup> groups;
    private final Path mountPoint;
    private final String path;
    private final String problem;

    private ControllerGroups(int version, List<Cgroup> groups, Path mountPoint, String path, String problem) {
        this.version = version;
        this.groups = List.copyOf(groups);
        this.mountPoint = mountPoint;
        this.path = path;
        this.problem = problem;
    }

    static ControllerGroups seen(int version, List<Cgroup> groups, Path mountPoint, String path) {
        return new ControllerGroups(version, groups, mountPoint, path, "");
    }

    static ControllerGroups unseen(int version, String path, String problem) {
        return new ControllerGroups(version, List.of(), null, path, problem);
    }

    /** The process' own group; empty if it is not visible. */
    public Optional<Cgroup> own() {
        return groups.stream().findFirst();
    }

    /** The process' own group, its parent, and so on up to what is mounted; empty if its own is not visible. */
    public List<Cgroup> visible() {
        return groups;
    }

    /**
     * The group that stops the process, if it is frozen: the outermost that is set to freeze, else its own. Of the controller
     * "freezer".
     */
    Optional<Cgroup> frozenBy() {
        Optional<Cgroup> outermost = groups.stream().filter(Cgroup::freezes).reduce((inner, outer) -> outer);
        return outermost.isPresent() ? outermost : own().filter(Cgroup::isFrozen);
    }

    /** Where the hierarchy is mounted; empty if the own group is not visible there. */
    public Optional<Path> mountPoint() {
        return Optional.ofNullable(mountPoint);
    }

    /** The own group's path in its hierarchy, also if it is not visible; "" if not even that is known. */
    public String path() {
        return path;
    }

    /** Of its hierarchy: 1 or 2; 0 if not even that is known. */
    public int version() {
        return version;
    }

    /** Why the own group is not visible; "" if it is. */
    public String problem() {
        return problem;
    }

    /** {@link #visible} but for the root of the whole hierarchy, whose counters are the host's. A container's own group is none. */
    public List<Cgroup> belowRoot() {
        return reachesRoot() ? groups.subList(0, groups.size() - 1) : groups;
    }

    /** The first groups next to the outermost of {@link #belowRoot}; none if the root is not visible, or cannot be listed. */
    public List<Cgroup> besideOutermost() {
        List<Cgroup> below = belowRoot();
        if (below.isEmpty() || !reachesRoot()) {
            return List.of();
        }
        Path outermost = below.get(below.size() - 1).directory();
        List<Cgroup> beside = new ArrayList<>();
        try (DirectoryStream<Path> directories =
                Files.newDirectoryStream(groups.get(groups.size() - 1).directory(), Files::isDirectory)) {
            for (Path directory : directories) {
                if (!directory.equals(outermost) && beside.size() < MOST_BESIDE) {
                    beside.add(new Cgroup(version, "/" + directory.getFileName(), directory));
                }
            }
            return beside;
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
    }

    /** Whether {@link #visible} goes up to the root of the hierarchy, so that no further ancestor can have a quota. */
    public boolean reachesRoot() {
        return !groups.isEmpty() && groups.get(groups.size() - 1).isRoot();
    }
}
