package io.github.tidewatch.counters;

/** How far a task has come, as far as reads have shown. */
enum TaskLife {
    /** Listed, and not read yet. */
    FOUND,
    /** Listed, and gone before it was read: nothing is known of it. */
    MISSED,
    /** Read at least once. */
    READ,
    /** Gone, or another task has its tid; its last counters may still become known. */
    GONE,
    /** Still listed, but its last counters are known: it is being taken down. */
    LINGERING,
    /** Gone, and its last counters are known: whatever is still read of it is not reported. */
    EXITED;

    /** When the task is found gone, or another one has its tid. */
    TaskLife whenGone() {
        switch (this) {
            case FOUND:
                return MISSED;
            case READ:
                return GONE;
            case LINGERING:
                return EXITED;
            default:
                return this;
        }
    }

    boolean isGone() {
        return this == MISSED || this == GONE || this == EXITED;
    }
}
