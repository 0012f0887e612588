package io.github.tidewatch.live;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** One counter with its attributes. It only grows. For any thread. */
public final class Series {
    private static final double NANOS_PER_SECOND = 1e9;

    private final LiveMetric metric;
    private final Map<String, String> attributes;
    private final AtomicLong nanos = new AtomicLong();

    Series(LiveMetric metric, String group, String value) {
        this.metric = metric;
        this.attributes = metric.attribute().isEmpty()
                ? Map.of(LiveMetric.GROUP, group)
                : Map.of(LiveMetric.GROUP, group, metric.attribute(), value);
    }

    /** What it counts. */
    public LiveMetric metric() {
        return metric;
    }

    /** The values of its attributes, by their names. Immutable. */
    public Map<String, String> attributes() {
        return attributes;
    }

    /** The sum so far. */
    public double seconds() {
        return nanos.get() / NANOS_PER_SECOND;
    }

    long nanos() {
        return nanos.get();
    }

    void add(long some) {
        nanos.addAndGet(some);
    }

    @Override
    public String toString() {
        return metric.metricName() + attributes + " " + seconds() + " s";
    }
}
