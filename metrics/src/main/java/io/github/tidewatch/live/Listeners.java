package io.github.tidewatch.live;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Who gets series and spans. What one of them throws is counted, and keeps nothing from the others. For any thread. */
final class Listeners {
    private final List<Series> series = new CopyOnWriteArrayList<>();
    private final List<Consumer<Series>> ofSeries = new CopyOnWriteArrayList<>();
    private final List<Consumer<FinishedSpan>> ofSpans = new CopyOnWriteArrayList<>();
    private final AtomicLong failures = new AtomicLong();

    /** Each series once. */
    synchronized void publish(Series one) {
        series.add(one);
        ofSeries.forEach(listener -> give(one, listener));
    }

    void finish(FinishedSpan span) {
        ofSpans.forEach(listener -> give(span, listener));
    }

    /** All that were published. */
    List<Series> series() {
        return List.copyOf(series);
    }

    /** Gives it those that were published, too. */
    synchronized void addOfSeries(Consumer<Series> listener) {
        ofSeries.add(listener);
        series.forEach(one -> give(one, listener));
    }

    void addOfSpans(Consumer<FinishedSpan> listener) {
        ofSpans.add(listener);
    }

    /** Never throws: an error in the stream's thread would end it, and the JVM would print it. */
    <T> void give(T what, Consumer<T> to) {
        try {
            to.accept(what);
        } catch (Throwable e) {
            failed();
        }
    }

    void failed() {
        failures.incrementAndGet();
    }

    long failures() {
        return failures.get();
    }
}
