package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.causes.DiskUse;
import io.github.tidewatch.causes.DiskUses;

/** What the block devices did that the process's control group used. */
public final class DiskUseEvents extends HostEvents {
    private final DiskUses disks;
    private final boolean hasOwn;

    /**
     * Of these devices.
     *
     * @param hasOwn whether the event has fields of what the group did
     */
    public DiskUseEvents(DiskUses disks, boolean hasOwn) {
        super(new DiskUseEvent());
        this.disks = disks;
        this.hasOwn = hasOwn;
    }

    @Override
    long shortest() {
        return DiskUses.SHORTEST_NANOS;
    }

    @Override
    void openFiles() {
        // The first reading does.
    }

    @Override
    void closeFiles() {
        disks.close();
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
            // Not of a process that was moved to the root, or out of sight: 0 would stand for what is not known.
            if (!hasOwn || use.ownBytes >= 0) {
                DiskUseEvent event = new DiskUseEvent();
                event.fill(use);
                commit(event, length);
            }
        }
    }
}
