package io.github.tidewatch.live;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
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
    private final List<Series> series = new CopyOnWriteArrayList<>();
    private final List<Consumer<Series>> seriesListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<FinishedSpan>> spanListeners = new CopyOnWriteArrayList<>();
    private final AtomicLong failures = new AtomicLong();

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
        if (!FlightRecorder.isAvailable()) {
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
        LiveSums sums = new LiveSums(MOST_GROUPS, this::publish, this::finish);
        stream.enable(LiveSums.DELAY).withPeriod(period);
        stream.enable(LiveSums.CAUSE).withPeriod(period);
        stream.enable(LiveSums.SPAN);
        for (String event : List.of(LiveSums.DELAY, LiveSums.CAUSE, LiveSums.SPAN)) {
            stream.onEvent(event, sums::take);
        }
        stream.onFlush(() -> sums.age(System.nanoTime()));
        // Without this the JDK prints it.
        stream.onError(failure -> failures.incrementAndGet());
        stream.setOrdered(false);
        stream.setMaxSize(MOST_BYTES);
        stream.startAsync();
    }

    private synchronized void publish(Series one) {
        series.add(one);
        seriesListeners.forEach(listener -> listener.accept(one));
    }

    private void finish(FinishedSpan span) {
        spanListeners.forEach(listener -> listener.accept(span));
    }

    /** All counters that there are so far. */
    public List<Series> series() {
        return List.copyOf(series);
    }

    /** Gives each counter to this listener, once: those that there are now, and later ones in a thread of the stream's. */
    public synchronized void onSeries(Consumer<Series> listener) {
        seriesListeners.add(listener);
        series.forEach(listener);
    }

    /** Gives each span that ends from now on to this listener, in a thread of the stream's. */
    public void onSpan(Consumer<FinishedSpan> listener) {
        spanListeners.add(listener);
    }

    /** How many events could not be taken; nothing is said of them otherwise. */
    public long failures() {
        return failures.get();
    }

    /** Ends it. The series stay as they are. */
    @Override
    public void close() {
        stream.close();
    }
}
