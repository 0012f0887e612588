package io.github.tidewatch.intervals;

import io.github.tidewatch.waits.WaitKind;

/**
 * Distinguishes the uninterruptible waits of one task that the kernel credits as block I/O from those that it does not, as for the
 * journal in fsync(2) on ext4: the state is the same. Credited time is not wait time. So of what samples find, as much is
 * left as exceeds what the kernel has credited.
 */
final class UncreditedWaits {
    /** So many stretches' worth of credit is remembered, which later finds have to exceed. */
    private static final int MOST_DEBT = 8;

    /** The kind of the call in which the last sample found it uninterruptible; {@link WaitKind#NONE} if it did not. */
    private WaitKind kind = WaitKind.NONE;

    private WaitKind next = WaitKind.NONE;

    /** What the kernel had credited up to the last stretch, in nanoseconds. */
    private long credited;

    /** The present wait has taken whole stretches of this length, which are shown as pending block I/O. */
    private long pending;

    /** What was found beyond what was credited and beyond what was reported as a wait; less than zero: a debt. */
    private long excess;

    private boolean everFound;

    /** The present sample has found it uninterruptible in a call of this kind. */
    void found(WaitKind call) {
        next = call;
    }

    /** What was credited until now belongs to no stretch. */
    void begin(long creditedUntilNow) {
        credited = creditedUntilNow;
    }

    /** Nothing of what was found holds. */
    void forget() {
        kind = WaitKind.NONE;
        next = WaitKind.NONE;
        pending = 0;
    }

    /**
     * A stretch between two samples is over.
     *
     * @param stood whether the task has not run in it
     * @param length how long it was, in nanoseconds
     * @param waited how much of it was neither run, nor credited as a delay
     * @param creditedUntilNow the kernel's counter of block-I/O delay at the end
     * @return the kind of the wait that it began with, if it was uninterruptible and not credited; else {@link WaitKind#NONE}
     */
    WaitKind advance(boolean stood, long length, long waited, long creditedUntilNow) {
        WaitKind begun = kind;
        kind = next;
        next = WaitKind.NONE;
        long credit = Math.max(0, creditedUntilNow - credited);
        credited = creditedUntilNow;
        if (stood && begun != WaitKind.NONE && kind != WaitKind.NONE) {
            pending += length;
            return WaitKind.NONE;
        }
        boolean isPendingCredited = credit > pending / 2 && pending > 0;
        pending = 0;
        if (isPendingCredited) {
            return WaitKind.NONE;
        }
        return balance(begun, credit, length, waited);
    }

    private WaitKind balance(WaitKind begun, long credit, long length, long waited) {
        boolean overclaimed = credit > length - waited;
        if (begun == WaitKind.NONE) {
            adjust(-credit, length);
            return WaitKind.NONE;
        }
        // Waited is what the task was off CPU, less what was credited in the same stretch.
        adjust(overclaimed ? waited - credit : waited, length);
        if (!everFound && credit > 0) {
            adjust(-waited, length); // one find of a task that does block I/O says nothing
        }
        everFound = true;
        if (excess < waited - waited / 2) {
            return WaitKind.NONE;
        }
        excess -= waited;
        return begun;
    }

    private void adjust(long change, long length) {
        excess = Math.max(-MOST_DEBT * length, Math.min(length, excess + change));
    }
}
