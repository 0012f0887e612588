package io.github.tidewatch.procfs;

import java.io.Closeable;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;

/**
 * The files of one thread below {@code /proc/PID/task/TID}, opened when first read and kept open while the
 * {@link DescriptorBudget} allows; beyond it they are opened for each read. Not safe for use by several threads at
 * once.
 *
 * <p>Values read through a descriptor that is kept are this thread's or none. Values read by path are those of
 * whichever thread has the tid at that moment: see {@link #allKept}.
 */
public final class TaskFiles implements Closeable {
    /** The files that Tidewatch reads. */
    public enum Name {
        SCHEDSTAT,
        STAT,
        IO,
        STATUS,
        COMM,
        SYSCALL;

        private final String path = "/" + name().toLowerCase(java.util.Locale.ROOT);
    }

    private static final int NAMES = Name.values().length;

    /** So many reads of other files without one of I/O are those of an idle thread, of which two are made a look at most. */
    private static final int IDLE_READS = 4;

    private final String directory;
    private final DescriptorBudget budget;
    private final ProcFile[] open = new ProcFile[NAMES];
    private boolean allKept = true;
    private int readsSinceIo;

    /** The files of thread {@code tid} of this process; opens none of them yet. */
    public TaskFiles(int tid, DescriptorBudget budget) {
        this(TaskList.OWN + "/" + tid, budget);
    }

    /**
     * The files of a thread of any process; opens none of them yet.
     *
     * @param directory the thread's own, such as {@link TaskList#path} gives
     */
    public TaskFiles(String directory, DescriptorBudget budget) {
        this.directory = directory;
        this.budget = budget;
    }

    /** Where they are. */
    public String directory() {
        return directory;
    }

    /**
     * Reads the present content of a file into {@code buffer}.
     *
     * @throws FileNotFoundException if the file cannot be opened: the thread is gone, the kernel lacks the file, this
     *     user may not read it, or the process is out of descriptors
     * @throws IOException if it cannot be read: the thread is gone
     */
    public void read(Name name, ProcBuffer buffer) throws IOException {
        readsSinceIo = name == Name.IO ? 0 : readsSinceIo + 1;
        ProcFile file = open[name.ordinal()];
        if (file != null) {
            file.read(buffer);
            return;
        }
        boolean keep = name == Name.SYSCALL
                ? budget.takeSpare() || (isIoIdle() && giveUp(Name.IO))
                : budget.take() || giveUp(Name.SYSCALL);
        try {
            file = ProcFile.open(directory + name.path);
        } catch (FileNotFoundException e) {
            if (keep) {
                budget.giveBack();
            }
            throw e;
        }
        if (keep) {
            open[name.ordinal()] = file;
            file.read(buffer);
            return;
        }
        allKept &= name == Name.SYSCALL;
        try (ProcFile once = file) {
            once.read(buffer);
        }
    }

    /**
     * As {@link #read}, but of whichever thread has the tid at this moment, also if a descriptor is kept.
     *
     * @throws IOException as {@link #read} does
     */
    public void readOfPresent(Name name, ProcBuffer buffer) throws IOException {
        try (ProcFile once = ProcFile.open(directory + name.path)) {
            once.read(buffer);
        }
    }

    /** Whether a thread with this tid is there, be it this or another. */
    public boolean exist() {
        return new File(directory).exists();
    }

    /**
     * Whether every read so far, but for those of the system call, went through a descriptor that was kept, so that it spoke of
     * one and the same task.
     */
    public boolean allKept() {
        return allKept;
    }

    /** Whether reading the system call does not take opening a file each time. */
    public boolean keepsCall() {
        return isKept(Name.SYSCALL) || budget.hasSpare() || isIoIdle();
    }

    /**
     * Whether a descriptor is kept for I/O that nobody asks for: an idle thread does none, and what it waits for is asked for
     * again and again. It is opened again by path when the thread works; whose it is then shows as for the first time, since
     * the other files are read through theirs.
     */
    private boolean isIoIdle() {
        return readsSinceIo >= IDLE_READS && isKept(Name.IO);
    }

    /** Closes a file whose place in the budget another takes; false if it is not open. */
    private boolean giveUp(Name name) {
        ProcFile file = open[name.ordinal()];
        if (file == null) {
            return false;
        }
        file.close();
        open[name.ordinal()] = null;
        return true;
    }

    /** Whether this file was read through a descriptor that is kept, so that it spoke of this thread or failed. */
    public boolean isKept(Name name) {
        return open[name.ordinal()] != null;
    }

    /** Closes what is open. */
    @Override
    public void close() {
        for (int i = 0; i < NAMES; i++) {
            if (open[i] != null) {
                open[i].close();
                open[i] = null;
                budget.giveBack();
            }
        }
    }
}
