package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.cgroup.CpuBandwidth;
import io.github.tidewatch.cgroup.CpuBandwidths;

/** What the quotas of the process's control groups held back. */
public final class ThrottlingEvents extends HostEvents {
    private final CpuBandwidths groups;

    /** Of these groups. */
    public ThrottlingEvents(CpuBandwidths groups) {
        super(new CpuThrottlingEvent());
        this.groups = groups;
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
            boolean known = group.throttledPeriods() != CpuBandwidth.UNKNOWN;
            if (known && (group.cpus() > 0 || (i == 0 && group.localThrottledTime() > 0))) {
                CpuThrottlingEvent event = new CpuThrottlingEvent();
                event.fill(group, i > 0, length);
                commit(event, length);
            }
        }
    }
}
