package io.github.tidewatch.host;

import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.ProcFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** {@code /proc/stat}, kept open. Reading makes no objects. Not safe for use by several threads at once. */
public final class CpuTimesFile implements Closeable {
    private static final String PATH = "/proc/stat";

    private final ProcFile file;
    private final ProcBuffer buffer = new ProcBuffer(8192);

    private CpuTimesFile(ProcFile file) {
        this.file = file;
    }

    /**
     * Opens it; what several of these read within 2 ms is the same reading, which costs once.
     *
     * @throws IOException if there is none, or another file system's stands there: lxcfs describes the container only
     */
    public static CpuTimesFile open() throws IOException {
        ProcFile.openKernels(PATH).close();
        return new CpuTimesFile(ProcFile.openRecent(PATH));
    }

    /**
     * Why it cannot be known what the CPUs do; empty if it can.
     *
     * @param root the root directory, which is another in tests only
     */
    public static Optional<String> problem(Path root) {
        boolean real = root.equals(Path.of("/"));
        String path = root.resolve(PATH.substring(1)).toString();
        try (CpuTimesFile file = real ? open() : open(path)) {
            file.file.read(file.buffer);
            return new CpuTimes().parse(file.buffer.bytes(), file.buffer.length())
                    ? Optional.empty()
                    : Optional.of(PATH + " counts nothing of any CPU");
        } catch (IOException e) {
            return Optional.of(PATH + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * With another file, as a test makes it.
     *
     * @throws IOException if there is none
     */
    public static CpuTimesFile open(String path) throws IOException {
        return new CpuTimesFile(ProcFile.openShared(path));
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
