package io.github.tidewatch.host;

import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.ProcFile;
import java.io.Closeable;
import java.io.IOException;

/**
 * The CPU time of a process, exited threads included ({@code utime} and {@code stime} of proc_pid_stat(5)), kept open. Reading
 * makes no objects. Not safe for use by several threads at once.
 */
public final class ProcessTimeFile implements Closeable {
    /** What is not known. */
    public static final long UNKNOWN = -1;

    private static final long NANOS_PER_TICK = 10_000_000;

    /** Spaces between the end of the name, which may have some itself, and {@code utime}. */
    private static final int UTIME = 12;

    private final ProcFile file;
    private final ProcBuffer buffer = new ProcBuffer(512);

    private ProcessTimeFile(ProcFile file) {
        this.file = file;
    }

    /**
     * Opens it.
     *
     * @param process the directory of the process in {@code /proc}
     */
    public static ProcessTimeFile open(String process) throws IOException {
        return new ProcessTimeFile(ProcFile.open(process + "/stat"));
    }

    /** Reads the present time in nanoseconds, to a hundredth of a second; {@link #UNKNOWN} if it cannot be read. */
    public long read() {
        try {
            file.read(buffer);
            return parse(buffer.bytes(), buffer.length());
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    static long parse(byte[] bytes, int length) {
        int at = length - 1;
        while (at >= 0 && bytes[at] != ')') {
            at--;
        }
        int spaces = 0;
        long user = 0;
        long system = 0;
        for (at++; at > 0 && at < length; at++) {
            if (bytes[at] == ' ') {
                spaces++;
            } else if (spaces == UTIME || spaces == UTIME + 1) {
                if (bytes[at] < '0' || bytes[at] > '9') {
                    return UNKNOWN;
                }
                user = spaces == UTIME ? user * 10 + bytes[at] - '0' : user;
                system = spaces == UTIME ? system : system * 10 + bytes[at] - '0';
            }
        }
        return spaces > UTIME + 1 ? (user + system) * NANOS_PER_TICK : UNKNOWN;
    }

    @Override
    public void close() {
        file.close();
    }
}
