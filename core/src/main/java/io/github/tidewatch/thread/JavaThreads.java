package io.github.tidewatch.thread;

import java.io.Closeable;

/**
 * The live Java platform threads and their tids, as a list that is refreshed and then read. Not safe for use by several
 * threads at once.
 */
public interface JavaThreads extends Closeable {
    /** How the mapping is done, or why it cannot be, for people. */
    String description();

    /** Whether there is a mapping at all; if not, {@link #count} stays 0. */
    boolean isMapped();

    /**
     * Makes the list anew: every platform thread that is alive now, but for those that are just starting or ending.
     * Entries keep the threads reachable until {@link #release}.
     */
    void refresh();

    /** The number of entries. */
    int count();

    /** The thread of an entry. */
    Thread thread(int index);

    /** Its tid; 0 while unknown, because the thread started or ended during {@link #refresh}. */
    int tid(int index);

    /**
     * Whether the thread of an entry is still alive as it was at {@link #refresh}: if so, its tid has been its own all
     * the time since then.
     */
    boolean isStillAlive(int index);

    /** Lets go of the threads. The next {@link #refresh} starts from what was known. */
    void release();

    /** Closes what it has opened. */
    @Override
    void close();
}
