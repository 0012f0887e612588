package io.github.tidewatch.agent.cli.report.model;

import java.util.regex.Pattern;

/** What of a recording is asked for. Immutable. */
public final class ReadOptions {
    public final long from;
    public final long to;
    public final Pattern threads;

    private ReadOptions(long from, long to, Pattern threads) {
        this.from = from;
        this.to = to;
        this.threads = threads;
    }

    public static ReadOptions everything() {
        return new ReadOptions(Long.MIN_VALUE, Long.MAX_VALUE, null);
    }

    /** Only what was so between these times, nanoseconds since 1970. */
    public ReadOptions between(long begin, long end) {
        return new ReadOptions(begin, end, threads);
    }

    /** Only threads with such names or tids. */
    public ReadOptions threads(Pattern names) {
        return new ReadOptions(from, to, names);
    }

    /** Whether threads with this name and tid are asked for. */
    public boolean wants(String threadName, long tid) {
        return threads == null
                || threads.matcher(threadName).matches()
                || threads.matcher(Long.toString(tid)).matches();
    }
}
