package io.github.tidewatch.agent.cli.report;

import java.nio.file.Path;
import java.util.Locale;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * Writes a recording of about so many bytes, with as many threads, some of which lose time: arguments FILE BYTES THREADS.
 * Prints how many records it has, and the CPU delay in all of them. A program of its own, to be run in another JVM.
 */
final class BigRecording {
    private static final int BYTES_PER_RECORD = 58;

    private BigRecording() {}

    @Name("tidewatch.ThreadDelay")
    @StackTrace(false)
    static final class Delay extends Event {
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

    public static void main(String[] args) throws Exception {
        long records = Long.parseLong(args[1]) / BYTES_PER_RECORD;
        int threads = Integer.parseInt(args[2]);
        String[] names = new String[threads];
        for (int i = 0; i < threads; i++) {
            names[i] = "worker-" + i;
        }
        long sum = 0;
        try (Recording recording = new Recording()) {
            recording.enable(Delay.class).withoutStackTrace();
            recording.setToDisk(true);
            recording.setDestination(Path.of(args[0]));
            recording.start();
            for (long i = 0; i < records; i++) {
                int thread = (int) (i % threads);
                Delay event = new Delay();
                event.threadName = names[thread];
                event.osThreadId = 100_000L + thread;
                event.interval = 1_000_000_000 + i % 1000;
                event.cpuDelay = thread == 7 ? 900_000_000 : thread % 10 * 1_000_000L;
                event.userTime = 50_000_000 + i % 7919;
                event.systemTime = 10_000_000 + i % 4999;
                event.waitTime = event.interval - event.cpuDelay - event.userTime - event.systemTime;
                event.cpuDelayCount = i % 300;
                event.commit();
                sum += event.cpuDelay;
            }
            recording.stop();
        }
        System.out.printf(Locale.ROOT, "%d records, %d ns of CPU delay%n", records, sum);
    }
}
