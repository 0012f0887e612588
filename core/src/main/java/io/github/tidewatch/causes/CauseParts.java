package io.github.tidewatch.causes;

/** The parts of a CPU delay, in nanoseconds: disjoint, none negative, with the delay as their sum. */
final class CauseParts {
    long quota;
    long ownThreads;
    long neighbors;
    long steal;
    long placement;
    long unexplained;

    void clear() {
        quota = 0;
        ownThreads = 0;
        neighbors = 0;
        steal = 0;
        placement = 0;
        unexplained = 0;
    }

    void add(CauseParts other) {
        quota += other.quota;
        ownThreads += other.ownThreads;
        neighbors += other.neighbors;
        steal += other.steal;
        placement += other.placement;
        unexplained += other.unexplained;
    }
}
