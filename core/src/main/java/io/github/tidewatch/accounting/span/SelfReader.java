package io.github.tidewatch.accounting.span;

import io.github.tidewatch.counters.CounterSource;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.counters.TaskCounters;
import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DelayAccountingFile;
import io.github.tidewatch.rusage.RusageField;
import io.github.tidewatch.rusage.RusageReader;
import io.github.tidewatch.rusage.RusageScope;
import java.io.Closeable;

/**
 * Reads the counters of the calling thread: its CPU clock, its delays from a source, all else from
 * {@code getrusage(RUSAGE_THREAD)}. Keeps nothing of a thread. Not safe for use by several threads at once.
 */
public final class SelfReader implements Closeable {
    private static final int CLOCK_THREAD_CPUTIME_ID = 3;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    /** The unit of ru_inblock and ru_oublock: the kernel shifts its bytes by 9. */
    private static final int BLOCK_SHIFT = 9;

    private final SystemCalls calls;
    private final CounterSource source;
    private final DelayAccountingFile delayAccounting;
    private final boolean givesBlockIo;
    private final boolean countsBlockIo;
    private final RusageReader usage;
    private final NativeMemory timespec = NativeMemory.allocate(16);
    /** The shortest time that a reading took, in ns; the largest number before the first. */
    long shortest = Long.MAX_VALUE;

    private final TaskCounters[] one = new TaskCounters[1];

    /** A reader by a source and a file that nobody else uses, and that are closed with this, or if it cannot be made. */
    public static SelfReader of(SystemCalls calls, CounterSource source, DelayAccountingFile delayAccounting) {
        try {
            return new SelfReader(calls, source, delayAccounting);
        } catch (Throwable e) { // out of memory, most likely: the socket must not stay open
            source.close();
            throw e;
        }
    }

    private SelfReader(SystemCalls calls, CounterSource source, DelayAccountingFile delayAccounting) {
        this.calls = calls;
        this.source = source;
        this.delayAccounting = delayAccounting;
        this.givesBlockIo = source.quantities().contains(Quantity.BLOCK_IO_DELAY);
        this.countsBlockIo = source.quantities().contains(Quantity.BLOCK_IO_DELAY_COUNT);
        this.usage = new RusageReader(calls);
    }

    /**
     * Reads all but {@link SpanReading#time}. Whether delay accounting is on is left to the caller.
     *
     * @param self of the calling thread
     * @return false if a counter cannot be read
     */
    boolean read(TaskCounters self, SpanReading into) {
        // First, as it brings the counters that follow up to date: they advance at the scheduler's tick otherwise.
        if (calls.clockGettime(CLOCK_THREAD_CPUTIME_ID, timespec) < 0) {
            return false;
        }
        into.onCpu = timespec.buffer().getLong(0) * NANOS_PER_SECOND
                + timespec.buffer().getLong(8);
        return readUsage(into) && readDelays(self, into);
    }

    private boolean readUsage(SpanReading into) {
        try {
            usage.read(RusageScope.THREAD);
        } catch (SystemCallException e) {
            return false;
        }
        into.systemTime = usage.get(RusageField.STIME) * NANOS_PER_MICRO;
        into.minorFaults = usage.get(RusageField.MINFLT);
        into.majorFaults = usage.get(RusageField.MAJFLT);
        into.voluntarySwitches = usage.get(RusageField.NVCSW);
        into.involuntarySwitches = usage.get(RusageField.NIVCSW);
        into.storageReadBytes = usage.get(RusageField.INBLOCK) << BLOCK_SHIFT;
        into.storageWriteBytes = usage.get(RusageField.OUBLOCK) << BLOCK_SHIFT;
        return true;
    }

    private boolean readDelays(TaskCounters self, SpanReading into) {
        one[0] = self;
        try {
            source.read(one, 1);
            if (self.lastReadOk()) {
                source.readDelays(self);
            }
        } finally {
            one[0] = null;
        }
        into.cpuDelay = self.get(Quantity.CPU_DELAY);
        into.blockIoDelay = self.get(Quantity.BLOCK_IO_DELAY);
        into.source = source.name();
        into.blockIoKnown = givesBlockIo;
        into.blockIoDelayCount = countsBlockIo ? self.get(Quantity.BLOCK_IO_DELAY_COUNT) : SpanReading.UNKNOWN;
        return self.lastReadOk();
    }

    /** The name of the source of the delays. */
    String source() {
        return source.name();
    }

    /** What the last reading failed with. */
    String failure() {
        return source.failure();
    }

    /** Whether the kernel accounts for delays at this moment. */
    DelayAccounting delayAccounting() {
        return delayAccounting.now();
    }

    @Override
    public void close() {
        try {
            source.close();
        } finally {
            delayAccounting.close();
        }
    }
}
