package io.github.tidewatch.agent.cli.report.waits;

import io.github.tidewatch.metrics.Metric;
import java.util.Objects;

/** What a thread waited for: a kind of wait, and in words which lock, peer, file or place in the code. Immutable. */
public final class WaitTarget {
    private final Metric kind;
    private final String what;

    /** One of a kind. */
    public WaitTarget(Metric kind, String what) {
        this.kind = kind;
        this.what = what;
    }

    public Metric kind() {
        return kind;
    }

    /** As it is shown; others may have written it. */
    public String what() {
        return what;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WaitTarget
                && ((WaitTarget) other).kind == kind
                && ((WaitTarget) other).what.equals(what);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, what);
    }
}
