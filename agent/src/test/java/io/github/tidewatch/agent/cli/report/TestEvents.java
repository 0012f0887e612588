package io.github.tidewatch.agent.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Events named and shaped as the agent's, and recordings of them. */
public final class TestEvents {
    private TestEvents() {}

    /** What the agent defines where the host gives no block I/O. */
    @Name("tidewatch.ThreadDelay")
    @StackTrace(false)
    static final class WithoutBlockIo extends Event {
        Thread sampledThread;
        String threadName;
        long osThreadId;

        @Timespan
        long interval;

        @Timespan
        long userTime;

        @Timespan
        long systemTime;

        @Timespan
        long cpuDelay;

        @Timespan
        long waitTime;

        boolean complete;
    }

    /** A thread of which the kernel counted what cannot be. */
    @Name("tidewatch.ThreadDelay")
    @StackTrace(false)
    static final class WithDiscarded extends Event {
        String threadName;
        long osThreadId;

        @Timespan
        long interval;

        @Timespan
        long userTime;

        @Timespan
        long discardedDelay;

        boolean complete = true;
    }

    /** What the agent defines on a host with delay accounting. */
    @Name("tidewatch.ThreadDelay")
    @StackTrace(false)
    public static final class ThreadDelay extends Event {
        Thread sampledThread;
        String threadName;
        long osThreadId;

        @Timespan
        long interval;

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

        boolean complete = true;

        public ThreadDelay of(Thread thread, String name, long tid) {
            sampledThread = thread;
            threadName = name;
            osThreadId = tid;
            return this;
        }

        /** Milliseconds of each part; the interval is their sum. */
        public ThreadDelay spent(long user, long system, long delay, long blockIo, long wait) {
            userTime = nanos(user);
            systemTime = nanos(system);
            cpuDelay = nanos(delay);
            blockIoDelay = nanos(blockIo);
            waitTime = nanos(wait);
            interval = userTime + systemTime + cpuDelay + blockIoDelay + waitTime;
            return this;
        }
    }

    /** The accounting of a whole life. */
    @Name("tidewatch.ThreadEnd")
    @StackTrace(false)
    static final class ThreadEnd extends Event {
        String threadName;
        long osThreadId;

        @Timespan
        long lifetime;

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

        boolean complete = true;

        public ThreadEnd of(String name, long tid) {
            threadName = name;
            osThreadId = tid;
            return this;
        }

        /** Milliseconds of each part; the life is their sum. */
        public ThreadEnd spent(long user, long system, long delay, long blockIo, long wait) {
            userTime = nanos(user);
            systemTime = nanos(system);
            cpuDelay = nanos(delay);
            blockIoDelay = nanos(blockIo);
            waitTime = nanos(wait);
            lifetime = userTime + systemTime + cpuDelay + blockIoDelay + waitTime;
            return this;
        }
    }

    @Name("tidewatch.ThreadUsage")
    @StackTrace(false)
    static final class ThreadUsage extends Event {
        String threadName;
        long osThreadId;
        long majorFaults;
        long storageReadBytes;
    }

    @Name("tidewatch.ProcessUsage")
    @StackTrace(false)
    static final class ProcessUsage extends Event {
        @Timespan
        long userTime;

        @Timespan
        long systemTime;

        @Timespan
        long unattributedCpuTime;
    }

    @Name("tidewatch.Status")
    @StackTrace(false)
    static final class Status extends Event {
        String source;
        int taskstatsVersion;
        boolean delayAccounting;
        String threadMapping;
        String missing;
        String notSampled = "";
        String incompleteThreads = "";
        String unreliable = "";
        String kernel;
    }

    /** A Status of another build, with fewer fields. */
    @Name("tidewatch.Status")
    @StackTrace(false)
    static final class ShortStatus extends Event {
        String source;
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    public static Path record(Path directory, Runnable committing) throws IOException {
        return record(directory, "test.jfr", committing);
    }

    public static Path record(Path directory, String name, Runnable committing) throws IOException {
        Path file = directory.resolve(name);
        try (Recording recording = new Recording()) {
            recording.start();
            committing.run();
            recording.stop();
            recording.dump(file);
        }
        return file;
    }

    /** As the agent's own, what is needed of it. */
    @Name("tidewatch.Overhead")
    @StackTrace(false)
    static final class Overhead extends Event {
        @Timespan
        long cpuTime;

        @Timespan
        long cpuDelay;

        int keptFiles;
        long stretch;
    }

    /** As JFR's own. */
    @Name("jdk.DataLoss")
    @StackTrace(false)
    static final class DataLoss extends Event {
        long amount;
        long total;
    }
}
