package io.github.tidewatch.procfs;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the kernel that is read from its start again and again, through one descriptor, or through a new one each time
 * where the process may have few.
 *
 * <p>A {@link RandomAccessFile}, because a {@code FileChannel} is closed for good when its thread is interrupted. Not
 * safe for use by several threads at once.
 */
public final class ProcFile implements Closeable, RecentFile.Source {
    private final String path;

    /** Null if the file is opened for each read, or read by {@link #recent}. */
    private final RandomAccessFile file;

    /** Null if nobody else reads it; and when it was given back. */
    private RecentFile recent;

    /** What the descriptor was taken from; null if from none, or when it was given back. */
    private DescriptorBudget budget;

    private ProcFile(String path, RandomAccessFile file, DescriptorBudget budget) {
        this.path = path;
        this.file = file;
        this.budget = budget;
    }

    /**
     * Opens a file.
     *
     * @throws FileNotFoundException if it does not exist, may not be read, or no descriptor is available
     */
    public static ProcFile open(String path) throws FileNotFoundException {
        return new ProcFile(path, new RandomAccessFile(path, "r"), null);
    }

    /**
     * Opens a file that is the same whoever reads it, of the host or of a control group. It is kept open only in a process
     * that may have many descriptors, and as far as its {@link DescriptorBudget} allows.
     *
     * @throws IOException if it does not exist, may not be read, or no descriptor is available
     */
    public static ProcFile openShared(String path) throws IOException {
        return openShared(
                path,
                DescriptorBudget.areManyInThisProcess() ? DescriptorBudget.ofThisProcess() : DescriptorBudget.of(0));
    }

    static ProcFile openShared(String path, DescriptorBudget budget) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path, "r");
        if (budget.takeForTheHost()) {
            return new ProcFile(path, file, budget);
        }
        file.close();
        return new ProcFile(path, null, null);
    }

    /**
     * The same, of a file that others read for the same interval: {@link #read(ProcBuffer)} may give what it said up to 2 ms ago.
     *
     * @throws IOException as {@link #openShared}
     */
    public static ProcFile openRecent(String path) throws IOException {
        ProcFile file = new ProcFile(path, null, null);
        file.recent = RecentFile.take(path, () -> openShared(path));
        return file;
    }

    /**
     * Opens a file of {@code /proc} as {@link #openShared} does, if it is the kernel's own.
     *
     * @throws IOException if it does not exist or may not be read, or if another file system's stands there: lxcfs describes
     *     the container only, and what was some seconds ago
     */
    public static ProcFile openKernels(String path) throws IOException {
        if (isMountedOver(
                path, new String(Files.readAllBytes(Path.of("/proc/self/mountinfo")), StandardCharsets.UTF_8))) {
            throw new IOException(path + " is not the kernel's");
        }
        return openShared(path);
    }

    /**
     * Whether something is mounted over the kernel's file.
     *
     * @param mountinfo {@code /proc/self/mountinfo}
     */
    static boolean isMountedOver(String path, String mountinfo) {
        return mountinfo.contains(" " + path + " ");
    }

    /**
     * Reads the file's present content, as far as it fits: for files of one short line.
     *
     * @return the number of bytes read
     * @throws IOException if the kernel refuses, as it does with ESRCH once the thread is gone
     */
    public int read(byte[] into) throws IOException {
        if (file == null) {
            try (ProcFile once = open(path)) {
                return once.read(into);
            }
        }
        file.seek(0);
        int length = readFrom(into, 0);
        if (length == 0) {
            throw new IOException("empty");
        }
        return length;
    }

    /**
     * Reads the file's present content, all of it.
     *
     * @throws IOException if the kernel refuses, as it does with ESRCH once the thread is gone, or the file is longer than
     *     a MiB
     */
    @Override
    public void read(ProcBuffer into) throws IOException {
        if (recent != null) {
            recent.read(into, System.nanoTime());
            return;
        }
        if (file == null) {
            try (ProcFile once = open(path)) {
                once.read(into);
            }
            return;
        }
        file.seek(0);
        int length = readFrom(into.bytes(), 0);
        while (length == into.bytes().length) {
            into.grow();
            length = readFrom(into.bytes(), length);
        }
        if (length == 0) {
            throw new IOException("empty");
        }
        into.setLength(length);
    }

    /** Reads on behind what is there already; returns how much there is then. */
    private int readFrom(byte[] into, int from) throws IOException {
        int length = from;
        while (length < into.length) {
            int more = file.read(into, length, into.length - length);
            if (more <= 0) {
                break;
            }
            length += more;
            if (length < into.length && into[length - 1] == '\n') {
                // What the files read here end with: saves the read that would only say "end of file". The kernel
                // gives each of them whole in one read.
                break;
            }
        }
        return length;
    }

    @Override
    public void close() {
        if (recent != null) {
            recent.giveBack();
            recent = null;
        }
        if (file == null) {
            return;
        }
        if (budget != null) {
            budget.giveBack();
            budget = null;
        }
        try {
            file.close();
        } catch (IOException e) {
            // Nothing was written, so nothing can be lost; the descriptor is free in any case.
            return;
        }
    }
}
