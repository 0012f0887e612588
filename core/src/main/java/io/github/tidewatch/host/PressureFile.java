package io.github.tidewatch.host;

import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.ProcFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * A file of pressure stall information, the host's or a group's, kept open. Reading makes no objects. Not safe for use by
 * several threads at once.
 */
public final class PressureFile implements Closeable {
    private final ProcFile file;
    private final ProcBuffer buffer = new ProcBuffer(256);

    private PressureFile(ProcFile file) {
        this.file = file;
    }

    /** Opens it; empty if there is none, or if it cannot be read, as where the kernel was built with it and it is off. */
    public static Optional<PressureFile> open(String path) {
        try {
            return open(ProcFile.open(path));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The same, but empty also where another file system's is mounted over it: lxcfs describes the container only. */
    public static Optional<PressureFile> openKernels(String path) {
        try {
            return open(ProcFile.openKernels(path));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<PressureFile> open(ProcFile file) {
        PressureFile opened = new PressureFile(file);
        Pressure now = new Pressure();
        opened.read(now);
        if (now.some() != Pressure.UNKNOWN) {
            return Optional.of(opened);
        }
        opened.close();
        return Optional.empty();
    }

    /** Reads the present totals. */
    public void read(Pressure into) {
        try {
            file.read(buffer);
            into.parse(buffer.bytes(), buffer.length());
        } catch (IOException e) {
            into.clear();
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
