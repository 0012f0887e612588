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
    /** A reading that took longer, and far longer than they do here, was interrupted between the clock and the counters. */
    private static final long SHARP = 50_000;

    private static final int FAR_LONGER = 4;

    private static final int MOST_ATTEMPTS = 4;

    /** Of the descriptors that samples may keep, this part more for threads with spans. */
    private static final int SHARE = 4;

    /** At once, however few descriptors the process may have. */
    private static final int FEWEST_READERS = 4;

    private static final String SELF = "/proc/thread-self";

    private final SystemCalls calls;
    private final boolean translated;
    private final ReaderPool best;

    /** Null where there is none. */
    private final ReaderPool lesser;

    private final DelayAccountingState accountingState;
    private final boolean hasBlockIo;
    private final boolean countsWrongly;
    private final DescriptorBudget budget;
    private final AtomicLong failed = new AtomicLong();

    /**
     * An accounting.
     *
     * @param best makes a reader for one more thread at once
     * @param lesser makes one by another source, for when that fails or is used up; null if there is none
     * @param translated whether {@code /proc} has other numbers for threads than system calls have
     * @param hasBlockIo whether this host gives block-I/O delay at all
     */
    public SpanAccounting(
            SystemCalls calls,
            boolean translated,
            Supplier<SelfReader> best,
            Supplier<SelfReader> lesser,
            DelayAccountingState accountingState,
            boolean hasBlockIo) {
        this.calls = calls;
        this.translated = translated;
        this.accountingState = accountingState;
        this.hasBlockIo = hasBlockIo;
        this.countsWrongly = KernelRelease.running().countsBlockIoWrongly();
        int share = DescriptorBudget.ofThisProcess().size() / SHARE;
        this.budget = DescriptorBudget.of(share);
        this.best = new ReaderPool(best, Math.max(FEWEST_READERS, share));
        this.lesser = lesser == null ? null : new ReaderPool(lesser, ReaderPool.MOST);
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
        SelfReader reader = best.take(self.tid());
        boolean works = reader != null && readBy(best, reader, self, from, into, clock);
        if (reader != null && !works) {
            reader = best.make();
            works = reader != null && readBy(best, reader, self, from, into, clock);
            if (reader != null && !works) {
                best.pause(reader.failure());
            }
        }
        if (!works && lesser != null) {
            reader = lesser.take(self.tid());
            works = reader != null && readBy(lesser, reader, self, from, into, clock);
        }
        if (!works) {
            failed.incrementAndGet();
        }
        return works;
    }

    /** Reads by one reader of a pool, which gets it back if it works. */
    private boolean readBy(
            ReaderPool pool,
            SelfReader reader,
            SpanThread self,
            SpanReading from,
            SpanReading into,
            LongSupplier clock) {
        boolean works = false;
        try {
            Task task = self.taskFor(reader.source());
            int attempts = MOST_ATTEMPTS;
            boolean blurred;
            do {
                into.time = clock.getAsLong();
                works = reader.read(task.counters(), into);
                long took = System.nanoTime() - into.time;
                blurred = took > SHARP && (took / FAR_LONGER > reader.shortest || reader.shortest == Long.MAX_VALUE);
                reader.shortest = Math.min(reader.shortest, took);
            } while (works && blurred && --attempts > 0);
            if (works && from != null) {
                into.blockIoKnown = hasBlockIo
                        && into.blockIoKnown
                        && from.blockIoKnown
                        && from.source.equals(into.source)
                        && isAccounted(reader, task, from.time);
            }
        } finally {
            if (works) {
                pool.giveBack(self.tid(), reader);
            } else {
                pool.discard(reader); // first: what follows allocates
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

    /** How many readings failed by all sources. */
    public long failed() {
        return failed.get();
    }

    /** Why the source could not be used the last time that it could not; empty if that never was so. */
    public String failure() {
        return best.failure();
    }

    /** How many files of threads with spans are kept open. */
    public int keptFiles() {
        return budget.kept();
    }

    @Override
    public void close() {
        best.close();
        if (lesser != null) {
            lesser.close();
        }
    }
}
