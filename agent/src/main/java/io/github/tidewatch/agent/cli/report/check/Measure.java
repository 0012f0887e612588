package io.github.tidewatch.agent.cli.report.check;

import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an assertion is about: a metric, a cause of CPU delay, or a quantile of spans. Immutable. */
final class Measure {
    /** A part of all spans, in percent, by the name that it has in an assertion. */
    private static final String[] QUANTILES = {"p50", "p90", "p99", "max"};

    private static final double[] PARTS = {0.5, 0.9, 0.99, 1};

    private final String name;
    private final Metric metric;
    private final CpuDelayCause cause;
    private final double quantile;

    private Measure(String name, Metric metric, CpuDelayCause cause, double quantile) {
        this.name = name;
        this.metric = metric;
        this.cause = cause;
        this.quantile = quantile;
    }

    static Optional<Measure> of(String name) {
        return all().stream().filter(one -> one.name.equals(name)).findFirst();
    }

    private static List<Measure> all() {
        List<Measure> all = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            all.add(new Measure(metric.field(), metric, null, 0));
        }
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            all.add(new Measure(cause.field(), null, cause, 0));
        }
        for (int i = 0; i < QUANTILES.length; i++) {
            all.add(new Measure(QUANTILES[i], null, null, PARTS[i]));
        }
        return all;
    }

    /** All names that are allowed. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        all().forEach(one -> names.add(one.name));
        return names;
    }

    String name() {
        return name;
    }

    /** Null if it is none. */
    Metric metric() {
        return metric;
    }

    /** Null if it is none. */
    CpuDelayCause cause() {
        return cause;
    }

    /** Whether it is of spans, not of groups of threads. */
    boolean isOfSpans() {
        return quantile > 0;
    }

    /** The part of all spans that are not longer. */
    double quantile() {
        return quantile;
    }

    /** What its values count. */
    Metric.Unit unit() {
        return metric == null ? Metric.Unit.NANOSECONDS : metric.unit();
    }
}
