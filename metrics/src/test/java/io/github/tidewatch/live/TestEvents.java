package io.github.tidewatch.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Events named and shaped as the agent's, and what comes of them. */
final class TestEvents {
    static final long SECOND = 1_000_000_000;

    private TestEvents() {}

    @Name("tidewatch.ThreadDelay")
    @StackTrace(false)
    static final class Delay extends Event {
        Thread sampledThread;
        String threadName;
        long interval;
        long userTime;
        long systemTime;
        long cpuDelay;
        long blockIoDelay;
        long waitTime;
        long parkWait;
        long networkWait;
        long unknownWait;
        boolean complete = true;

        static Delay of(String thread) {
            Delay delay = new Delay();
            delay.threadName = thread;
            delay.sampledThread = Thread.currentThread();
            return delay;
        }

        /** Nanoseconds; the wait is parked. */
        Delay spent(long user, long system, long cpu, long blockIo, long wait) {
            userTime = user;
            systemTime = system;
            cpuDelay = cpu;
            blockIoDelay = blockIo;
            waitTime = wait;
            parkWait = wait;
            interval = user + system + cpu + blockIo + wait;
            return this;
        }
    }

    /** Of a host that gives little. */
    @Name("tidewatch.ThreadDelay")
    @StackTrace(false)
    static final class PlainDelay extends Event {
        String threadName;
        long interval;
        long userTime;
        long cpuDelay = Long.MIN_VALUE;
        long waitTime;
        boolean complete = true;
    }

    @Name("tidewatch.DelayCause")
    @StackTrace(false)
    static final class Cause extends Event {
        String threadGroup;
        long cpuDelay;
        long quotaDelay = Long.MIN_VALUE;
        long ownThreadsDelay;
        long neighborDelay;
    }

    @Name("tidewatch.Span")
    @StackTrace(false)
    static final class Span extends Event {
        String name;
        String error;
        boolean recursive;
    }

    /** What there is after these events. */
    static final class Live {
        final List<Series> series = new ArrayList<>();
        final List<FinishedSpan> spans = new ArrayList<>();
        final LiveSums sums = new LiveSums(LiveMetrics.MOST_GROUPS, series::add, spans::add);

        /** Nanoseconds by metric and attributes, such as {@code CPU_TIME user main}. */
        Map<String, Long> nanos() {
            Map<String, Long> nanos = new TreeMap<>();
            for (Series one : series) {
                String value = one.attributes().getOrDefault(one.metric().attribute(), "");
                String key = one.metric() + " " + (value.isEmpty() ? "" : value + " ")
                        + one.attributes().get(LiveMetric.GROUP);
                if (nanos.put(key, one.nanos()) != null) {
                    throw new AssertionError("twice: " + key);
                }
            }
            return nanos;
        }

        long sum(LiveMetric metric) {
            return series.stream()
                    .filter(one -> one.metric() == metric)
                    .mapToLong(Series::nanos)
                    .sum();
        }
    }

    static Live live(Runnable committing) throws IOException {
        Live live = new Live();
        record(committing, live.sums::take);
        return live;
    }

    /** Gives what is committed to this. */
    static void record(Runnable committing, Consumer<RecordedEvent> to) throws IOException {
        Path file = Files.createTempFile("tidewatch-live", ".jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            committing.run();
            recording.stop();
            recording.dump(file);
            RecordingFile.readAllEvents(file).forEach(to);
        } finally {
            Files.delete(file);
        }
    }
}
