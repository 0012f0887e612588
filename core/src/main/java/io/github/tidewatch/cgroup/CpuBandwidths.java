package io.github.tidewatch.cgroup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@link CpuBandwidth} of a process' own group and its visible ancestors, the own first; follows a process that is moved
 * to another group. Reading makes no objects unless it was moved. Not safe for use by several threads at once.
 */
public final class CpuBandwidths implements Closeable {
    /** After a failure the groups are looked up again, each time after twice as many reads, up to so many. */
    private static final int LONGEST_PAUSE = 64;

    private final GroupMembership membership;
    private List<CpuBandwidth> groups = List.of();
    private final boolean recent;
    private boolean complete;
    private boolean failed;
    private int pause = 1;
    private int untilRetry;

    private CpuBandwidths(GroupMembership membership, boolean recent) {
        this.membership = membership;
        this.recent = recent;
        follow();
    }

    /**
     * Of a process by its pid, or "self"; what cannot be read makes groups unknown. What several of these read within 2 ms is the
     * same reading, which costs once.
     */
    public static CpuBandwidths of(String pid) {
        return new CpuBandwidths(GroupMembership.of(pid), true);
    }

    /** With another root directory, as a test makes it. */
    public static CpuBandwidths of(Path root, String pid) {
        return new CpuBandwidths(GroupMembership.of(root, pid), false);
    }

    /** Reads all. Of a process that was moved, the changes are unknown until {@link #advance}. */
    public void read() {
        follow();
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).read();
        }
    }

    /** Changes are since now, as it was read last. */
    public void advance() {
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).advance();
        }
    }

    /** Finds the groups anew if the process is in others, or if that failed before. */
    private void follow() {
        if (membership.hasMoved()) {
            pause = 1;
            find();
        } else if (failed && --untilRetry <= 0) {
            pause = Math.min(LONGEST_PAUSE, pause * 2);
            find();
        }
    }

    private void find() {
        Cgroups present = membership.groups();
        ControllerGroups cpu = present.cpu();
        groups.forEach(CpuBandwidth::close);
        failed = !present.isReadable();
        untilRetry = pause;
        List<CpuBandwidth> found = new ArrayList<>();
        for (Cgroup group : cpu.visible()) {
            try {
                CpuBandwidth opened = CpuBandwidth.open(group, recent);
                if (opened != null) {
                    found.add(opened);
                }
            } catch (IOException e) {
                failed = true; // for want of a descriptor, or of the right
            }
        }
        groups = List.copyOf(found);
        boolean local = !groups.isEmpty() && groups.get(0).hasLocal();
        complete = !failed && (local || cpu.reachesRoot());
    }

    /** The own group, or that of its ancestors which shares out CPU time for it, and those above. */
    public List<CpuBandwidth> groups() {
        return groups;
    }

    /**
     * Whether it is known if a quota held back tasks of the process: the kernel says so of the own group, or all groups up to the
     * root are visible.
     */
    public boolean isKnown() {
        return complete;
    }

    /** Whether a visible group has a quota. Where {@link #isKnown} is false, one that is hidden may hold back tasks as well. */
    public boolean isLimited() {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).cpus() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a group that is visible could not be read: what it holds back is not known now. */
    public boolean hasFailed() {
        return failed;
    }

    @Override
    public void close() {
        groups.forEach(CpuBandwidth::close);
        membership.close();
    }
}
