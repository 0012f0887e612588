package io.github.tidewatch.accounting.span;

import io.github.tidewatch.intervals.DelayAccountingState;
import io.github.tidewatch.intervals.KernelRelease;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.procfs.TaskList;
import java.io.Closeable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Accounts for spans: each thread reads its own counters at the begin and the end of a span, so that no value can be
 * another thread's.
 *
 * <pre>{@code
 * SpanThread self = spans.thread(); // once per thread
 * SpanReading from = new SpanReading();
 * SpanReading to = new SpanReading();
 * boolean known = spans.read(self, from, System::nanoTime);
 * work();
 * if (known && spans.readEnd(self, from, to, System::nanoTime)) {
 *     SpanParts parts = spans.parts(from, to);
 * }
 * }</pre>
 *
 * <p>Safe for use by any threads at once; none ever waits for another.
 */
public final class SpanAccounting implements Closeable {
    /** A reader is in use for some microseconds: so many are seldom in use at once. */
    private static final int READERS_PER_CPU = 2;

    private static final int MOST_READERS = 64;

    /** A reading that took longer was interrupted between the clock and the counters. */
    private static final long SHARP = 50_000;

    private static final int MOST_ATTEMPTS = 4;

    /** Of the descriptors that samples may keep, this part more for threads with spans. */
    private static final int SHARE = 4;

    private static final String SELF = "/proc/thread-self";

    private final SystemCalls calls;
    private final boolean translated;
    private final Supplier<SelfReader> readers;
    private final DelayAccountingState accountingState;
    private final boolean hasBlockIo;
    private final boolean countsWrongly;
    private final DescriptorBudget budget;
    private final AtomicReferenceArray<SelfReader> idle;
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean closed;

    /**
     * An accounting.
     *
     * @param readers makes a reader for one more thread at once
     * @param translated whether {@code /proc} has other numbers for threads than system calls have
     * @param hasBlockIo whether this host gives block-I/O delay at all
     */
    public SpanAccounting(
            SystemCalls calls,
            boolean translated,
            Supplier<SelfReader> readers,
            DelayAccountingState accountingState,
            boolean hasBlockIo) {
        this.calls = calls;
        this.translated = translated;
        this.readers = readers;
        this.accountingState = accountingState;
        this.hasBlockIo = hasBlockIo;
        this.countsWrongly = KernelRelease.running().countsBlockIoWrongly();
        this.budget = DescriptorBudget.of(DescriptorBudget.ofThisProcess().free() / SHARE);
        this.idle = new AtomicReferenceArray<>(
                Math.min(MOST_READERS, READERS_PER_CPU * Runtime.getRuntime().availableProcessors()));
    }

    /** What the calling thread needs for its readings, and only it. */
    public SpanThread thread() {
        int tid = calls.gettid();
        return new SpanThread(translated ? SELF : TaskList.OWN + "/" + tid, tid, budget);
    }

    /**
     * Reads the counters of the calling thread at the begin of a span.
     *
     * @param self of the calling thread
     * @param clock {@link System#nanoTime}, called right before the counters are read, and once more whenever the thread was
     *     interrupted between; the last call counts
     * @return false if they cannot be read: then nothing of a span that begins or ends here is known
     */
    public boolean read(SpanThread self, SpanReading into, LongSupplier clock) {
        return read(self, null, into, clock);
    }

    /**
     * As {@link #read}, at the end of a span that is to be reported. Asks whether the kernel accounts for delays, too: samples
     * ask seldom, and only while they are wanted.
     *
     * @param from what was read at the begin
     */
    public boolean readEnd(SpanThread self, SpanReading from, SpanReading into, LongSupplier clock) {
        return read(self, from, into, clock);
    }

    private boolean read(SpanThread self, SpanReading from, SpanReading into, LongSupplier clock) {
        SelfReader reader;
        try {
            reader = take(self);
        } catch (RuntimeException e) { // out of descriptors, most likely
            failed.incrementAndGet();
            return false;
        }
        boolean works = false;
        try {
            Task task = self.task;
            int attempts = MOST_ATTEMPTS;
            do {
                into.time = clock.getAsLong();
                works = reader.read(task.counters(), into);
            } while (works && --attempts > 0 && System.nanoTime() - into.time > SHARP);
            if (works && from != null) {
                into.blockIoKnown = hasBlockIo
                        && into.blockIoKnown
                        && from.blockIoKnown
                        && from.source.equals(into.source)
                        && isAccounted(reader, task, from.time);
            }
        } finally {
            if (works) {
                giveBack(self, reader);
            } else {
                failed.incrementAndGet();
                reader.close(); // first: what follows allocates. The next reads from the source that is in use by then
                self.reset();
            }
        }
        return works;
    }

    /** Whether the kernel has counted the delays of a task from then to now, as far as anybody has seen. */
    private boolean isAccounted(SelfReader reader, Task task, long begin) {
        long checked = System.nanoTime();
        DelayAccounting now = reader.delayAccounting();
        if (now == DelayAccounting.UNKNOWN) {
            return false;
        }
        accountingState.update(now, checked, System.nanoTime());
        accountingState.update(task);
        return !accountingState.isDegraded() && accountingState.isKnown(task, begin);
    }

    /** Where the time between two readings of one thread went. */
    public SpanParts parts(SpanReading from, SpanReading to) {
        return new SpanParts(from, to, hasBlockIo, countsWrongly);
    }

    private SelfReader take(SpanThread self) {
        int first = self.tid() % idle.length();
        for (int i = 0; i < idle.length(); i++) {
            int slot = (first + i) % idle.length();
            SelfReader reader = idle.get(slot) == null ? null : idle.getAndSet(slot, null);
            if (reader != null) {
                return reader;
            }
        }
        return readers.get();
    }

    private void giveBack(SpanThread self, SelfReader reader) {
        int first = self.tid() % idle.length();
        for (int i = 0; i < idle.length() && !closed; i++) {
            if (idle.compareAndSet((first + i) % idle.length(), null, reader)) {
                return;
            }
        }
        reader.close();
    }

    /** How many readings failed. */
    public long failed() {
        return failed.get();
    }

    @Override
    public void close() {
        closed = true;
        for (int i = 0; i < idle.length(); i++) {
            SelfReader reader = idle.getAndSet(i, null);
            if (reader != null) {
                reader.close();
            }
        }
    }
}
