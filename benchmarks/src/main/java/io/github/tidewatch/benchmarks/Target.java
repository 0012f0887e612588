package io.github.tidewatch.benchmarks;

import io.github.tidewatch.benchmarks.measure.Spread;

/** What a median is to be: at most, or at least. Immutable. */
final class Target {
    private final double limit;
    private final boolean atMost;

    private Target(double limit, boolean atMost) {
        this.limit = limit;
        this.atMost = atMost;
    }

    static Target atMost(double limit) {
        return new Target(limit, true);
    }

    static Target atLeast(double limit) {
        return new Target(limit, false);
    }

    /** "met" or "missed", or that the median does not decide: the true one may be on either side. */
    String outcome(Spread value) {
        boolean least = isMetBy(value.least());
        boolean most = isMetBy(value.most());
        if (least != most) {
            return "undecided";
        }
        return least ? "met" : "**missed**";
    }

    private boolean isMetBy(double value) {
        return atMost ? value <= limit : value >= limit;
    }

    @Override
    public String toString() {
        return (atMost ? "≤ " : "≥ ") + Numbers.of(limit);
    }
}
