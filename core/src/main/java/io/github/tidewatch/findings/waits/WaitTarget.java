package io.github.tidewatch.findings.waits;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.text.RecordedNames;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

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
    private final boolean isInTask;

    private WaitTarget(Metric kind, String object, String frame, boolean isIdle, boolean isInTask) {
        this.isInTask = isInTask;
        this.kind = kind;
        this.object = cut(object);
        this.frame = cut(frame);
        this.isIdle = isIdle;
    }

    /** A lock, peer or file; or a place; one of both may be null. */
    public static WaitTarget of(Metric kind, String object, String frame) {
        return new WaitTarget(kind, object, frame, false, false);
    }

    /** The same, of a thread whose stack shows that it had something to do. */
    public WaitTarget inTask() {
        return new WaitTarget(kind, object, frame, isIdle, true);
    }

    /** What a record of one wait says that it was for, in the kind of which it has most; empty if it has none. */
    public static Optional<WaitTarget> ofDetail(Totals totals, String detail) {
        return Metric.WAITS.stream()
                .filter(wait -> wait != Metric.UNKNOWN_WAIT && totals.known(wait) > 0)
                .max(Comparator.comparingLong(totals::known))
                .map(wait -> WaitPlace.isIdle(wait, detail) ? ofNextTask(wait) : of(wait, detail, null));
    }

    /** The next task, event or connection: the thread had nothing to do. */
    public static WaitTarget ofNextTask(Metric kind) {
        return new WaitTarget(kind, null, null, true, false);
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

    /** Whether the thread is known to have had something to do. */
    public boolean isInTask() {
        return isInTask;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WaitTarget
                && ((WaitTarget) other).kind == kind
                && ((WaitTarget) other).isIdle == isIdle
                && ((WaitTarget) other).isInTask == isInTask
                && Objects.equals(((WaitTarget) other).object, object)
                && Objects.equals(((WaitTarget) other).frame, frame);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, isIdle, isInTask, object, frame);
    }

    @Override
    public String toString() {
        return kind + (isIdle ? " idle" : isInTask ? " in a task" : "") + " " + object + " " + frame;
    }
}
