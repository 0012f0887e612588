package io.github.tidewatch.procfs;

import java.io.Closeable;
import java.io.IOException;

/** {@code /proc/loadavg} (proc_loadavg(5)). Not safe for use by several threads at once. */
public final class LoadAverage implements Closeable {
    private static final String PATH = "/proc/loadavg";

    private final ProcFile file;
    private final ProcBuffer buffer = new ProcBuffer(128);

    private LoadAverage(ProcFile file) {
        this.file = file;
    }

    /**
     * Opens it.
     *
     * @throws IOException if there is none, or another file system's stands there: lxcfs describes the container only, and
     *     what was some seconds ago
     */
    public static LoadAverage open() throws IOException {
        return new LoadAverage(ProcFile.openKernels(PATH));
    }

    /**
     * Opens a file of this format, such as one that a test made.
     *
     * @throws IOException if there is none
     */
    public static LoadAverage open(String path) throws IOException {
        return new LoadAverage(ProcFile.openShared(path));
    }

    /**
     * How many threads of the host are on a run queue now, running or waiting for a CPU; the caller is one of them. A
     * thread whose CPU quota is used up is not counted on every kernel.
     *
     * @throws IOException if it cannot be read
     */
    public int runnable() throws IOException {
        file.read(buffer);
        byte[] bytes = buffer.bytes();
        int length = buffer.length();
        int slash = length - 1;
        while (slash >= 0 && bytes[slash] != '/') {
            slash--;
        }
        int from = slash;
        while (from > 0 && bytes[from - 1] >= '0' && bytes[from - 1] <= '9') {
            from--;
        }
        return (int) Fields.of(bytes, from, length).number();
    }

    @Override
    public void close() {
        file.close();
    }
}
