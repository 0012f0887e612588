package io.github.tidewatch.findings;

import io.github.tidewatch.findings.waits.WaitSplit;
import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.findings.waits.WaitTargets;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.Totals;
import java.util.Map;

/** What the threads of one group waited for. Immutable, as long as nobody changes the sums that it was made of. */
public final class GroupWaits {
    private final String name;
    private final int threads;
    private final ThreadKind kind;
    private final Totals totals;
    private final WaitSplit split;
    private final WaitTargets targets;

    /**
     * Of sums over the same time.
     *
     * @param name of one thread its own, of more their pattern
     * @param targets what is known of the waits beyond their kinds, no longer than was waited
     */
    public GroupWaits(String name, int threads, ThreadKind kind, Totals totals, WaitSplit split, WaitTargets targets) {
        this.name = name;
        this.threads = threads;
        this.kind = kind;
        this.totals = totals;
        this.split = split;
        this.targets = targets;
    }

    /** Of one thread its own name, of more their pattern. */
    public String name() {
        return name;
    }

    /** How many threads there are. */
    public int threads() {
        return threads;
    }

    /** Whose work they do. */
    public ThreadKind kind() {
        return kind;
    }

    /** Whether anything is known of what they waited for. */
    public boolean isKnown() {
        return split.isKnown();
    }

    /** Their voluntary waits by kind. */
    public WaitSplit split() {
        return split;
    }

    /** All of their time, in nanoseconds. */
    public long wall() {
        return totals.wall();
    }

    /** How long they are known to have been idle, in nanoseconds. */
    public long idle() {
        return Math.min(totals.wall(), split.idle());
    }

    /** Their time in which they wanted something, in nanoseconds. */
    public long wanted() {
        return totals.wall() - idle();
    }

    /** How long they waited while they wanted something, in nanoseconds. */
    public long waited() {
        return Math.max(0, totals.known(Metric.WAIT_TIME) - split.idle());
    }

    /** How long they waited for what, as far as it is known; longest first, in nanoseconds. */
    public Map<WaitTarget, Long> longestFirst() {
        return targets.longestFirst(kind -> split.get(kind).orElse(0));
    }
}
