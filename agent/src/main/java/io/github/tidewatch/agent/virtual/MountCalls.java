package io.github.tidewatch.agent.virtual;

import static io.github.tidewatch.agent.virtual.MountRow.LINK;
import static io.github.tidewatch.agent.virtual.MountRow.MOUNTED_AT;
import static io.github.tidewatch.agent.virtual.MountRow.PART_BITS;
import static io.github.tidewatch.agent.virtual.MountRow.PART_MASK;
import static io.github.tidewatch.agent.virtual.MountRow.ROW_BITS;
import static io.github.tidewatch.agent.virtual.MountRow.SUBMITTED;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the JDK's class of virtual threads calls while it is woven. This class is never used itself: {@link MountClass} defines it
 * beside that class under another name. So it uses the JDK only, of this package constants only, and has no nested class and no
 * lambda.
 *
 * <p>Nothing here takes a lock, waits or allocates, and nothing is thrown: it runs in carriers between two virtual threads, and in
 * whoever has a thread go on. A virtual thread has a row of numbers, found by its id, which no other thread ever has. Its row is
 * used by one thread at a time: by whoever has it go on until it is mounted, then by the carrier until it is unmounted; the
 * volatile state of the thread, which the JDK changes in between, orders these.
 *
 * <p>The fields are set before the first call can come; to end, {@link #keys} becomes null.
 */
final class MountCalls {
    /** So many places are looked at for an id. */
    private static final int PROBES = 32;

    /** Names that are longer are not kept. */
    private static final int LONGEST_NAME = 1000;

    private static final long MILLISECOND = 1_000_000;
    private static final long LONGEST_TIMEOUT = Long.MAX_VALUE / 2;

    /**
     * Ids by slot, 0 for none; as many as a power of two. In one more, the last, begins the list of the threads that have ended and
     * whose row is still to be read: one more than the slot, 0 for none. Null while nothing is recorded.
     */
    static volatile AtomicLongArray keys;

    static long[][] rows;

    /** Of threads that have ended. */
    static String[] names;

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
            long[][] parts = rows;
            if (ids == null || parts == null || !isAbleToGoOn(state)) {
                return;
            }
            long id = thread.getId();
            int slot = find(ids, id);
            if (slot >= 0) {
                long[] table = parts[slot >> PART_BITS];
                int row = (slot & PART_MASK) << ROW_BITS;
                if (table[row + SUBMITTED] == 0) {
                    long now = now();
                    long due = table[row + LINK];
                    table[row + SUBMITTED] = due > 0 && due < now ? due : now;
                }
            } else if (state == MountRow.STARTED) {
                start(ids, parts, id);
            }
        } catch (Throwable e) {
            return; // out of stack, most likely: the next call finds that this one is missing
        }
    }

    /** Not so where who looked at its stack gives it back late: it may have gone on and be parked again. */
    private static boolean isAbleToGoOn(int state) {
        return state == MountRow.STARTED
                || state == MountRow.UNPARKED
                || state == MountRow.YIELDED
                || state == MountRow.UNBLOCKED;
    }

    /**
     * The time for which the thread waits for a monitor to be notified has passed. From JDK 25 on it takes a carrier to say so:
     * the thread could go on since its time had passed, and has waited for a carrier, as has one that was parked for a time.
     */
    static void expired(Thread thread) {
        try {
            AtomicLongArray ids = keys;
            long[][] parts = rows;
            int slot = ids == null || parts == null ? -1 : find(ids, thread.getId());
            if (slot >= 0) {
                long[] table = parts[slot >> PART_BITS];
                int row = (slot & PART_MASK) << ROW_BITS;
                long due = -table[row + LINK];
                if (table[row + SUBMITTED] == 0 && due > 0 && due < now()) {
                    table[row + SUBMITTED] = due;
                }
            }
        } catch (Throwable e) {
            return;
        }
    }

    /** The calling carrier mounts the thread now. */
    static void mount(Thread thread) {
        try {
            AtomicLongArray ids = keys;
            long[][] parts = rows;
            int slot = ids == null || parts == null ? -1 : find(ids, thread.getId());
            if (slot >= 0) {
                long[] table = parts[slot >> PART_BITS];
                int row = (slot & PART_MASK) << ROW_BITS;
                long submitted = table[row + SUBMITTED];
                if (submitted == 0 || table[row + MOUNTED_AT] > 0) { // a call is missing
                    lose(ids, slot);
                    return;
                }
                long now = now();
                table[row + MountRow.CARRIER_DELAY] += now - submitted;
                table[row + MOUNTED_AT] = now;
                table[row + LINK] = 0;
                table[row + MountRow.MOUNTS]++;
            }
        } catch (Throwable e) {
            return;
        }
    }

    /**
     * The calling carrier has unmounted the thread.
     *
     * @param timeout how long it is to stay so at most, by its state in nanoseconds or milliseconds
     */
    static void unmounted(Thread thread, int state, long timeout) {
        try {
            AtomicLongArray ids = keys;
            long[][] parts = rows;
            int slot = ids == null || parts == null ? -1 : find(ids, thread.getId());
            if (slot >= 0) {
                long[] table = parts[slot >> PART_BITS];
                int row = (slot & PART_MASK) << ROW_BITS;
                long since = table[row + MOUNTED_AT];
                if (since <= 0) {
                    lose(ids, slot);
                    return;
                }
                long now = now();
                table[row + MountRow.MOUNTED] += now - since;
                table[row + MOUNTED_AT] = -now;
                table[row + SUBMITTED] = 0;
                table[row + LINK] = due(now, state, timeout);
            }
        } catch (Throwable e) {
            return;
        }
    }

    /** The calling thread parks together with its carrier. */
    static void pinned(Thread thread) {
        try {
            AtomicLongArray ids = keys;
            long[][] parts = rows;
            int slot = ids == null || parts == null ? -1 : find(ids, thread.getId());
            if (slot >= 0) {
                long[] table = parts[slot >> PART_BITS];
                table[((slot & PART_MASK) << ROW_BITS) + LINK] = now();
            }
        } catch (Throwable e) {
            return;
        }
    }

    /** It goes on. */
    static void unpinned(Thread thread) {
        try {
            AtomicLongArray ids = keys;
            long[][] parts = rows;
            int slot = ids == null || parts == null ? -1 : find(ids, thread.getId());
            if (slot >= 0) {
                long[] table = parts[slot >> PART_BITS];
                int row = (slot & PART_MASK) << ROW_BITS;
                if (table[row + LINK] != 0) {
                    table[row + MountRow.PINNED] += now() - table[row + LINK];
                    table[row + LINK] = 0;
                }
            }
        } catch (Throwable e) {
            return;
        }
    }

    /** The thread has ended, or could not be started. */
    static void done(Thread thread) {
        try {
            AtomicLongArray ids = keys;
            long[][] parts = rows;
            int slot = ids == null || parts == null ? -1 : find(ids, thread.getId());
            if (slot >= 0) {
                long[] table = parts[slot >> PART_BITS];
                int row = (slot & PART_MASK) << ROW_BITS;
                long end = -table[row + MOUNTED_AT];
                String[] texts = names;
                if (end <= 0 || texts == null || ids != keys) { // not started, or of a table that is gone
                    ids.set(slot, 0);
                } else {
                    end(ids, table, texts, slot, end, thread.getName());
                }
            }
        } catch (Throwable e) {
            return;
        }
    }

    private static void end(AtomicLongArray ids, long[] table, String[] texts, int slot, long end, String name) {
        int row = (slot & PART_MASK) << ROW_BITS;
        long life = end - table[row + MountRow.BEGIN];
        MountSums.add(name, table, row, life);
        if (life < threshold) {
            ids.set(slot, 0);
            return;
        }
        table[row + SUBMITTED] = end;
        texts[slot] = name.length() > LONGEST_NAME ? null : name;
        int head = ids.length() - 1;
        long before;
        do {
            before = ids.get(head);
            table[row + LINK] = before;
        } while (!ids.compareAndSet(head, before, slot + 1L));
    }

    private static long due(long now, int state, long timeout) {
        long unit = state == MountRow.TIMED_WAITING ? MILLISECOND : 1;
        if (timeout <= 0 || timeout > LONGEST_TIMEOUT / unit) { // 0 where the JDK does not say it
            return 0;
        }
        long due = now + timeout * unit;
        return state == MountRow.TIMED_PARKING ? due : state == MountRow.TIMED_WAITING ? -due : 0;
    }

    private static void start(AtomicLongArray ids, long[][] parts, long id) {
        long now = now(); // before there is a row, which would be the last thread's if there is no stack left
        int mask = ids.length() - 2;
        int first = hash(id) & mask;
        for (int i = 0; i < PROBES; i++) {
            int slot = (first + i) & mask;
            if (ids.getPlain(slot) == 0 && ids.compareAndSet(slot, 0, id)) {
                long[] table = parts[slot >> PART_BITS];
                int row = (slot & PART_MASK) << ROW_BITS;
                table[row + MountRow.BEGIN] = now;
                table[row + SUBMITTED] = now;
                table[row + MOUNTED_AT] = 0;
                table[row + MountRow.CARRIER_DELAY] = 0;
                table[row + MountRow.MOUNTED] = 0;
                table[row + MountRow.PINNED] = 0;
                table[row + MountRow.MOUNTS] = 0;
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
        int mask = ids.length() - 2;
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
