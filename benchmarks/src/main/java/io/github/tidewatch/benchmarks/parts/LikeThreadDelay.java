package io.github.tidewatch.benchmarks.parts;

import jdk.jfr.Event;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** An event with as many fields of the same types as tidewatch.ThreadDelay, which only the agent itself can see. */
@StackTrace(false)
final class LikeThreadDelay extends Event {
    Thread sampledThread;
    String threadName;
    long osThreadId;

    @Timespan
    long interval;

    @Timespan
    long pendingCpuDelay;

    @Timespan
    long pendingBlockIoDelay;

    @Timespan
    long userTime;

    @Timespan
    long systemTime;

    @Timespan
    long cpuDelay;

    @Timespan
    long blockIoDelay;

    @Timespan
    long waitTime;

    boolean complete;

    @Timespan
    long swapInDelay;

    @Timespan
    long reclaimDelay;

    @Timespan
    long thrashingDelay;

    @Timespan
    long compactionDelay;

    @Timespan
    long copyOnWriteDelay;

    @Timespan
    long irqDelay;

    long cpuDelayCount;
    long blockIoDelayCount;

    @Timespan
    long discardedDelay;
}
