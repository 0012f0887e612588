package io.github.tidewatch.benchmarks.jvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * An application of many threads that are all active, and of two that feel its pulse: they wake every millisecond, and keep
 * how late the latest was for another reason than that it waited for a CPU, which is what a pause of the JVM's is. Argument:
 * how many. It does what it is told on stdin, one command a line:
 *
 * <pre>
 * record  records with JFR's default settings until told to end that
 * stop    ends it
 * reset   forgets the latest
 * latest  -> nanoseconds
 * end
 * </pre>
 */
public final class PulseApp {
    private static final long STACK_BYTES = 192 * 1024;
    private static final long NAP = 100_000_000;
    private static final long BEAT = 1_000_000;
    private static final int WATCHERS = 2;

    private static final AtomicLong LATEST = new AtomicLong();

    private static volatile long work;

    private PulseApp() {}

    public static void main(String[] args) throws Exception {
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            start("active-" + i, PulseApp::live);
        }
        for (int i = 0; i < WATCHERS; i++) {
            start("watcher-" + i, PulseApp::watch);
        }
        Jvm.answerWith("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        Recording recording = null;
        String line;
        while ((line = commands.readLine()) != null && !line.equals("end")) {
            if (line.equals("record")) {
                recording = new Recording(Configuration.getConfiguration("default"));
                recording.start();
            } else if (line.equals("stop")) {
                recording.close();
            } else if (line.equals("reset")) {
                LATEST.set(0);
            }
            Jvm.answerWith(Long.toString(LATEST.get()));
        }
    }

    private static void start(String name, Runnable life) {
        Thread thread = new Thread(null, life, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }

    private static void live() {
        while (true) {
            LockSupport.parkNanos(NAP);
            long sum = work;
            for (int i = 0; i < 2_000; i++) {
                sum += i * sum + 1;
            }
            work = sum;
        }
    }

    private static void watch() {
        try (RandomAccessFile schedstat = new RandomAccessFile("/proc/thread-self/schedstat", "r")) {
            long delay = runDelay(schedstat);
            while (true) {
                long begin = System.nanoTime();
                LockSupport.parkNanos(BEAT);
                long late = System.nanoTime() - begin - BEAT;
                long now = runDelay(schedstat);
                LATEST.accumulateAndGet(late - (now - delay), Math::max);
                delay = now;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The second field: how long this thread has waited for a CPU, in nanoseconds. */
    private static long runDelay(RandomAccessFile schedstat) throws IOException {
        schedstat.seek(0);
        return Long.parseLong(schedstat.readLine().split(" ", -1)[1]);
    }
}
