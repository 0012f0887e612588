package io.github.tidewatch.causes;

/** Threads of one group in an interval: what they used, lost, and why. */
final class CauseGroup {
    final String name;
    final CauseParts parts = new CauseParts();
    int threads;
    long onCpu;
    long delay;

    /** Its place among the groups of the interval; negative if none of its threads did anything yet. */
    int index = -1;

    /** The place among the threads of the interval of those that are not kept apart; negative if there are none. */
    int together = -1;

    CauseGroup(String name) {
        this.name = name;
    }

    void clear() {
        parts.clear();
        threads = 0;
        onCpu = 0;
        delay = 0;
        index = -1;
        together = -1;
    }

    void add(CauseGroup other) {
        parts.add(other.parts);
        threads += other.threads;
        onCpu += other.onCpu;
        delay += other.delay;
    }
}
