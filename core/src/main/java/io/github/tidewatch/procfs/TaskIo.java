package io.github.tidewatch.procfs;

/**
 * {@code /proc/PID/task/TID/io} (proc_pid_io(5)): exact, where taskstats rounds the same counters down to multiples of
 * 1024. Needs {@code CONFIG_TASK_IO_ACCOUNTING}; without it the file does not exist.
 */
public final class TaskIo {
    private final Fields fields = new Fields();
    private long readBytes;
    private long writeBytes;
    private long readCalls;
    private long writeCalls;
    private long storageReadBytes;
    private long storageWriteBytes;
    private long cancelledWriteBytes;

    /**
     * Takes over the values in {@code bytes}.
     *
     * @throws ProcFormatException if they are not of this format
     */
    public void parse(byte[] bytes, int length) {
        fields.over(bytes, 0, length);
        readBytes = labelled(fields);
        writeBytes = labelled(fields);
        readCalls = labelled(fields);
        writeCalls = labelled(fields);
        storageReadBytes = labelled(fields);
        storageWriteBytes = labelled(fields);
        cancelledWriteBytes = labelled(fields);
    }

    private static long labelled(Fields fields) {
        fields.skip(1);
        return fields.number();
    }

    /** Bytes that read calls returned, from whatever ({@code rchar}). */
    public long readBytes() {
        return readBytes;
    }

    /** Bytes given to write calls, to whatever ({@code wchar}). */
    public long writeBytes() {
        return writeBytes;
    }

    /** Number of read calls ({@code syscr}). */
    public long readCalls() {
        return readCalls;
    }

    /** Number of write calls ({@code syscw}). */
    public long writeCalls() {
        return writeCalls;
    }

    /** Bytes that were fetched from storage ({@code read_bytes}). */
    public long storageReadBytes() {
        return storageReadBytes;
    }

    /** Bytes that were caused to be sent to storage ({@code write_bytes}). */
    public long storageWriteBytes() {
        return storageWriteBytes;
    }

    /** Bytes counted as written that a truncation kept from storage ({@code cancelled_write_bytes}). */
    public long cancelledWriteBytes() {
        return cancelledWriteBytes;
    }
}
