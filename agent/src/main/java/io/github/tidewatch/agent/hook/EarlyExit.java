package io.github.tidewatch.agent.hook;

/** What a thread has buffered of itself at its exit: the contents of its files in {@code /proc}. */
public final class EarlyExit {
    private final Thread thread;
    private final long time;
    private final byte[] schedstat;
    private final byte[] stat;
    private final byte[] status;
    private final byte[] io;

    EarlyExit(Thread thread, long time, byte[] schedstat, byte[] stat, byte[] status, byte[] io) {
        this.thread = thread;
        this.time = time;
        this.schedstat = schedstat;
        this.stat = stat;
        this.status = status;
        this.io = io;
    }

    /** The thread. */
    public Thread thread() {
        return thread;
    }

    /** When it read {@link #schedstat}, by {@link System#nanoTime()}. */
    public long time() {
        return time;
    }

    /** {@code /proc/thread-self/schedstat}. */
    public byte[] schedstat() {
        return schedstat;
    }

    /** {@code /proc/thread-self/stat}. */
    public byte[] stat() {
        return stat;
    }

    /** {@code /proc/thread-self/status}. */
    public byte[] status() {
        return status;
    }

    /** {@code /proc/thread-self/io}; empty where it may not be read, or the kernel has no such file. */
    public byte[] io() {
        return io;
    }
}
