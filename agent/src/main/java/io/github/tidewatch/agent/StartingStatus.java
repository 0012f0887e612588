package io.github.tidewatch.agent;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/**
 * Says at the end of a chunk that Tidewatch is still starting, and why that takes so long: it needs some 0.4 s of CPU time,
 * which may be seconds where many threads want the CPUs; this needs next to nothing. It has those fields of
 * {@code tidewatch.Status} that have a value then, but a name of its own: of two types of one name in a recording Mission
 * Control gives one another name. Called by JFR, by whichever thread ends the chunk; nothing that goes wrong gets there. One
 * class, event and hook, since the application can see it.
 */
@Name("tidewatch.Starting")
@Label("Tidewatch Starting")
@Description("That Tidewatch was still starting, and why that took so long")
@Category("Linux Kernel")
@StackTrace(false)
@Period("endChunk")
final class StartingStatus extends Event implements Runnable {

    /** Waiting for a CPU for this part of the time is why it takes long. */
    private static final int SHARE = 4;

    @Label("Source")
    @Description("Source of the delays: none yet")
    String source;

    @Label("Not Sampled")
    @Description("Time of which there are no samples, why, and the remedy; one line each")
    String notSampled;

    private final transient long begin;

    /** The schedstat of the thread that starts it. */
    private final transient File schedstat;

    private transient volatile String failure;

    private transient volatile boolean removed;

    /** What it had when this began: a thread that got no CPU at first has waited already. */
    private final transient long[] before;

    StartingStatus(File schedstat) {
        this.schedstat = schedstat;
        begin = System.nanoTime();
        before = times();
    }

    /** To be called by the thread that starts it. Returns null if JFR does not take the event: nothing depends on it. */
    static StartingStatus install() {
        try {
            // The real path has the numbers instead of what the caller is. (JDK 11 keeps canonical paths for a while.)
            File schedstat = Path.of("/proc/thread-self/schedstat").toRealPath().toFile();
            StartingStatus status = new StartingStatus(schedstat);
            FlightRecorder.addPeriodicEvent(StartingStatus.class, status);
            return status;
        } catch (IOException | RuntimeException | LinkageError e) {
            return null;
        }
    }

    /** The isolated part reports from now on. */
    void remove() {
        removed = true;
        try {
            FlightRecorder.removePeriodicEvent(this);
            FlightRecorder.unregister(StartingStatus.class);
        } catch (Throwable e) {
            // It stays, and says nothing.
        }
    }

    /** There will be no isolated part: each chunk says so. */
    void failed(Throwable cause) {
        failure = "Tidewatch could not start";
        try {
            boolean wrapped = cause instanceof InvocationTargetException && cause.getCause() != null;
            failure = "Tidewatch could not start: " + (wrapped ? cause.getCause() : cause);
        } catch (Throwable e) {
            // Out of memory, most likely.
        }
    }

    @Override
    public void run() {
        if (removed) {
            return;
        }
        try {
            report();
        } catch (Throwable e) {
            // JFR would print it.
        }
    }

    private void report() {
        source = failure == null ? "none yet: Tidewatch was starting" : "none: " + failure;
        notSampled = failure == null ? starting() : "all of it: " + failure;
        commit();
    }

    String starting() {
        long[] times = times();
        long since = System.nanoTime() - begin;
        String text = "all of it so far: Tidewatch had been starting for " + seconds(since)
                + " when the recording or its chunk ended";
        return times == null || before == null
                ? text
                : text + because(times[0] - before[0], times[1] - before[1], since);
    }

    /** How long the thread was on a CPU and waited for one, in nanoseconds; null where this kernel does not say. */
    private long[] times() {
        try (FileInputStream in = new FileInputStream(schedstat)) {
            String[] values = new String(in.readNBytes(100), StandardCharsets.US_ASCII)
                    .trim()
                    .split(" ", -1);
            return new long[] {Long.parseLong(values[0]), Long.parseLong(values[1])};
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** In nanoseconds. The remedy stands where the package text, which cannot be seen from here, looks for it. */
    static String because(long onCpu, long delay, long since) {
        String text = ", of which it was on a CPU for " + seconds(onCpu) + " and waited for one for " + seconds(delay);
        return delay < since / SHARE
                ? text + "; remedy: record for longer"
                : text + "; remedy: this process gets too few CPUs, give it more or record for longer";
    }

    private static String seconds(long nanos) {
        long hundredths = nanos / 10_000_000; // without a Formatter, which takes long to load
        return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10 + " s";
    }
}
