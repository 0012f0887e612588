package io.github.tidewatch.accounting;

import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.TaskFiles;
import io.github.tidewatch.procfs.TaskIo;
import java.io.IOException;

/** Fills the exact I/O counts of a task from {@code /proc/self/task/TID/io}. */
final class IoCounts {
    private final ProcBuffer buffer = new ProcBuffer(1024);
    private final TaskIo io = new TaskIo();

    /** Reads them; false, with the task's counts as they were, if they cannot be read. */
    boolean read(Task task) {
        try {
            task.files.read(TaskFiles.Name.IO, buffer);
            io.parse(buffer.bytes(), buffer.length());
        } catch (IOException | RuntimeException e) {
            return false;
        }
        task.now[Quantity.STORAGE_READ_BYTES.ordinal()] = io.storageReadBytes();
        task.now[Quantity.STORAGE_WRITE_BYTES.ordinal()] = io.storageWriteBytes();
        task.now[Quantity.CANCELLED_WRITE_BYTES.ordinal()] = io.cancelledWriteBytes();
        task.now[Quantity.READ_BYTES.ordinal()] = io.readBytes();
        task.now[Quantity.WRITE_BYTES.ordinal()] = io.writeBytes();
        task.now[Quantity.READ_CALLS.ordinal()] = io.readCalls();
        task.now[Quantity.WRITE_CALLS.ordinal()] = io.writeCalls();
        return true;
    }
}
