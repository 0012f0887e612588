package io.github.tidewatch.benchmarks.jvm;

import io.github.tidewatch.procfs.ProcFile;
import io.github.tidewatch.procfs.SchedStat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.ParseException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * An application of many threads that are all active, and of two that feel its pulse: they wake every millisecond, and keep
 * how late the latest was for another reason than that it waited for a CPU, which is what a pause of the JVM's is. Argument:
 * how many. It obeys commands on stdin, one a line:
 *
 * <pre>
 * record  records with JFR's default settings until the command to end that
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

    /** Of the thread that obeys. */
    private static Recording recording;

    private PulseApp() {}

    public static void main(String[] args) throws Exception {
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            start("active-" + i, () -> Crowd.live(true, NAP));
        }
        for (int i = 0; i < WATCHERS; i++) {
            start("watcher-" + i, PulseApp::watch);
        }
        Jvm.serve(PulseApp::obey);
    }

    private static String obey(String command) throws IOException, ParseException {
        if (command.equals("record")) {
            recording = new Recording(Configuration.getConfiguration("default"));
            recording.start();
        } else if (command.equals("stop")) {
            recording.close();
        } else if (command.equals("reset")) {
            LATEST.set(0);
        }
        return Long.toString(LATEST.get());
    }

    private static void start(String name, Runnable life) {
        Thread thread = new Thread(null, life, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }

    private static void watch() {
        try (ProcFile schedstat = ProcFile.open("/proc/thread-self/schedstat")) {
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

    private static long runDelay(ProcFile schedstat) throws IOException {
        byte[] content = new byte[128];
        SchedStat counters = new SchedStat();
        counters.parse(content, schedstat.read(content));
        return counters.runDelay();
    }
}
