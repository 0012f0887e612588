package io.github.tidewatch.host;

import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.ProcFile;
import java.io.Closeable;
import java.io.IOException;

/** {@code /proc/stat}, kept open. Reading makes no objects. Not safe for use by several threads at once. */
public final class CpuTimesFile implements Closeable {
    private static final String PATH = "/proc/stat";

    private final ProcFile file;
    private final ProcBuffer buffer = new ProcBuffer(8192);

    private CpuTimesFile(ProcFile file) {
        this.file = file;
    }

    /**
     * Opens it.
     *
     * @throws IOException if there is none, or another file system's stands there: lxcfs describes the container only
     */
    public static CpuTimesFile open() throws IOException {
        return new CpuTimesFile(ProcFile.openKernels(PATH));
    }

    /** With another file, as a test makes it. */
    public static CpuTimesFile open(String path) throws IOException {
        return new CpuTimesFile(ProcFile.open(path));
    }

    /** Reads the present times; returns whether they could be read. */
    public boolean read(CpuTimes into) {
        try {
            file.read(buffer);
            return into.parse(buffer.bytes(), buffer.length());
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
