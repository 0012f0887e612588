package io.github.tidewatch.benchmarks;

/** How much is measured: enough to believe, or just enough to see that all of it works. */
enum Scale {
    FULL,
    QUICK;

    int of(int full, int quick) {
        return this == FULL ? full : quick;
    }
}
