package io.github.tidewatch.accounting;

/**
 * How long a thread was seen in an uninterruptible wait, by looks at its state every 10 to 20 ms at random: an estimate
 * without bias, right within a few such looks. It bounds what a kernel claims that counts block I/O wrongly while
 * threads compete for a CPU (see {@link KernelRelease#countsBlockIoWrongly}). What was seen and is not used up by the
 * claims of one interval may be used by the next: short waits are seen by chance, some late and some for too long.
 */
final class DiskWitness {
    /** Most that one interval leaves to the next, unless more of its end is not told yet. */
    private static final long MOST_LEFT = 60_000_000;

    private long since;
    private long lastLook;
    private long seen;
    private long until;

    /** Begins, or goes on until {@code end}. */
    void watch(long now, long end) {
        if (!isWatching()) {
            lastLook = now;
            since = now;
            seen = 0;
        }
        until = end;
    }

    boolean isWatching() {
        return until != 0;
    }

    /** A look: the time since the last one is that of the state which is found. */
    void look(long now, boolean uninterruptible) {
        if (uninterruptible) {
            seen += now - lastLook;
        }
        lastLook = now;
        if (now - until > 0) {
            until = 0;
        }
    }

    /** Whether it has watched from {@code begin} on. */
    boolean covers(long begin) {
        return isWatching() && begin - since >= 0;
    }

    /** The time that was seen and is not used up, ns. */
    long seen() {
        return seen;
    }

    /**
     * An interval has been told.
     *
     * @param told the block-I/O delay in it
     * @param heldBack how much of its end was not told yet
     */
    void use(long told, long heldBack) {
        seen = Math.max(0, Math.min(seen - told, MOST_LEFT + heldBack));
    }
}
