package io.github.tidewatch.agent.virtual;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Sums over virtual threads that ended, by name without the number at its end: of at most {@link #GROUPS} groups, the last of which
 * takes all names that came later or are too long. Defined beside {@link MountCalls}, by whose rules it goes. Safe for use by any
 * threads at once; of a thread that is added while sums are read, a part may be in these and the rest in the next.
 */
final class MountSums {
    static final int GROUPS = 256;
    static final int OTHERS = GROUPS - 1;

    /** Threads, and sums of these numbers of a row. */
    static final int FIELDS = 8;

    static final int THREADS = 0;

    /** The rest of the life. The life itself is no sum of its own: it is that of its parts, also when read in between. */
    static final int PARKED = 1;

    /** Carriers that end threads at once seldom write the same. */
    static final int STRIPES = 4;

    private static final int LONGEST = 200;
    private static final int PROBES = OTHERS - 1;

    /** The name that a group began with; not of the first, which is that of threads without a name, and the last. */
    static AtomicReferenceArray<String> names;

    /** By stripe, group and field. */
    static AtomicLongArray values;

    private MountSums() {}

    static void add(String name, long[] table, int row, long life) {
        int stripe = (int) Thread.currentThread().getId() & (STRIPES - 1);
        int at = (stripe * GROUPS + group(name)) * FIELDS;
        long parked = life - table[row + MountRow.CARRIER_DELAY] - table[row + MountRow.MOUNTED];
        values.getAndAdd(at + PARKED, Math.max(0, parked));
        for (int i = MountRow.CARRIER_DELAY; i <= MountRow.MOUNTS; i++) {
            if (table[row + i] != 0) {
                values.getAndAdd(at + i, table[row + i]);
            }
        }
        values.getAndIncrement(at + THREADS); // last, and read first: no thread without its times
    }

    private static int group(String name) {
        if (name.length() > LONGEST) {
            return OTHERS;
        }
        int length = prefix(name);
        if (length == 0) {
            return 0;
        }
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + name.charAt(i);
        }
        hash ^= hash >>> 16;
        for (int i = 0; i < PROBES; i++) {
            int group = 1 + ((hash + i) & Integer.MAX_VALUE) % (OTHERS - 1);
            if (names.get(group) == null && names.compareAndSet(group, null, name)) {
                return group;
            }
            String known = names.get(group);
            if (prefix(known) == length && known.regionMatches(0, name, 0, length)) {
                return group;
            }
        }
        return OTHERS;
    }

    /** The length of a name without the digits at its end. */
    static int prefix(String name) {
        int length = name.length();
        while (length > 0 && name.charAt(length - 1) >= '0' && name.charAt(length - 1) <= '9') {
            length--;
        }
        return length;
    }
}
