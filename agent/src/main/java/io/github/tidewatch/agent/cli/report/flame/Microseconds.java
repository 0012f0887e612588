package io.github.tidewatch.agent.cli.report.flame;

/** Turns nanoseconds into microseconds; what one loses by rounding the next has, so that the sum is right. */
final class Microseconds {
    private static final long NANOS = 1000;

    private long rest;

    long of(long nanos) {
        long all = nanos + rest;
        rest = all % NANOS;
        return all / NANOS;
    }
}
