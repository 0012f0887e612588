package io.github.tidewatch.agent.virtual;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The memory of {@link MountCalls}, and who reads it. Of bounded size: at most 20 MB, and a 32th of the heap. To be read by one
 * thread at a time, while any threads write.
 */
final class MountTable {
    private static final int MOST_SLOTS = 1 << 18;
    static final int FEWEST_SLOTS = 1 << 10;

    /** Of an id, a row and a name. */
    private static final int SLOT_BYTES = 76;

    private static final int PART_OF_HEAP = 32;

    final AtomicLongArray keys;
    final long[] rows;
    final String[] names;
    final AtomicInteger ended = new AtomicInteger(-1);
    final AtomicLong lost = new AtomicLong();
    final AtomicReferenceArray<String> groupNames = new AtomicReferenceArray<>(MountSums.GROUPS);
    final AtomicLongArray groupValues = new AtomicLongArray(MountSums.STRIPES * MountSums.GROUPS * MountSums.FIELDS);

    /** One less than the time, so that no time is 0. */
    final long base = System.nanoTime() - 1;

    private final VirtualThreadTimes times = new VirtualThreadTimes();

    /** An empty table of so many slots, a power of two. */
    MountTable(int slots) {
        keys = new AtomicLongArray(slots);
        rows = new long[slots << MountCalls.ROW_BITS];
        names = new String[slots];
    }

    /** How many slots there may be with a heap of so many bytes. */
    static int slots(long heap) {
        long slots = Long.highestOneBit(Math.max(1, heap / PART_OF_HEAP / SLOT_BYTES));
        return (int) Math.min(MOST_SLOTS, Math.max(FEWEST_SLOTS, slots));
    }

    /** Hands over what became known since the last time. */
    void read(EndedThreads sink) {
        int slot = ended.getAndSet(-1);
        while (slot >= 0) {
            int row = slot << MountCalls.ROW_BITS;
            int next = (int) rows[row + MountCalls.LINK];
            String name = names[slot];
            names[slot] = null;
            long id = keys.get(slot);
            long begin = rows[row + MountCalls.BEGIN];
            times.set(
                    rows[row + MountCalls.SUBMITTED] - begin,
                    rows[row + MountCalls.CARRIER_DELAY],
                    rows[row + MountCalls.MOUNTED],
                    rows[row + MountCalls.PINNED],
                    rows[row + MountCalls.MOUNTS]);
            keys.set(slot, 0); // whoever takes the slot has it from here
            sink.thread(name, id, base + begin, times);
            slot = next;
        }
        for (int group = 0; group < MountSums.GROUPS; group++) {
            readGroup(group, sink);
        }
    }

    private void readGroup(int group, EndedThreads sink) {
        long threads = take(group, MountSums.THREADS);
        if (threads > 0) {
            times.set(
                    take(group, MountSums.LIFE),
                    take(group, MountCalls.CARRIER_DELAY),
                    take(group, MountCalls.MOUNTED),
                    take(group, MountCalls.PINNED),
                    take(group, MountCalls.MOUNTS));
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
            return "(no name)";
        }
        if (group == MountSums.OTHERS) {
            return "(others)";
        }
        String name = groupNames.get(group);
        int length = MountSums.prefix(name);
        return length == name.length() ? name : name.substring(0, length) + "*";
    }
}
