package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.cgroup.CpuBandwidth;
import io.github.tidewatch.cgroup.CpuBandwidths;
import java.util.function.Supplier;

/** What the quotas of the process's control groups held back. */
public final class ThrottlingEvents extends HostEvents {
    private final Supplier<CpuBandwidths> files;
    private CpuBandwidths groups;

    /** Of the groups that are opened so. */
    public ThrottlingEvents(Supplier<CpuBandwidths> files) {
        super(new CpuThrottlingEvent());
        this.files = files;
    }

    @Override
    void openFiles() {
        groups = files.get();
    }

    @Override
    void closeFiles() {
        groups.close();
    }

    @Override
    void read() {
        groups.read();
    }

    @Override
    void advance() {
        groups.advance();
    }

    @Override
    void commit(long length) {
        for (int i = 0; i < groups.groups().size(); i++) {
            CpuBandwidth group = groups.groups().get(i);
            if (group.isIntervalKnown() && (group.cpus() > 0 || (i == 0 && group.localThrottledTime() > 0))) {
                CpuThrottlingEvent event = new CpuThrottlingEvent();
                event.fill(group, i > 0, length);
                commit(event, length);
            }
        }
    }
}
