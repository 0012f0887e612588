package io.github.tidewatch.intervals;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.counters.TaskCounters;
import io.github.tidewatch.waits.WaitKind;

/**
 * What one task waits for, as samples find it, and how the wait time that is not reported yet divides. Each sample calls
 * {@link #found} if it has read the task's wait, and then {@link #advance}; {@link DelayTracker} takes what has come up.
 *
 * <p>A sample reads the counters first and the wait after. If the next sample finds the same time on CPU, the task has not
 * run between the two, and what was read between them is what it waited for all the time.
 *
 * <p>Of a task that rests nothing is written, sample after sample: see {@link #setComplete}.
 */
public final class TaskWaits {
    private final TaskCounters counters;
    private final IntervalState reported;
    private WaitKind kind = WaitKind.NONE;
    private WaitKind next = WaitKind.NONE;
    private boolean found;
    private boolean begun;
    private long time;
    private final OffCpuTime offCpu;

    /** For how long it has been in the present wait, within what is not reported yet: so long nothing else is written. */
    private long still;

    private long idleStill;
    private final UncreditedWaits uncredited = new UncreditedWaits();
    private String detail;
    private boolean detailRead;

    /** Whether the weights of the running interval may be others than none. */
    private boolean weighed;

    /** Whether nothing is to be found out until the task runs again. */
    private boolean complete;

    /** Whether two samples of the present wait could not find out what it is for. */
    private boolean unknowable;

    private final WaitWeights running = new WaitWeights();
    private final WaitWeights idle = new WaitWeights();
    private String idleDetail;

    /**
     * Waits of one task.
     *
     * @param reported what is reported of its delays, and with them of its waits
     */
    TaskWaits(TaskCounters counters, IntervalState reported) {
        this.counters = counters;
        this.offCpu = new OffCpuTime(counters);
        this.reported = reported;
    }

    /** What it waits for as the last sample that read it found; {@link WaitKind#NONE} if it does not wait. */
    public WaitKind kind() {
        return kind;
    }

    /** The present sample has found this. */
    public void found(WaitKind now) {
        wake();
        next = now;
        uncredited.found(WaitKind.NONE);
        found = true;
    }

    /**
     * The present sample has found it in an uninterruptible wait, to be called after {@link #found}. If that is block I/O, the
     * kernel credits it, and it has a part of its own.
     */
    public void foundUninterruptible() {
        WaitKind call = found ? next : kind;
        found(WaitKind.NONE);
        uncredited.found(call);
    }

    /** Whether the present sample has read it. */
    public boolean isFound() {
        return found;
    }

    /** Whether what the last sample found is what it waits for now: all that can be known, and it has not run since. */
    public boolean goesOn() {
        return (kind.isKnownWait() || unknowable) && stoodStill();
    }

    private boolean stoodStill() {
        return begun && offCpu.isStill();
    }

    /**
     * All that is to be known of the present wait is known: once its idle gap has begun, the task rests, and while it does
     * not run, neither {@link #advance} nor {@link #extendIdleGap} has to do anything. The time is added when it wakes.
     */
    public void setComplete() {
        complete = begun && (kind.isKnownWait() || unknowable);
    }

    /** It rests no more: the present sample has to read it. */
    public void wake() {
        catchUp(counters.previousTime());
    }

    private void catchUp(long until) {
        if (reported.restsIn == null) {
            return;
        }
        reported.restsIn = null;
        long end = Math.max(time, until);
        long idleEnd = Math.min(end, Math.max(time, reported.idleUntil));
        idleStill += idleEnd - time;
        still += end - idleEnd;
        time = end;
    }

    /** The sample is over for this task. */
    public void advance() {
        wake();
        boolean stood = stoodStill();
        WaitKind unread = stood ? kind : WaitKind.UNKNOWN;
        WaitKind now = found ? next : unread;
        unknowable = stood && now == WaitKind.UNKNOWN && (unknowable || found);
        found = false;
        if (stood && now == kind && kind != WaitKind.NONE) {
            still += counters.time() - time;
            time = counters.time();
        } else {
            addStretch(stood, now);
            kind = now;
            detail = null;
            detailRead = false;
        }
    }

    private void addStretch(boolean stood, WaitKind now) {
        flush();
        weighed = true;
        complete = false;
        boolean first = !begun;
        long before = begun ? time : counters.previousTime();
        long waited = waited();
        long credited = counters.get(Quantity.BLOCK_IO_DELAY);
        WaitKind other = uncredited.advance(stood, time - before, waited, credited);
        if (other.isKnownWait()) {
            running.addEstimated(other, waited);
        } else if (kind.isKnownWait() && stood && !now.isKnownWait()) {
            running.addExact(kind, waited);
        } else if (!stood || now != WaitKind.NONE || kind != WaitKind.NONE) {
            // else it was on a run queue, or in a wait for a disk, all the time
            // At the begin of the first stretch there was no sample, which is not one that could not be read.
            running.addEnds((stood || first) && kind == WaitKind.UNKNOWN ? WaitKind.NONE : kind, now, waited);
        }
    }

    /** How much of the time since the last sample it has waited, as a weight. */
    private long waited() {
        if (!begun) {
            begun = true;
            time = counters.previousTime();
            if (counters.wasNotedBefore()) { // nobody sampled it then, and what it did since is not known
                offCpu.begin();
                uncredited.begin(counters.get(Quantity.BLOCK_IO_DELAY));
            }
        }
        long length = counters.time() - time;
        time = counters.time();
        return offCpu.take(length);
    }

    private void flush() {
        if (still != 0) {
            weighed = true;
            running.addStill(kind, still);
            still = 0;
        }
        if (idleStill != 0) {
            idle.addStill(kind, idleStill);
            idleStill = 0;
        }
    }

    /** What was read is not known to be of this task: another one may have its tid. */
    public void forget() {
        wake();
        flush();
        kind = WaitKind.UNKNOWN;
        uncredited.forget();
        complete = false;
        unknowable = false;
        found = false;
        detail = null;
        detailRead = false;
    }

    /** Whether the detail of the present wait is to be read: it has lasted from one sample to the next. */
    public boolean wantsDetail() {
        return !detailRead && (still != 0 || idleStill != 0);
    }

    /** Whether the detail has been read. */
    public boolean isDetailRead() {
        return detailRead;
    }

    /** The detail of the present wait, or null if it has none. */
    public void setDetail(String text) {
        detail = text;
        detailRead = true;
    }

    // What is reported.

    /** To be called before anything is divided: what rested is up to date then. */
    void catchUp() {
        catchUp(counters.unchangedUntil());
    }

    /** Nothing is left to report of before. */
    void clear() {
        catchUp();
        still = 0;
        idleStill = 0;
        running.clear();
        idle.clear();
        idleDetail = null;
    }

    /** What came up belongs to an idle gap: one and the same wait. */
    @SuppressWarnings("ReferenceEquality") // whether there is anything to write
    void extendIdleGap() {
        if (reported.restsIn != null) {
            return;
        }
        idleStill += still;
        still = 0;
        if (weighed) {
            idle.add(running);
            running.clear();
            weighed = false;
        }
        if (detail != null && detail != idleDetail) { // a reference that is written costs collectors more than one read
            idleDetail = detail;
        }
        reported.restsIn = complete ? kind : null;
    }

    /** The detail of the wait in the idle gap, or null; to be asked before {@link #divideIdleGap}. */
    String idleDetail() {
        return idleDetail;
    }

    /** Divides the wait time of the idle gap by kinds; returns how much of it is exact. */
    long divideIdleGap(long waitTime, long[] parts) {
        flush();
        long exact = idle.divide(waitTime, true, parts);
        idle.clear();
        idleDetail = null;
        return exact;
    }

    /**
     * Divides the wait time of an interval in which the task did something, or up to its end; returns how much of it is
     * exact.
     */
    long divideActivity(long waitTime, long[] parts) {
        if (begun && counters.time() - time > 0) {
            // It has exited: no sample found it in a wait since.
            boolean stood = stoodStill();
            WaitKind now = stood ? kind : WaitKind.NONE;
            addStretch(stood, now);
            kind = now;
        }
        flush();
        return running.divide(waitTime, false, parts);
    }

    /**
     * The running interval begins anew.
     *
     * @param heldBack whether the end of the last one is not reported yet, and is an idle gap now
     * @param keepsIdle whether the idle gap before it is not reported yet
     */
    void emitted(boolean heldBack, boolean keepsIdle) {
        flush();
        if (!keepsIdle) {
            idle.clear();
            idleDetail = null;
        }
        if (heldBack) {
            idle.addAsEstimates(running);
        }
        running.clear();
    }
}
