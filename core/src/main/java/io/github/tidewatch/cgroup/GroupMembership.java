package io.github.tidewatch.cgroup;

import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.ProcFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * In which groups a process is, kept open to notice when it is moved to others. Asking makes no objects unless it was moved.
 * Not safe for use by several threads at once.
 */
public final class GroupMembership implements Closeable {
    private final Path root;
    private final String pid;
    private ProcFile file;
    private final ProcBuffer buffer = new ProcBuffer(1024);
    private byte[] last = {};

    private GroupMembership(Path root, String pid) {
        this.root = root;
        this.pid = pid;
    }

    /** Of a process by its pid, or "self"; one that cannot be read has not moved. */
    public static GroupMembership of(String pid) {
        return of(Path.of("/"), pid);
    }

    /** With another root directory, as a test makes it. */
    public static GroupMembership of(Path root, String pid) {
        return new GroupMembership(root, pid);
    }

    /** Whether the process is in other groups than at the last call; true of the first, if they can be read. */
    public boolean hasMoved() {
        try {
            if (file == null) {
                file = ProcFile.openShared(
                        root.resolve("proc").resolve(pid).resolve("cgroup").toString());
            }
            file.read(buffer);
        } catch (IOException e) {
            return false; // it has ended, or no descriptor is free
        }
        if (Arrays.equals(buffer.bytes(), 0, buffer.length(), last, 0, last.length)) {
            return false;
        }
        last = Arrays.copyOf(buffer.bytes(), buffer.length());
        return true;
    }

    /** Its groups as they are now. */
    public Cgroups groups() {
        return Cgroups.of(root, pid);
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
