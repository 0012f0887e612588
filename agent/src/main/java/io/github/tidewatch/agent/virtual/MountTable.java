package io.github.tidewatch.agent.virtual;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The memory of {@link MountCalls}, and who reads it. Of bounded size: at most 10 MB, and a 32th of what is free of the heap. To be
 * read by one thread at a time, while any threads write.
 */
final class MountTable {
    private static final int MOST_SLOTS = 1 << 17;
    static final int FEWEST_SLOTS = 1 << 10;

    /** Of an id, a row and a name. */
    private static final int SLOT_BYTES = 76;

    private static final int PART_OF_HEAP = 32;
    private static final String NO_NAME = "(no name)";
    private static final String OTHERS = "(others)";

    final AtomicLongArray keys;
    final long[][] rows;
    final String[] names;
    final AtomicLong lost;
    final AtomicReferenceArray<String> groupNames = new AtomicReferenceArray<>(MountSums.GROUPS);
    final AtomicLongArray groupValues = new AtomicLongArray(MountSums.STRIPES * MountSums.GROUPS * MountSums.FIELDS);

    /** One less than the time, so that no time is 0. */
    final long base = System.nanoTime() - 1;

    private final int slots;
    private final VirtualThreadTimes times = new VirtualThreadTimes();

    /**
     * An empty table.
     *
     * @param slots how many threads it has a place for, a power of two
     * @param lost counts threads that find no place, or of which a call is missing
     */
    MountTable(int slots, AtomicLong lost) {
        this.slots = slots;
        this.lost = lost;
        keys = new AtomicLongArray(slots + 1);
        int part = Math.min(slots, 1 << MountRow.PART_BITS);
        rows = new long[slots / part][part << MountRow.ROW_BITS];
        names = new String[slots];
    }

    /** How many slots there may be with so many bytes of heap. */
    static int slots(long heap) {
        long slots = Long.highestOneBit(Math.max(1, heap / PART_OF_HEAP / SLOT_BYTES));
        return (int) Math.min(MOST_SLOTS, Math.max(FEWEST_SLOTS, slots));
    }

    /** What is free of the heap, in bytes; garbage that is not collected yet is not. */
    static long freeHeap() {
        Runtime runtime = Runtime.getRuntime();
        return Math.max(0, runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory());
    }

    /** How many threads have a place. */
    int occupied() {
        int occupied = 0;
        for (int slot = 0; slot < slots; slot++) {
            occupied += keys.get(slot) == 0 ? 0 : 1;
        }
        return occupied;
    }

    /** Hands over what became known since the last time. */
    void read(EndedThreads sink) {
        int slot = (int) keys.getAndSet(slots, 0) - 1;
        for (int left = slots; slot >= 0 && left > 0; left--) {
            long[] part = rows[slot >> MountRow.PART_BITS];
            int row = (slot & MountRow.PART_MASK) << MountRow.ROW_BITS;
            int next = (int) part[row + MountRow.LINK] - 1;
            String name = names[slot];
            names[slot] = null;
            long id = keys.get(slot);
            long begin = part[row + MountRow.BEGIN];
            times.set(
                    part[row + MountRow.SUBMITTED] - begin,
                    part[row + MountRow.CARRIER_DELAY],
                    part[row + MountRow.MOUNTED],
                    part[row + MountRow.PINNED],
                    part[row + MountRow.MOUNTS]);
            keys.set(slot, 0); // whoever takes the slot has it from here
            sink.thread(name == null ? "(long name)" : name, id, base + begin, times);
            slot = next;
        }
        for (int group = 0; group < MountSums.GROUPS; group++) {
            readGroup(group, sink);
        }
    }

    private void readGroup(int group, EndedThreads sink) {
        long threads = take(group, MountSums.THREADS);
        if (threads > 0) {
            long delay = take(group, MountRow.CARRIER_DELAY);
            long mounted = take(group, MountRow.MOUNTED);
            times.set(
                    take(group, MountSums.PARKED) + delay + mounted,
                    delay,
                    mounted,
                    take(group, MountRow.PINNED),
                    take(group, MountRow.MOUNTS));
            sink.group(groupName(group), threads, times);
        }
    }

    private long take(int group, int field) {
        long sum = 0;
        for (int stripe = 0; stripe < MountSums.STRIPES; stripe++) {
            sum += groupValues.getAndSet((stripe * MountSums.GROUPS + group) * MountSums.FIELDS + field, 0);
        }
        return sum;
    }

    private String groupName(int group) {
        if (group == 0) {
            return NO_NAME;
        }
        if (group == MountSums.OTHERS) {
            return OTHERS;
        }
        String name = groupNames.get(group);
        int length = MountSums.prefix(name);
        String shown = length == name.length() ? name : name.substring(0, length) + "*";
        return shown.equals(NO_NAME) || shown.equals(OTHERS) ? shown + " (application)" : shown;
    }
}
