package io.github.tidewatch.procfs;

import java.io.IOException;
import java.util.Arrays;

/**
 * The content of a file of {@code /proc}, whatever its length: grows to the longest so far. A line of groups, CPUs or
 * controllers has made many of these files longer than they once were. Not safe for use by several threads at once.
 */
public final class ProcBuffer {
    /** A process of 65 536 groups, the most that there are, has a status of 720 kB. */
    static final int MOST = 1 << 20;

    private byte[] bytes;
    private int length;

    /** A buffer that grows beyond {@code size} bytes when a file does. */
    public ProcBuffer(int size) {
        bytes = new byte[size];
    }

    /** The content last read, of which {@link #length} bytes count. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes were read last. */
    public int length() {
        return length;
    }

    void setLength(int read) {
        length = read;
    }

    /** Takes over what another has. */
    void set(ProcBuffer other) {
        if (bytes.length < other.length) {
            bytes = new byte[other.bytes.length];
        }
        System.arraycopy(other.bytes, 0, bytes, 0, other.length);
        length = other.length;
    }

    /** Makes room for more than there is room for, and keeps what was read. */
    void grow() throws IOException {
        if (bytes.length >= MOST) {
            throw new IOException("longer than " + MOST + " bytes");
        }
        bytes = Arrays.copyOf(bytes, Math.min(MOST, bytes.length * 2));
    }
}
