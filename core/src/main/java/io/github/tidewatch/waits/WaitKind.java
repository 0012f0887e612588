package io.github.tidewatch.waits;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a thread can wait for. */
public enum WaitKind {
    /** Entering a monitor ({@code synchronized}) that another thread has. */
    MONITOR,
    /** {@link Object#wait()}. */
    OBJECT,
    /** Parked: locks, queues, pools and conditions of {@code java.util.concurrent}. */
    PARK,
    /** {@link Thread#sleep(long)}, or a native sleep. */
    SLEEP,
    /** A socket: read, write, connect, accept, poll or epoll; also of the Unix domain. */
    NETWORK,
    /** A file: read, write, sync, lock, open and the like. */
    FILE,
    /** A pipe, or the end of a child process. */
    PIPE,
    /**
     * The JVM itself: a safepoint, a lock or the work queue of its own; every futex that is none of Java's waits, so also a lock
     * of a native library.
     */
    JVM,
    /** Any other system call, a page fault, a device. */
    OTHER,
    /** It waited, and for what is not known. */
    UNKNOWN,
    /** It does not wait: it runs, wants to, or is in a wait that has a part of its own. */
    NONE;

    /** How many kinds divide a wait time: all up to {@link #UNKNOWN}. */
    public static final int COUNT = NONE.ordinal();

    /** The kinds of which something is known. */
    public static final Set<WaitKind> KNOWN = Collections.unmodifiableSet(EnumSet.range(MONITOR, OTHER));

    /** The kinds that the Java thread itself shows. */
    public static final Set<WaitKind> OF_JAVA = Collections.unmodifiableSet(EnumSet.range(MONITOR, SLEEP));

    /** The kinds that only the system call shows. */
    public static final Set<WaitKind> BY_CALL = Collections.unmodifiableSet(EnumSet.range(NETWORK, OTHER));

    /** The field that events have of it, such as {@code networkWait}. */
    public String field() {
        return name().toLowerCase(Locale.ROOT) + "Wait";
    }

    /** Whether it is a wait, and known. */
    public boolean isKnownWait() {
        return ordinal() < UNKNOWN.ordinal();
    }
}
