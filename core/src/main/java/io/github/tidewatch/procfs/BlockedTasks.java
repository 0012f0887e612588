package io.github.tidewatch.procfs;

import java.io.Closeable;
import java.io.IOException;

/**
 * {@code procs_blocked} of {@code /proc/stat} (proc_stat(5)): how many threads of the host wait for I/O now. Not safe for
 * use by several threads at once.
 */
public class BlockedTasks implements Closeable {
    private static final byte[] BLOCKED = KeyedValues.key("procs_blocked");

    private ProcFile file;
    private final ProcBuffer buffer = new ProcBuffer(16 * 1024); // a line per CPU and a number per interrupt

    /** Whether any thread waits for I/O now; true if that cannot be read. Opens the file with the first call. */
    public boolean any() {
        try {
            if (file == null) {
                file = ProcFile.openShared("/proc/stat");
            }
            file.read(buffer);
            return KeyedValues.findFromEnd(buffer.bytes(), buffer.length(), BLOCKED) != 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
