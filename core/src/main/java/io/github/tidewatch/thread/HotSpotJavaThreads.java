package io.github.tidewatch.thread;

import io.github.tidewatch.linux.SystemCalls;
import java.lang.ref.WeakReference;
import java.util.Arrays;

/**
 * {@link JavaThreads} by HotSpot's own structures (JDK 11 and later).
 *
 * <p>A thread's tid never changes while it lives, so it is looked up once. The VM lists threads in the order in which
 * they were added: a walk over the old list beside the new one finds who is new. That order is only relied on for
 * speed; a thread not found again is looked up anew.
 */
public final class HotSpotJavaThreads implements JavaThreads {
    private static final Thread[] NONE = new Thread[0];

    private final ThreadInternals internals;
    private final ProcessMemory memory;
    private final HotSpotLayout layout;

    private final int[] batch = new int[ProcessMemory.MOST_PIECES];

    private Thread[] threads = NONE;
    private WeakReference<?>[] known = new WeakReference<?>[256];
    private WeakReference<?>[] spareKnown = new WeakReference<?>[256];
    private long[] addresses = new long[256];
    private long[] spareAddresses = new long[256];
    private int[] tids = new int[256];
    private int[] spareTids = new int[256];
    private int count;

    private HotSpotJavaThreads(ThreadInternals internals, ProcessMemory memory, HotSpotLayout layout) {
        this.internals = internals;
        this.memory = memory;
        this.layout = layout;
    }

    /**
     * Finds HotSpot's structures and checks them: the tid that they give for the current thread must be what gettid(2)
     * says.
     *
     * @throws MappingException if they cannot be used in this JVM
     */
    public static HotSpotJavaThreads open(SystemCalls calls) throws MappingException {
        ThreadInternals internals = ThreadInternals.open();
        ProcessMemory memory = new ProcessMemory(calls);
        try {
            return open(calls, internals, memory);
        } catch (MappingException e) {
            memory.close();
            throw e;
        }
    }

    private static HotSpotJavaThreads open(SystemCalls calls, ThreadInternals internals, ProcessMemory memory)
            throws MappingException {
        HotSpotLayout layout = HotSpotLayout.read(calls, memory);
        long current = internals.address(Thread.currentThread());
        if (current == 0) {
            throw new MappingException("the current thread is virtual");
        }
        int tid = memory.readInt(memory.readLong(current + layout.osThread) + layout.threadId);
        if (tid != calls.gettid()) {
            throw new MappingException(
                    "the JVM's structures say tid " + tid + " for a thread whose tid is " + calls.gettid());
        }
        return new HotSpotJavaThreads(internals, memory, layout);
    }

    @Override
    public String description() {
        return "HotSpot structures";
    }

    @Override
    public boolean isMapped() {
        return true;
    }

    @Override
    public void refresh() {
        threads = internals.threads();
        if (!areKnown()) {
            learn();
        }
        lookUpUnknown();
    }

    /** Whether these are the threads of last time: then nothing need be written. */
    private boolean areKnown() {
        boolean same = threads.length == count;
        for (int i = 0; same && i < count; i++) {
            same = known[i].get() == threads[i] && addresses[i] == internals.address(threads[i]);
        }
        return same;
    }

    private void learn() {
        int oldCount = count;
        WeakReference<?>[] oldKnown = known;
        long[] oldAddresses = addresses;
        int[] oldTids = tids;
        swap();

        count = threads.length;
        ensureCapacity(count);
        int old = 0;
        for (int i = 0; i < count; i++) {
            Thread thread = threads[i];
            int found = old;
            while (found < oldCount && oldKnown[found].get() != thread) {
                found++;
            }
            addresses[i] = internals.address(thread);
            if (found < oldCount) {
                known[i] = oldKnown[found];
                // A JavaThread that moved is another life of the same Thread object, which does not exist today.
                tids[i] = oldAddresses[found] == addresses[i] ? oldTids[found] : 0;
                old = found + 1;
            } else {
                known[i] = new WeakReference<>(thread);
                tids[i] = 0;
            }
        }
        Arrays.fill(oldKnown, null);
    }

    private void swap() {
        WeakReference<?>[] otherKnown = spareKnown;
        long[] otherAddresses = spareAddresses;
        int[] otherTids = spareTids;
        spareKnown = known;
        spareAddresses = addresses;
        spareTids = tids;
        known = otherKnown;
        addresses = otherAddresses;
        tids = otherTids;
    }

    private void ensureCapacity(int needed) {
        if (known.length < needed) {
            int size = Math.max(needed, known.length * 2);
            known = new WeakReference<?>[size];
            addresses = new long[size];
            tids = new int[size];
        }
    }

    private void lookUpUnknown() {
        int size = 0;
        for (int i = 0; i < count; i++) {
            if (tids[i] == 0 && addresses[i] != 0) {
                batch[size++] = i;
                if (size == batch.length) {
                    lookUp(size);
                    size = 0;
                }
            }
        }
        lookUp(size);
    }

    /** Looks up the tids of the first {@code size} entries of the batch: two copies for all of them together. */
    private void lookUp(int size) {
        int from = 0;
        while (from < size) {
            int wanted = size - from;
            for (int i = 0; i < wanted; i++) {
                memory.piece(i, addresses[batch[from + i]] + layout.osThread, Long.BYTES);
            }
            int osThreads = memory.readPieces(wanted, Long.BYTES);
            for (int i = 0; i < osThreads; i++) {
                memory.piece(i, memory.pieceAsLong(i) + layout.threadId, Integer.BYTES);
            }
            int copied = osThreads == 0 ? 0 : memory.readPieces(osThreads, Integer.BYTES);
            for (int i = 0; i < copied; i++) {
                int index = batch[from + i];
                // What was read was this thread's own only if its JavaThread is still where it was.
                if (isStillAlive(index)) {
                    tids[index] = memory.pieceAsInt(i);
                }
            }
            // The kernel stops at the first address that is no longer mapped: that thread has exited. Go on behind it.
            from += copied + 1;
        }
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public Thread thread(int index) {
        return threads[index];
    }

    @Override
    public int tid(int index) {
        return tids[index];
    }

    @Override
    public boolean isStillAlive(int index) {
        return addresses[index] != 0 && internals.address(threads[index]) == addresses[index];
    }

    @Override
    public void release() {
        threads = NONE;
    }

    @Override
    public void close() {
        memory.close();
    }
}
