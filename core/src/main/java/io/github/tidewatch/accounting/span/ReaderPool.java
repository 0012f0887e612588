package io.github.tidewatch.accounting.span;

import java.io.Closeable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Readers by one kind of source, which threads use in turn. Their number is bounded, so that threads that all begin to read at
 * once take no more sockets and memory. Safe for use by any threads at once; none waits for another.
 */
final class ReaderPool implements Closeable {
    /** A reader is in use for some microseconds, or until its thread has a CPU again. */
    static final int MOST = 64;

    /** So many stay open while nobody reads. */
    private static final int IDLE_PER_CPU = 2;

    /** Where none can be made, it is not tried again for so long: a try costs more than a reading. */
    private static final long PAUSE = 1_000_000_000;

    private final Supplier<SelfReader> maker;
    private final int most;
    private final AtomicReferenceArray<SelfReader> idle;
    private final AtomicInteger made = new AtomicInteger();
    private volatile boolean failing;
    private volatile long failedAt;
    private volatile String failure = "";
    private volatile boolean closed;

    /**
     * A pool of none at first.
     *
     * @param most so many are there at once, {@link #MOST} at most
     */
    ReaderPool(Supplier<SelfReader> maker, int most) {
        this.maker = maker;
        this.most = Math.min(MOST, most);
        idle = new AtomicReferenceArray<>(
                Math.min(this.most, IDLE_PER_CPU * Runtime.getRuntime().availableProcessors()));
    }

    /** One that nobody else uses, to be given back or discarded; null if there is none. */
    SelfReader take(int tid) {
        int first = tid % idle.length();
        for (int i = 0; i < idle.length(); i++) {
            int slot = (first + i) % idle.length();
            SelfReader reader = idle.get(slot) == null ? null : idle.getAndSet(slot, null);
            if (reader != null) {
                return reader;
            }
        }
        return make();
    }

    /** As {@link #take}, but one that was never used: rights may be lost, and all that were opened before with them. */
    SelfReader make() {
        if (closed || (failing && System.nanoTime() - failedAt < PAUSE)) {
            return null;
        }
        if (made.incrementAndGet() > most) {
            made.decrementAndGet();
            return null;
        }
        SelfReader reader = null;
        try {
            reader = maker.get();
            failing = false;
            return reader;
        } catch (RuntimeException e) { // out of descriptors, most likely
            pause(e.toString());
            return null;
        } finally {
            if (reader == null) {
                made.decrementAndGet();
            }
        }
    }

    /** Not even a new reader works: makes none for a while. */
    void pause(String why) {
        failure = why;
        failedAt = System.nanoTime();
        failing = true;
    }

    /** Why none could be made, or a new one did not work, the last time; empty if that never was so. */
    String failure() {
        return failure;
    }

    void giveBack(int tid, SelfReader reader) {
        int first = tid % idle.length();
        for (int i = 0; i < idle.length() && !closed; i++) {
            int slot = (first + i) % idle.length();
            if (idle.compareAndSet(slot, null, reader)) {
                if (closed && idle.compareAndSet(slot, reader, null)) {
                    break; // closed meanwhile, and nobody looks here any more
                }
                return;
            }
        }
        discard(reader);
    }

    void discard(SelfReader reader) {
        made.decrementAndGet();
        reader.close();
    }

    /** How many there are, in use or idle. */
    int count() {
        return made.get();
    }

    @Override
    public void close() {
        closed = true;
        for (int i = 0; i < idle.length(); i++) {
            SelfReader reader = idle.getAndSet(i, null);
            if (reader != null) {
                discard(reader);
            }
        }
    }
}
