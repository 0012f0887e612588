package io.github.tidewatch.live;

import java.util.List;

/** The bounds of histograms of durations. */
public final class SpanBuckets {
    /** In seconds: those that OpenTelemetry has for HTTP, of which spans are no part that are shorter than their threshold. */
    public static final List<Double> SECONDS =
            List.of(0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

    private SpanBuckets() {}
}
