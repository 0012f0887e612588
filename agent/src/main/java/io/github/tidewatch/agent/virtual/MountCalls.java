package io.github.tidewatch.agent.virtual;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the JDK's class of virtual threads calls while it is woven. This class is never used itself: {@link MountClass} defines it
 * beside that class under another name. So it uses the JDK only, and has no nested class and no lambda.
 *
 * <p>Nothing here takes a lock, waits or allocates, and nothing is thrown: it runs in carriers between two virtual threads, and in
 * whoever has a thread go on. A virtual thread has a row of numbers, found by its id, which no other thread ever has. Its row is
 * used by one thread at a time: by whoever has it go on until it is mounted, then by the carrier until it is unmounted; the
 * volatile state of the thread, which the JDK changes in between, orders these.
 *
 * <p>The fields are set before the first call can come, at a safepoint; to end, {@link #keys} becomes null.
 */
final class MountCalls {
    /** Numbers of a row, a power of two, and which they are. Times by {@link #now}, never 0; 0 is none. */
    static final int ROW_BITS = 3;

    /** When it was started. */
    static final int BEGIN = 0;

    /** When it could go on, unless that was before it was unmounted last; of one that has ended, when it did. */
    static final int SUBMITTED = 1;

    /** When it was mounted; negative, when it was unmounted. */
    static final int MOUNTED_AT = 2;

    /** How long it waited for a carrier. */
    static final int CARRIER_DELAY = 3;

    /** How long it was mounted. */
    static final int MOUNTED = 4;

    /** How long it was parked together with its carrier. */
    static final int PINNED = 5;

    /** How often it was mounted. */
    static final int MOUNTS = 6;

    /** Since when it is parked together with its carrier; of one that has ended, the slot of the one that did before. */
    static final int LINK = 7;

    /** So many places are looked at for an id. */
    static final int PROBES = 32;

    /** The JDK's constant of a thread that was just started. */
    static final int STARTED = 1;

    /** Ids by slot, 0 for none; a power of two. Null while nothing is recorded. */
    static AtomicLongArray keys;

    static long[] rows;

    /** Of threads that have ended. */
    static String[] names;

    /** Slot of the thread that ended last, of those whose row is still to be read; -1 for none. */
    static AtomicInteger ended;

    /** Threads that found no place, or of which a call is missing. */
    static AtomicLong lost;

    /** Threads that lived so long have their row read. */
    static long threshold;

    /** What {@link #now} counts from. */
    static long base;

    private MountCalls() {}

    /** A thread can go on from now on: it was started, or is about to be given to the scheduler. May come twice. */
    static void submit(Thread thread, int state) {
        try {
            AtomicLongArray ids = keys;
            long[] table = rows;
            if (ids == null || table == null) {
                return;
            }
            long id = thread.getId();
            int slot = find(ids, id);
            if (slot >= 0) {
                int row = slot << ROW_BITS;
                if (table[row + SUBMITTED] == 0) {
                    table[row + SUBMITTED] = now();
                }
            } else if (state == STARTED) {
                start(ids, table, id);
            }
        } catch (Throwable e) {
            return; // out of stack, most likely: the next call finds that this one is missing
        }
    }

    /** The calling carrier mounts the thread now. */
    static void mount(Thread thread) {
        try {
            AtomicLongArray ids = keys;
            long[] table = rows;
            int slot = ids == null || table == null ? -1 : find(ids, thread.getId());
            if (slot >= 0) {
                int row = slot << ROW_BITS;
                long submitted = table[row + SUBMITTED];
                if (submitted == 0 || table[row + MOUNTED_AT] > 0) { // a call is missing
                    lose(ids, slot);
                    return;
                }
                long now = now();
                table[row + CARRIER_DELAY] += now - submitted;
                table[row + MOUNTED_AT] = now;
                table[row + MOUNTS]++;
            }
        } catch (Throwable e) {
            return;
        }
    }

    /** The calling carrier has unmounted the thread. */
    static void unmounted(Thread thread) {
        try {
            AtomicLongArray ids = keys;
            long[] table = rows;
            int slot = ids == null || table == null ? -1 : find(ids, thread.getId());
            if (slot >= 0) {
                int row = slot << ROW_BITS;
                long since = table[row + MOUNTED_AT];
                if (since <= 0) {
                    lose(ids, slot);
                    return;
                }
                long now = now();
                table[row + MOUNTED] += now - since;
                table[row + MOUNTED_AT] = -now;
                table[row + SUBMITTED] = 0;
            }
        } catch (Throwable e) {
            return;
        }
    }

    /** The calling thread parks together with its carrier. */
    static void pinned(Thread thread) {
        try {
            AtomicLongArray ids = keys;
            long[] table = rows;
            int slot = ids == null || table == null ? -1 : find(ids, thread.getId());
            if (slot >= 0) {
                table[(slot << ROW_BITS) + LINK] = now();
            }
        } catch (Throwable e) {
            return;
        }
    }

    /** It goes on. */
    static void unpinned(Thread thread) {
        try {
            AtomicLongArray ids = keys;
            long[] table = rows;
            int slot = ids == null || table == null ? -1 : find(ids, thread.getId());
            int row = slot << ROW_BITS;
            if (slot >= 0 && table[row + LINK] != 0) {
                table[row + PINNED] += now() - table[row + LINK];
                table[row + LINK] = 0;
            }
        } catch (Throwable e) {
            return;
        }
    }

    /** The thread has ended, or could not be started. */
    static void done(Thread thread) {
        try {
            AtomicLongArray ids = keys;
            long[] table = rows;
            int slot = ids == null || table == null ? -1 : find(ids, thread.getId());
            if (slot >= 0) {
                int row = slot << ROW_BITS;
                long end = -table[row + MOUNTED_AT];
                if (end <= 0) {
                    ids.set(slot, 0);
                } else {
                    end(ids, table, slot, end, thread.getName());
                }
            }
        } catch (Throwable e) {
            return;
        }
    }

    private static void end(AtomicLongArray ids, long[] table, int slot, long end, String name) {
        int row = slot << ROW_BITS;
        long life = end - table[row + BEGIN];
        MountSums.add(name, table, row, life);
        if (life < threshold) {
            ids.set(slot, 0);
            return;
        }
        table[row + SUBMITTED] = end;
        names[slot] = name;
        AtomicInteger head = ended;
        int before;
        do {
            before = head.get();
            table[row + LINK] = before;
        } while (!head.compareAndSet(before, slot));
    }

    private static void start(AtomicLongArray ids, long[] table, long id) {
        int mask = ids.length() - 1;
        int first = hash(id) & mask;
        for (int i = 0; i < PROBES; i++) {
            int slot = (first + i) & mask;
            if (ids.getPlain(slot) == 0 && ids.compareAndSet(slot, 0, id)) {
                int row = slot << ROW_BITS;
                long now = now();
                table[row + BEGIN] = now;
                table[row + SUBMITTED] = now;
                table[row + MOUNTED_AT] = 0;
                table[row + CARRIER_DELAY] = 0;
                table[row + MOUNTED] = 0;
                table[row + PINNED] = 0;
                table[row + MOUNTS] = 0;
                table[row + LINK] = 0;
                return;
            }
        }
        lost.incrementAndGet();
    }

    private static void lose(AtomicLongArray ids, int slot) {
        ids.set(slot, 0);
        lost.incrementAndGet();
    }

    private static int find(AtomicLongArray ids, long id) {
        int mask = ids.length() - 1;
        int first = hash(id) & mask;
        for (int i = 0; i < PROBES; i++) {
            int slot = (first + i) & mask;
            if (ids.getPlain(slot) == id) {
                return slot;
            }
        }
        return -1;
    }

    /** Ids count up: eight in a row are to be together, which saves looking into memory, and other ones apart. */
    private static int hash(long id) {
        return (int) (((id >>> 3) * 0x9E3779B97F4A7C15L) >>> 40) << 3 | (int) (id & 7);
    }

    private static long now() {
        return System.nanoTime() - base;
    }
}
