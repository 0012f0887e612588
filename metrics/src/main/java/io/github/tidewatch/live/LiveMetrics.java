package io.github.tidewatch.live;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;
import jdk.jfr.consumer.RecordingStream;

/**
 * Sums of Tidewatch's events in this JVM, by thread group, from {@link #start} on. The agent has to run in the same JVM;
 * without it there are no series. What is not known has no series, never one of 0. What a thread spent is in the sums a period
 * and a second or two later, and that of a group that is new up to twenty seconds more.
 *
 * <p>One instance is enough for a JVM, whatever takes its series. For any thread.
 */
public final class LiveMetrics implements AutoCloseable {
    /** Of groups of the application's threads that have series of their own. */
    static final int MOST_GROUPS = 16;

    /** What Flight Recorder may keep for this on disk, if it falls behind. */
    private static final long MOST_BYTES = 64L << 20;

    private final RecordingStream stream;
    private final Listeners listeners = new Listeners();

    private LiveMetrics(RecordingStream stream) {
        this.stream = stream;
    }

    /** As {@link #start(Duration)} with a record of each thread every five seconds. */
    public static LiveMetrics start() {
        return start(Duration.ofSeconds(5));
    }

    /**
     * Follows the events from now on, in a thread of its own.
     *
     * @param period of the records of threads, if nobody else wants them more often
     * @throws IllegalStateException if this JVM has no Flight Recorder, or does not permit it
     */
    public static LiveMetrics start(Duration period) {
        if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty() || !FlightRecorder.isAvailable()) {
            throw new IllegalStateException(
                    "this JVM has no Flight Recorder, which Tidewatch's live metrics need: use one with the module jdk.jfr");
        }
        RecordingStream stream = new RecordingStream();
        try {
            LiveMetrics live = new LiveMetrics(stream);
            live.follow(period);
            return live;
        } catch (RuntimeException | Error e) {
            stream.close();
            throw e;
        }
    }

    private void follow(Duration period) {
        LiveSums sums = new LiveSums(MOST_GROUPS, listeners::publish, listeners::finish);
        stream.enable(LiveSums.DELAY).withPeriod(period);
        stream.enable(LiveSums.CAUSE).withPeriod(period);
        stream.enable(LiveSums.SPAN);
        for (String event : List.of(LiveSums.DELAY, LiveSums.CAUSE, LiveSums.SPAN)) {
            stream.onEvent(event, taken -> listeners.give(taken, sums::take));
        }
        stream.onFlush(() -> listeners.give(System.nanoTime(), sums::age));
        // Without this the JDK prints it.
        stream.onError(failure -> listeners.failed());
        stream.setOrdered(false);
        stream.setMaxSize(MOST_BYTES);
        stream.startAsync();
    }

    /** All counters that there are so far. */
    public List<Series> series() {
        return listeners.series();
    }

    /**
     * Gives each counter to this listener, once: those that there are now, and later ones in a thread of the stream's. What it throws
     * is counted in {@link #failures}.
     */
    public void onSeries(Consumer<Series> listener) {
        listeners.addOfSeries(listener);
    }

    /**
     * Gives each span that ends from now on to this listener, in a thread of the stream's; none that is within one of the same name.
     * What it throws is counted in {@link #failures}.
     */
    public void onSpan(Consumer<FinishedSpan> listener) {
        listeners.addOfSpans(listener);
    }

    /** How many events could not be taken, or listeners threw; nothing is said of them otherwise. */
    public long failures() {
        return listeners.failures();
    }

    /** Ends it. The series stay as they are. */
    @Override
    public void close() {
        stream.close();
    }
}
