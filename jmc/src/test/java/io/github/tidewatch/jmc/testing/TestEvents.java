package io.github.tidewatch.jmc.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;

/** Events named and shaped as the agent's, and recordings of them. */
public final class TestEvents {
    private TestEvents() {}

    @Name("tidewatch.ThreadDelay")
    @Category("Linux Kernel")
    @StackTrace(false)
    public static final class ThreadDelay extends Event {
        public Thread sampledThread;
        public String threadName;
        public long osThreadId;

        @Timespan
        public long interval;

        @Timespan
        public long userTime;

        @Timespan
        public long systemTime;

        @Timespan
        public long cpuDelay;

        @Timespan
        public long blockIoDelay;

        @Timespan
        public long waitTime;

        public boolean complete = true;
        public long cpuDelayCount;

        /** Milliseconds of each part; the interval is their sum. */
        public ThreadDelay of(String name, long tid, long user, long delay, long blockIo, long wait) {
            threadName = name;
            osThreadId = tid;
            userTime = TimeUnit.MILLISECONDS.toNanos(user);
            cpuDelay = TimeUnit.MILLISECONDS.toNanos(delay);
            blockIoDelay = TimeUnit.MILLISECONDS.toNanos(blockIo);
            waitTime = TimeUnit.MILLISECONDS.toNanos(wait);
            interval = userTime + cpuDelay + blockIoDelay + waitTime;
            cpuDelayCount = 3;
            return this;
        }
    }

    @Name("tidewatch.ThreadUsage")
    @Category("Linux Kernel")
    @StackTrace(false)
    public static final class ThreadUsage extends Event {
        public Thread sampledThread;
        public String threadName;
        public long osThreadId;
        public long majorFaults;
    }

    @Name("tidewatch.ThreadEnd")
    @Category("Linux Kernel")
    @StackTrace(false)
    public static final class ThreadEnd extends Event {
        public Thread sampledThread;
        public String threadName;
        public long osThreadId;

        @Timespan
        public long lifetime;
    }

    /** The events that are committed meanwhile, as JMC reads them. */
    public static IItemCollection record(Path directory, Work committing) throws Exception {
        Path file = directory.resolve("test.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            committing.run();
            recording.stop();
            recording.dump(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return JfrLoaderToolkit.loadEvents(file.toFile());
    }

    /** What may throw. */
    public interface Work {
        void run() throws Exception;
    }
}
