package io.github.tidewatch.intervals;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.procfs.DelayAccounting;

/**
 * For which threads, and since when, the kernel keeps the delays that need delay accounting.
 *
 * <p>A task made while it was off stays without for life, and nothing in its counters says so: a zero may be a thread
 * that never waited or one that is not watched. Known are the tasks that began after a check at which it was on, and
 * those of which a delay has been counted already. While it is off nothing is counted for anyone.
 *
 * <p>Any thread may check, and update tasks of its own.
 */
public final class DelayAccountingState {
    private final DelayAccounting atStart;
    private volatile DelayAccounting last;
    private final long firstCheck;
    private volatile long onSince;

    /** When the last check ended that did not find it on. */
    private long notOnAt;

    private volatile boolean checkedAtStart;
    private volatile boolean degraded;

    /**
     * Begins with a first check.
     *
     * @param atStart the state at that check
     * @param when the time of that check, by {@link System#nanoTime}
     */
    public DelayAccountingState(DelayAccounting atStart, long when) {
        this.atStart = atStart;
        this.last = atStart;
        this.firstCheck = when;
        this.onSince = when;
        this.notOnAt = when;
    }

    /**
     * The first check was when the process started, so that a task which is known to be watched has been since its birth:
     * it was made moments before the check, with the switch already as the check found it.
     */
    public void markCheckedAtStart() {
        checkedAtStart = true;
    }

    /** As {@link #update(DelayAccounting, long, long)}, by a check that took no time. */
    public void update(DelayAccounting state, long when) {
        update(state, when, when);
    }

    /**
     * A check has found it so. Of several at once, one that does not find it on prevails: that it is on is believed only of
     * a check that began after that one had ended.
     *
     * @param begin when the check began, by {@link System#nanoTime}
     * @param end when it had ended
     */
    public void update(DelayAccounting state, long begin, long end) {
        if (state == DelayAccounting.ON && last == DelayAccounting.ON) {
            return; // without the lock, as nearly always
        }
        synchronized (this) {
            if (state != DelayAccounting.ON) {
                last = state;
                notOnAt = end - notOnAt > 0 ? end : notOnAt;
            } else if (last != DelayAccounting.ON && begin - notOnAt >= 0) {
                onSince = end; // first, for those who read without a lock
                last = state;
            }
        }
    }

    /** The state at the first check. */
    public DelayAccounting atStart() {
        return atStart;
    }

    /** The state at the last check. */
    public DelayAccounting last() {
        return last;
    }

    /** Notes whether the task is watched, once that shows. */
    public void update(Task task) {
        if (!task.accounted && last == DelayAccounting.ON) {
            task.accounted = task.counters.earliestStart() - onSince > 0 || hasCountedDelay(task);
        }
    }

    /** From now on the source does not fill all that the events have. */
    public void degrade() {
        degraded = true;
    }

    /** Whether the source does not fill all any more that the events have. */
    public boolean isDegraded() {
        return degraded;
    }

    /** Whether the delays of an interval of this task are known from its begin to now. */
    public boolean isKnown(Task task, long begin) {
        boolean onThen = begin - onSince >= 0 || (checkedAtStart && onSince == firstCheck);
        return task.accounted && last == DelayAccounting.ON && onThen;
    }

    private static boolean hasCountedDelay(Task task) {
        for (Quantity quantity : DELAYS) {
            if (task.counters.get(quantity) != 0) {
                return true;
            }
        }
        return false;
    }

    private static final Quantity[] DELAYS = Quantity.BY_DELAY_ACCOUNTING.toArray(new Quantity[0]);
}
