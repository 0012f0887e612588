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
            return Optional.of(open(ProcFile.openShared(path)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The same, but empty also where another file system's is mounted over it: lxcfs describes the container only. */
    public static Optional<PressureFile> openKernels(String path) {
        try {
            return Optional.of(open(ProcFile.openKernels(path)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Why {@link #open} gives none; empty if it gives one. */
    public static Optional<String> problem(String path) {
        try {
            open(ProcFile.openShared(path)).close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(why(path, e));
        }
    }

    /** Why {@link #openKernels} gives none; empty if it gives one. */
    public static Optional<String> kernelsProblem(String path) {
        try {
            open(ProcFile.openKernels(path)).close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(why(path, e));
        }
    }

    private static String why(String path, IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains(path) ? message : path + ": " + message;
    }

    private static PressureFile open(ProcFile file) throws IOException {
        PressureFile opened = new PressureFile(file);
        try {
            file.read(opened.buffer);
            Pressure now = new Pressure();
            now.parse(opened.buffer.bytes(), opened.buffer.length());
            if (now.some() == Pressure.UNKNOWN) {
                throw new IOException("no pressure stall information");
            }
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
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
