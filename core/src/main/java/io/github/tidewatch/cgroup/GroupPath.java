package io.github.tidewatch.cgroup;

import java.util.ArrayList;
import java.util.List;

/**
 * The path of a group as {@code /proc} reports it: from the root of the reader's cgroup namespace, so that a group outside
 * of the namespace begins with {@code /..} (cgroup_namespaces(7)). Immutable.
 */
final class GroupPath {
    private final List<String> names = new ArrayList<>();

    GroupPath(String path) {
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
    }

    /** How many groups lie between the namespace's root and the common ancestor above it. */
    private int up() {
        int up = 0;
        while (up < names.size() && names.get(up).equals("..")) {
            up++;
        }
        return up;
    }

    /**
     * The names that lead from another group down to this one; null if that is none of its ancestors, or if a name on the
     * way is unknown, as those above the namespace's root are.
     */
    List<String> below(GroupPath ancestor) {
        boolean leads = up() == ancestor.up()
                && names.size() >= ancestor.names.size()
                && names.subList(0, ancestor.names.size()).equals(ancestor.names);
        return leads ? names.subList(ancestor.names.size(), names.size()) : null;
    }

    /** The group so many levels above. */
    String above(int levels) {
        return "/" + String.join("/", names.subList(0, names.size() - levels));
    }

    @Override
    public String toString() {
        return above(0);
    }
}
