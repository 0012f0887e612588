package io.github.tidewatch.benchmarks;

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

    boolean isMetBy(double median) {
        return atMost ? median <= limit : median >= limit;
    }

    @Override
    public String toString() {
        return (atMost ? "≤ " : "≥ ") + Numbers.of(limit);
    }
}
