package io.github.tidewatch.counters;

import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.TaskFiles;
import io.github.tidewatch.procfs.TaskIo;
import java.io.IOException;

/** Fills the exact I/O counts of a task from {@code /proc/self/task/TID/io}. */
public final class IoCounts {
    private final ProcBuffer buffer = new ProcBuffer(1024);
    private final TaskIo io = new TaskIo();

    /** Reads them; false, with the task's counts as they were, if they cannot be read. */
    public boolean read(TaskCounters task) {
        try {
            task.files().read(TaskFiles.Name.IO, buffer);
            io.parse(buffer.bytes(), buffer.length());
        } catch (IOException | RuntimeException e) {
            return false;
        }
        task.set(Quantity.STORAGE_READ_BYTES, io.storageReadBytes());
        task.set(Quantity.STORAGE_WRITE_BYTES, io.storageWriteBytes());
        task.set(Quantity.CANCELLED_WRITE_BYTES, io.cancelledWriteBytes());
        task.set(Quantity.READ_BYTES, io.readBytes());
        task.set(Quantity.WRITE_BYTES, io.writeBytes());
        task.set(Quantity.READ_CALLS, io.readCalls());
        task.set(Quantity.WRITE_CALLS, io.writeCalls());
        return true;
    }
}
