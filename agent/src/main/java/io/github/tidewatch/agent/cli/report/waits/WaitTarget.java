package io.github.tidewatch.agent.cli.report.waits;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.text.RecordedNames;
import java.util.Objects;

/**
 * What a thread waited for: a kind of wait, which lock, peer or file, and at which place of the code, as far as each is known.
 * The application wrote the texts. Immutable.
 */
public final class WaitTarget {
    private static final int LONGEST = 200;

    private final Metric kind;
    private final String object;
    private final String frame;
    private final boolean isIdle;

    private WaitTarget(Metric kind, String object, String frame, boolean isIdle) {
        this.kind = kind;
        this.object = cut(object);
        this.frame = cut(frame);
        this.isIdle = isIdle;
    }

    /** A lock, peer or file; or a place; one of both may be null. */
    public static WaitTarget of(Metric kind, String object, String frame) {
        return new WaitTarget(kind, object, frame, false);
    }

    /** The next task, event or connection: the thread had nothing to do. */
    public static WaitTarget ofNextTask(Metric kind) {
        return new WaitTarget(kind, null, null, true);
    }

    private static String cut(String text) {
        return text == null || text.isEmpty() ? null : RecordedNames.cut(text, LONGEST);
    }

    public Metric kind() {
        return kind;
    }

    /** The class of the lock, the peer's address, or the file's path; null if it is not known. */
    public String object() {
        return object;
    }

    /** The application's method that waits, such as {@code com.example.Pool.borrow}; null if it is not known. */
    public String frame() {
        return frame;
    }

    /** Whether the thread was idle. */
    public boolean isIdle() {
        return isIdle;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WaitTarget
                && ((WaitTarget) other).kind == kind
                && ((WaitTarget) other).isIdle == isIdle
                && Objects.equals(((WaitTarget) other).object, object)
                && Objects.equals(((WaitTarget) other).frame, frame);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, isIdle, object, frame);
    }

    @Override
    public String toString() {
        return kind + (isIdle ? " idle" : "") + " " + object + " " + frame;
    }
}
