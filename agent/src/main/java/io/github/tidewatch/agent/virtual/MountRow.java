package io.github.tidewatch.agent.virtual;

/** The numbers that a virtual thread has in the table, and those that the JDK gives its states. Constants only. */
final class MountRow {
    /** Numbers of a row, a power of two, and which they are. Times in nanoseconds since a base, never 0; 0 is none. */
    static final int ROW_BITS = 3;

    /** When it was started. */
    static final int BEGIN = 0;

    /** When it could go on, unless that was before it was unmounted last; of one that has ended, when it did. */
    static final int SUBMITTED = 1;

    /** When it was mounted; negative, when it was unmounted. */
    static final int MOUNTED_AT = 2;

    /** How long it waited for a carrier. */
    static final int CARRIER_DELAY = 3;

    /** How long it was mounted. */
    static final int MOUNTED = 4;

    /** How long it was parked together with its carrier. */
    static final int PINNED = 5;

    /** How often it was mounted. */
    static final int MOUNTS = 6;

    /**
     * Since when it is parked together with its carrier. Of one that is unmounted, when it can go on at the latest, negative if
     * that is the end of a wait for a monitor. Of one that has ended, the place in the list of the one that did before.
     */
    static final int LINK = 7;

    /** So many slots, as a power of two, have their rows in one array: none is so large that a heap has no place for it. */
    static final int PART_BITS = 12;

    static final int PART_MASK = (1 << PART_BITS) - 1;

    /** The JDK's constants: of a thread that was just started, and others that can go on. */
    static final int STARTED = 1;

    static final int UNPARKED = 9;
    static final int YIELDED = 11;
    static final int UNBLOCKED = 14;

    /** The JDK's constants of a thread that is unmounted until a time has passed. */
    static final int TIMED_PARKING = 6;

    static final int TIMED_WAITING = 17;

    private MountRow() {}
}
