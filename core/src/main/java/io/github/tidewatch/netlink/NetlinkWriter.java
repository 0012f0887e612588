package io.github.tidewatch.netlink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Lays out requests one behind the other in a buffer, in the buffer's byte order. Not safe for use by several threads
 * at once.
 *
 * <pre>{@code
 * int length = new NetlinkWriter(buffer)
 *         .begin(family, Netlink.NLM_F_REQUEST, sequence)
 *         .generic(command, version)
 *         .attribute(type, value)
 *         .end();
 * }</pre>
 *
 * <p>Every method throws {@link IndexOutOfBoundsException} if the buffer has no room.
 */
public final class NetlinkWriter {
    private final ByteBuffer buffer;
    private int start;
    private int at;

    /** Begins at the start of {@code buffer}. */
    public NetlinkWriter(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /** Begins a message from port 0: the kernel knows the sender's. */
    public NetlinkWriter begin(int type, int flags, int sequence) {
        start = at;
        buffer.putShort(start + 4, (short) type);
        buffer.putShort(start + 6, (short) flags);
        buffer.putInt(start + Netlink.SEQUENCE_OFFSET, sequence);
        buffer.putInt(start + 12, 0);
        at = start + Netlink.HEADER_SIZE;
        return this;
    }

    /** Adds the generic netlink header. */
    public NetlinkWriter generic(int command, int version) {
        buffer.put(at, (byte) command);
        buffer.put(at + 1, (byte) version);
        buffer.putShort(at + 2, (short) 0);
        at += Netlink.GENERIC_HEADER_SIZE;
        return this;
    }

    /** Adds an attribute of 32 bits. */
    public NetlinkWriter attribute(int type, int value) {
        header(type, Integer.BYTES);
        buffer.putInt(at, value);
        at += Integer.BYTES;
        return this;
    }

    /**
     * Adds an attribute of text, in ASCII with a terminating NUL, which the attribute's length counts and the padding
     * does not replace: without it the kernel takes the last character for the end ("0-31" becomes "0-3").
     */
    public NetlinkWriter attribute(int type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        header(type, bytes.length + 1);
        for (byte b : bytes) {
            buffer.put(at++, b);
        }
        do {
            buffer.put(at++, (byte) 0);
        } while (at != Netlink.align(at));
        return this;
    }

    /**
     * Ends the message by writing its length.
     *
     * @return where the next message begins: the number of bytes written so far
     */
    public int end() {
        buffer.putInt(start, at - start);
        return at;
    }

    private void header(int type, int length) {
        buffer.putShort(at, (short) (Netlink.ATTRIBUTE_HEADER_SIZE + length));
        buffer.putShort(at + 2, (short) type);
        at += Netlink.ATTRIBUTE_HEADER_SIZE;
    }
}
