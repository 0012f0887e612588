package io.github.tidewatch.procfs;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A file that several read for the same interval, one after the other: it is open once, and what it said a moment ago is not asked
 * again. Safe for use by several threads at once.
 */
final class RecentFile {
    /** So old a content may be: a fifth of a tick, in which the kernel counts the time of CPUs. */
    static final long MOST_NANOS = 2_000_000;

    /** What is read. */
    interface Source {
        /** Reads the present content, all of it. */
        void read(ProcBuffer into) throws IOException;

        void close();
    }

    /** Opens it. */
    @FunctionalInterface
    interface Opener {
        Source open() throws IOException;
    }

    private static final Map<String, RecentFile> ALL = new HashMap<>();

    private final String path;
    private final Source file;
    private final ProcBuffer content = new ProcBuffer(1024);
    private int users;
    private boolean read;
    private long readAt;

    private RecentFile(String path, Source file) {
        this.path = path;
        this.file = file;
    }

    /**
     * The one of a path, to be given back.
     *
     * @param opener opens it if nobody has
     * @throws IOException if it cannot be opened
     */
    static RecentFile take(String path, Opener opener) throws IOException {
        synchronized (ALL) {
            RecentFile one = ALL.get(path);
            if (one == null) {
                one = new RecentFile(path, opener.open());
                ALL.put(path, one);
            }
            one.users++;
            return one;
        }
    }

    /** Closes it if nobody else uses it. */
    void giveBack() {
        synchronized (ALL) {
            if (--users == 0) {
                ALL.remove(path, this);
                file.close();
            }
        }
    }

    /**
     * Gives the content, as it is at the given time or was a moment before.
     *
     * @param now by {@link System#nanoTime}
     */
    synchronized void read(ProcBuffer into, long now) throws IOException {
        if (!read || now - readAt > MOST_NANOS) {
            read = false;
            readAt = now;
            try {
                file.read(content);
            } catch (IOException e) {
                synchronized (ALL) {
                    ALL.remove(path, this); // who opens it next finds the one that is there then
                }
                throw e;
            }
            read = true;
        }
        into.set(content);
    }
}
