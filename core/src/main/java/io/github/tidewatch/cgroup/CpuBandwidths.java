package io.github.tidewatch.cgroup;

import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.ProcFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The {@link CpuBandwidth} of a process' own group and its visible ancestors, the own first; follows a process that is moved
 * to another group. Reading makes no objects unless it was moved. Not safe for use by several threads at once.
 */
public final class CpuBandwidths implements Closeable {
    private final String pid;
    private final ProcFile membership;
    private final ProcBuffer buffer = new ProcBuffer(1024);
    private byte[] last = {};
    private List<CpuBandwidth> groups = List.of();
    private boolean complete;

    private CpuBandwidths(String pid, ProcFile membership) {
        this.pid = pid;
        this.membership = membership;
    }

    /** Of a process by its pid, or "self"; what cannot be read makes groups unknown. */
    public static CpuBandwidths of(String pid) {
        ProcFile membership;
        try {
            membership = ProcFile.open("/proc/" + pid + "/cgroup");
        } catch (IOException e) {
            membership = null;
        }
        CpuBandwidths made = new CpuBandwidths(pid, membership);
        made.follow();
        return made;
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

    /** Finds the groups anew if the process is in others. */
    private void follow() {
        try {
            if (membership == null) {
                return;
            }
            membership.read(buffer);
        } catch (IOException e) {
            return;
        }
        if (!Arrays.equals(buffer.bytes(), 0, buffer.length(), last, 0, last.length)) {
            last = Arrays.copyOf(buffer.bytes(), buffer.length());
            groups.forEach(CpuBandwidth::close);
            find(Cgroups.of(pid).cpu());
        }
    }

    private void find(ControllerGroups cpu) {
        List<CpuBandwidth> found = new ArrayList<>();
        for (Cgroup group : cpu.visible()) {
            CpuBandwidth opened = CpuBandwidth.open(group);
            if (opened != null) {
                found.add(opened);
            }
        }
        groups = List.copyOf(found);
        boolean local = !groups.isEmpty() && groups.get(0).hasLocal();
        complete = local || cpu.reachesRoot();
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

    @Override
    public void close() {
        groups.forEach(CpuBandwidth::close);
        if (membership != null) {
            membership.close();
        }
    }
}
