package io.github.tidewatch.thread;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * Copies memory of this process by process_vm_readv(2), or where a seccomp filter forbids that, from {@code
 * /proc/self/mem}: either way an address that is not mapped is an error, not a crash.
 */
public final class ProcessMemory implements Closeable {
    /** UIO_MAXIOV: how many pieces one call may copy. */
    static final int MOST_PIECES = 1024;

    private static final int PIECE = 16;
    private static final int STRING = 64;

    private final SystemCalls calls;
    private final int pid;
    private final NativeMemory data = NativeMemory.allocate(MOST_PIECES * Long.BYTES);
    private final NativeMemory local = NativeMemory.allocate(MOST_PIECES * PIECE);
    private final NativeMemory remote = NativeMemory.allocate(MOST_PIECES * PIECE);
    private final byte[] piece = new byte[Long.BYTES];

    /** Null while process_vm_readv(2) is permitted. */
    private RandomAccessFile file;

    /** The memory of this process. */
    public ProcessMemory(SystemCalls calls) {
        this.calls = calls;
        this.pid = calls.getpid();
    }

    /** The 8 bytes at {@code address}. */
    long readLong(long address) throws MappingException {
        read(address, Long.BYTES);
        return data.buffer().getLong(0);
    }

    /**
     * The 4 bytes at {@code address}.
     *
     * @throws MappingException if they cannot be read, such as where nothing is mapped
     */
    public int readInt(long address) throws MappingException {
        read(address, Integer.BYTES);
        return data.buffer().getInt(0);
    }

    /** The NUL-terminated ASCII string at {@code address}, cut at 63 characters. */
    String readString(long address) throws MappingException {
        // By 8 aligned bytes, because those never reach into a page that the string itself is not on.
        StringBuilder text = new StringBuilder();
        long at = address;
        while (text.length() < STRING) {
            int length = (int) (Long.BYTES - (at & (Long.BYTES - 1)));
            read(at, length);
            for (int i = 0; i < length; i++) {
                byte b = data.buffer().get(i);
                if (b == 0) {
                    return text.toString();
                }
                text.append((char) (b & 0xff));
            }
            at += length;
        }
        return text.toString();
    }

    private void read(long address, int length) throws MappingException {
        piece(0, address, length);
        long copied = copy(1);
        if (copied != length) {
            throw new MappingException("process_vm_readv(" + pid + ", 0x" + Long.toHexString(address) + ", " + length
                    + "): " + (copied < 0 ? Errno.symbol((int) -copied) : copied + " bytes"));
        }
    }

    /** Names {@code address} as the source of the {@code index}th piece of the next {@link #readPieces}. */
    void piece(int index, long address, int length) {
        remote.buffer().putLong(index * PIECE, address).putLong(index * PIECE + 8, length);
        local.buffer()
                .putLong(index * PIECE, data.address() + (long) index * Long.BYTES)
                .putLong(index * PIECE + 8, length);
        data.buffer().putLong(index * Long.BYTES, 0);
    }

    /**
     * Copies the first {@code count} pieces, each of {@code length} bytes, as far as they are mapped.
     *
     * @return how many of them, from the first on, were copied; at the next one the kernel stopped
     */
    int readPieces(int count, int length) {
        long copied = copy(count);
        return copied <= 0 ? 0 : (int) (copied / length);
    }

    /** Copies the pieces up to the first that is not mapped; the number of bytes, or minus an error number. */
    private long copy(int count) {
        if (file == null) {
            long copied = calls.processVmReadv(pid, local, count, remote, count);
            boolean forbidden = Errno.EPERM.is(copied) || Errno.EACCES.is(copied) || Errno.ENOSYS.is(copied);
            if (!forbidden || !openFile()) {
                return copied;
            }
        }
        long copied = 0;
        for (int i = 0; i < count; i++) {
            int length = (int) remote.buffer().getLong(i * PIECE + 8);
            if (!copyFromFile(remote.buffer().getLong(i * PIECE), length, i * Long.BYTES)) {
                return copied == 0 ? -Errno.EFAULT.number() : copied;
            }
            copied += length;
        }
        return copied;
    }

    /** Closes the file, where one is open. */
    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // nothing was written
        }
        file = null;
    }

    private boolean openFile() {
        try {
            file = new RandomAccessFile("/proc/self/mem", "r");
            return true;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    private boolean copyFromFile(long address, int length, int to) {
        if (address < 0) {
            return false;
        }
        try {
            file.seek(address);
            if (file.read(piece, 0, length) != length) {
                return false;
            }
        } catch (IOException e) {
            return false; // not mapped: EIO
        }
        for (int i = 0; i < length; i++) {
            data.buffer().put(to + i, piece[i]);
        }
        return true;
    }

    /** A copied piece of 8 bytes, or of fewer with zeros behind them. */
    long pieceAsLong(int index) {
        return data.buffer().getLong(index * Long.BYTES);
    }

    /** A copied piece of 4 bytes. */
    int pieceAsInt(int index) {
        return data.buffer().getInt(index * Long.BYTES);
    }
}
