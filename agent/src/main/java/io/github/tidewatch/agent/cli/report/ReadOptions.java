package io.github.tidewatch.agent.cli.report;

import java.util.regex.Pattern;

/** What of a recording is asked for. Immutable. */
final class ReadOptions {
    /** Threads kept apart; of these each may take 6 kB for its series. */
    private static final int MOST_THREADS = 20_000;

    final long from;
    final long to;
    final Pattern threads;
    final int mostThreads;

    private ReadOptions(long from, long to, Pattern threads, int mostThreads) {
        this.from = from;
        this.to = to;
        this.threads = threads;
        this.mostThreads = mostThreads;
    }

    static ReadOptions everything() {
        return new ReadOptions(Long.MIN_VALUE, Long.MAX_VALUE, null, MOST_THREADS);
    }

    /** Only what was so between these times, nanoseconds since 1970. */
    ReadOptions between(long begin, long end) {
        return new ReadOptions(begin, end, threads, mostThreads);
    }

    /** Only threads with such names. */
    ReadOptions threads(Pattern names) {
        return new ReadOptions(from, to, names, mostThreads);
    }

    /** Keeps at most so many threads apart, and adds up the others by group. */
    ReadOptions mostThreads(int most) {
        return new ReadOptions(from, to, threads, most);
    }

    /** Whether a part of the time only is asked for. */
    boolean isPartOfTime() {
        return from != Long.MIN_VALUE || to != Long.MAX_VALUE;
    }

    boolean wants(String threadName) {
        return threads == null || threads.matcher(threadName).matches();
    }
}
