package io.github.tidewatch.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory that system calls read and write: a direct buffer in the platform's byte order, and its address.
 *
 * <p>The memory lives as long as this object is reachable, and every call of {@link SystemCalls} keeps it reachable
 * until the kernel is done with it. Where one block holds the address of another (the {@code iovec}s of a
 * {@code msghdr}), whoever lays them out holds both. Not safe for use by several threads at once.
 */
public final class NativeMemory {
    private final ByteBuffer buffer;
    private final long address;

    NativeMemory(ByteBuffer buffer, long address) {
        this.buffer = buffer;
        this.address = address;
    }

    /**
     * Allocates zeroed memory.
     *
     * @param size in bytes
     * @throws NativeAccessException if native code cannot be used in this JVM
     */
    public static NativeMemory allocate(int size) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        return new NativeMemory(buffer, NativeAccess.get().address(buffer));
    }

    /** The content, from the first byte to the last, in the platform's byte order. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** The address of the first byte. */
    public long address() {
        return address;
    }

    /** The size in bytes. */
    public int size() {
        return buffer.capacity();
    }

    /** The address of the byte at {@code offset}, after checking that {@code length} bytes from there are ours. */
    long address(int offset, int length) {
        if (offset < 0 || length < 0 || offset > size() - length) {
            throw new IndexOutOfBoundsException(
                    "bytes " + offset + " to " + (offset + (long) length) + " of a memory of " + size());
        }
        return address + offset;
    }
}
