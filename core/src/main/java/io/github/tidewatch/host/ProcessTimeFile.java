package io.github.tidewatch.host;

import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.ProcFile;
import io.github.tidewatch.procfs.ProcFormatException;
import io.github.tidewatch.procfs.TaskStat;
import java.io.Closeable;
import java.io.IOException;

/**
 * The CPU time of a process, exited threads included ({@code utime} and {@code stime} of proc_pid_stat(5)), kept open. Reading
 * makes no objects. Not safe for use by several threads at once.
 */
public final class ProcessTimeFile implements Closeable {
    /** What is not known. */
    public static final long UNKNOWN = -1;

    private final ProcFile file;
    private final ProcBuffer buffer = new ProcBuffer(512);
    private final TaskStat stat = new TaskStat();

    private ProcessTimeFile(ProcFile file) {
        this.file = file;
    }

    /**
     * Opens it.
     *
     * @param process the directory of the process in {@code /proc}
     * @throws IOException if it is not there or cannot be opened
     */
    public static ProcessTimeFile open(String process) throws IOException {
        return new ProcessTimeFile(ProcFile.openShared(process + "/stat"));
    }

    /** Reads the present time in nanoseconds, to a hundredth of a second; {@link #UNKNOWN} if it cannot be read. */
    public long read() {
        try {
            file.read(buffer);
            return parse(stat, buffer.bytes(), buffer.length());
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    static long parse(TaskStat stat, byte[] bytes, int length) {
        try {
            stat.parse(bytes, length);
        } catch (ProcFormatException e) {
            return UNKNOWN;
        }
        return (stat.userTicks() + stat.systemTicks()) * TaskStat.NANOS_PER_TICK;
    }

    @Override
    public void close() {
        file.close();
    }
}
