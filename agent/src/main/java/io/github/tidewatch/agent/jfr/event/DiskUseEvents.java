package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.causes.DiskUse;
import io.github.tidewatch.causes.DiskUses;

/** What the block devices did that the process's control group used. */
public final class DiskUseEvents extends HostEvents {
    private final DiskUses disks;

    /** Of these devices. */
    public DiskUseEvents(DiskUses disks) {
        super(new DiskUseEvent());
        this.disks = disks;
    }

    @Override
    void openFiles() {
        // It keeps none open.
    }

    @Override
    void closeFiles() {
        // It has none open.
    }

    @Override
    void read() {
        disks.read(System.nanoTime());
    }

    @Override
    void advance() {
        disks.advance();
    }

    @Override
    void commit(long length) {
        for (DiskUse use : disks.uses()) {
            DiskUseEvent event = new DiskUseEvent();
            event.fill(use);
            commit(event, length);
        }
    }
}
