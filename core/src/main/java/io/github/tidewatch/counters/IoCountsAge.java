package io.github.tidewatch.counters;

/**
 * Whether a task's I/O counts, which cost a read of a file, are those of the last sample. Not safe for use by several
 * threads at once.
 */
public final class IoCountsAge {
    private boolean read;
    private long storage = -1;
    private long storageWhenRead = -1;

    IoCountsAge() {}

    /** Whether the I/O counts are those of the last sample. */
    public boolean isRead() {
        return read;
    }

    /** The I/O counts have just been read, or could not be. */
    public void setRead(boolean isRead) {
        read = isRead;
        storageWhenRead = storage;
    }

    /** What taskstats says of bytes from and to storage, in sum and in steps of 1 KiB; -1 if it says nothing. */
    void setStorage(long bytes) {
        storage = bytes;
    }

    /** The task ran: its I/O counts are old, unless it may be taken from {@link #setStorage} that they are not. */
    public void expire(boolean trustStorage) {
        read &= trustStorage && storage >= 0 && storage == storageWhenRead;
    }

    /** Takes over whether they were read, of the same task. */
    void takeOver(IoCountsAge other) {
        read = other.read;
    }
}
