package io.github.tidewatch.procfs;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/**
 * {@code procs_blocked} of {@code /proc/stat} (proc_stat(5)): how many threads of the host wait for I/O now. Not safe for
 * use by several threads at once.
 */
public class BlockedTasks implements Closeable {
    private static final byte[] NAME = {'p', 'r', 'o', 'c', 's', '_', 'b', 'l', 'o', 'c', 'k', 'e', 'd', ' '};

    private ProcFile file;
    private final ProcBuffer buffer = new ProcBuffer(16 * 1024); // a line per CPU and a number per interrupt

    /** Whether any thread waits for I/O now; true if that cannot be read. Opens the file with the first call. */
    public boolean any() {
        try {
            if (file == null) {
                file = ProcFile.openShared("/proc/stat");
            }
            file.read(buffer);
            return blocked(buffer.bytes(), buffer.length()) != 0;
        } catch (IOException | ProcFormatException e) {
            return true;
        }
    }

    static long blocked(byte[] content, int length) {
        int at = length - NAME.length;
        while (at >= 0 && !Arrays.equals(content, at, at + NAME.length, NAME, 0, NAME.length)) {
            at--;
        }
        if (at < 0) {
            throw new ProcFormatException("procs_blocked", content, 0, length);
        }
        return Fields.of(content, at + NAME.length, length).number();
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
