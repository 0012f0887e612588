package io.github.tidewatch.agent.jfr;

import com.sun.management.ThreadMXBean;
import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.accounting.Sampler;
import io.github.tidewatch.accounting.exit.ThreadExitAccounting;
import io.github.tidewatch.accounting.span.SpanAccounting;
import io.github.tidewatch.agent.jfr.event.OverheadEvent;
import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Measures what passes cost, and reports it as {@link OverheadEvent}s. */
final class OverheadMeter {
    private static final int CLOCK_THREAD_CPUTIME_ID = 3;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Sampler sampler;
    private final ThreadExitAccounting exits;
    private final Optional<SpanAccounting> spans;
    private final SystemCalls calls;
    private final NativeMemory timespec;
    private final ThreadMXBean bean;
    private final SamplerDelay delay;

    private long wallTime;
    private long cpuTime;
    private long allocatedBytes;
    private long passStart;
    private long passStartCpu;
    private long passStartAllocated;

    private long emittedPasses;
    private long emittedThreads;
    private long emittedFailed;
    private long emittedLost;

    OverheadMeter(Accounting accounting, Optional<SystemCalls> calls, SamplerDelay delay) {
        this.delay = delay;
        this.sampler = accounting.sampler();
        this.exits = accounting.exitAccounting();
        this.spans = accounting.spanAccounting();
        this.calls = calls.orElse(null);
        this.timespec = calls.isPresent() ? NativeMemory.allocate(16) : null;
        this.bean = bean();
    }

    /** Null where this JVM runs without jdk.management, or measures nothing. Makes no MBean server. */
    private static ThreadMXBean bean() {
        try {
            ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            return bean.isThreadAllocatedMemorySupported()
                            && bean.isThreadAllocatedMemoryEnabled()
                            && bean.isCurrentThreadCpuTimeSupported()
                            && bean.isThreadCpuTimeEnabled()
                    ? bean
                    : null;
        } catch (LinkageError | RuntimeException e) {
            return null;
        }
    }

    /** The fields that cannot be known here. */
    Set<String> absent() {
        Set<String> absent = new HashSet<>();
        if (calls == null && bean == null) {
            absent.add("cpuTime");
        }
        if (bean == null) {
            absent.add("allocatedBytes");
        }
        if (!delay.isKnown()) {
            absent.add("cpuDelay");
        }
        return absent;
    }

    void passBegins() {
        passStart = System.nanoTime();
        delay.passBegins(passStart);
        passStartCpu = cpuClock();
        passStartAllocated = allocated();
    }

    /** Returns the CPU time that the pass took, 0 where that is unknown. */
    long passEnds() {
        long passCpu = cpuClock() - passStartCpu;
        cpuTime += passCpu;
        allocatedBytes += allocated() - passStartAllocated;
        long now = System.nanoTime();
        wallTime += now - passStart;
        delay.passEnds(now);
        return passCpu;
    }

    private long cpuClock() {
        if (calls == null) {
            return bean == null ? 0 : bean.getCurrentThreadCpuTime();
        }
        if (calls.clockGettime(CLOCK_THREAD_CPUTIME_ID, timespec) < 0) {
            return 0;
        }
        return timespec.buffer().getLong(0) * NANOS_PER_SECOND
                + timespec.buffer().getLong(8);
    }

    @SuppressWarnings("deprecation") // getId, which JDK 19 renamed: this runs on 11
    private long allocated() {
        return bean == null
                ? 0
                : bean.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /**
     * Reports what has come since the last time.
     *
     * @param stretch how many periods an interval took, at most
     */
    void emit(long stretch) {
        OverheadEvent event = new OverheadEvent();
        event.passes = sampler.passes() - emittedPasses;
        event.threadsSampled = sampler.threadsSampled() - emittedThreads;
        event.queriesFailed = sampler.queriesFailed()
                + exits.failed()
                + spans.map(SpanAccounting::failed).orElse(0L)
                - emittedFailed;
        event.repliesLost = sampler.repliesLost() - emittedLost;
        event.cpuTime = cpuTime;
        event.wallTime = wallTime;
        event.cpuDelay = delay.take();
        event.allocatedBytes = allocatedBytes;
        event.keptFiles =
                sampler.keptFiles() + spans.map(SpanAccounting::keptFiles).orElse(0);
        event.stretch = stretch;
        event.commit();
        emittedPasses += event.passes;
        emittedThreads += event.threadsSampled;
        emittedFailed += event.queriesFailed;
        emittedLost += event.repliesLost;
        cpuTime = 0;
        wallTime = 0;
        allocatedBytes = 0;
    }
}
