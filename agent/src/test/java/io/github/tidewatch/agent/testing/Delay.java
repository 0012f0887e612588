package io.github.tidewatch.agent.testing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/** A {@code tidewatch.ThreadDelay} event as the JDK's own parser reads it. Times in nanoseconds. */
public final class Delay {
    public final long tid;
    public final String name;

    /** The name of the sampled Java thread; null if there is none. */
    public final String javaName;

    /** By JFR's clock, in nanoseconds of the epoch. */
    public final long begin;

    public final long duration;
    public final long interval;
    public final long user;
    public final long system;
    public final long cpuDelay;

    /** 0 where the recording does not have it. */
    public final long blockIoDelay;

    public final long waitTime;
    public final long discarded;
    public final boolean complete;

    Delay(RecordedEvent event) {
        tid = event.getLong("osThreadId");
        name = event.getString("threadName");
        RecordedThread thread = event.getValue("sampledThread");
        javaName = thread == null ? null : thread.getJavaName();
        begin = ChronoUnit.NANOS.between(Instant.EPOCH, event.getStartTime());
        duration = event.getDuration().toNanos();
        interval = event.getLong("interval");
        user = event.getLong("userTime");
        system = event.getLong("systemTime");
        cpuDelay = event.getLong("cpuDelay");
        blockIoDelay = event.hasField("blockIoDelay") ? event.getLong("blockIoDelay") : 0;
        waitTime = event.getLong("waitTime");
        discarded = event.getLong("discardedDelay");
        complete = event.getBoolean("complete");
    }

    public long onCpu() {
        return user + system;
    }

    public long end() {
        return begin + duration;
    }

    @Override
    public String toString() {
        return String.format(
                "%s (%d, Java thread %s) from %d for %d: interval %d, user %d, system %d, cpu delay %d, block I/O %d,"
                        + " wait %d, discarded %d, complete %b",
                name,
                tid,
                javaName,
                begin,
                duration,
                interval,
                user,
                system,
                cpuDelay,
                blockIoDelay,
                waitTime,
                discarded,
                complete);
    }
}
