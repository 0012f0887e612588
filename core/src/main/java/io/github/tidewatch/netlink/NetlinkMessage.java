package io.github.tidewatch.netlink;

import java.nio.ByteBuffer;

/**
 * A cursor over the messages of one datagram. Reused and allocation-free; not safe for use by several threads at once.
 *
 * <p>The accessors speak of the message that the last successful {@link #next()} moved to.
 */
public final class NetlinkMessage {
    private ByteBuffer buffer;
    private int start;
    private int end;
    private int following;
    private int limit;

    /**
     * Starts over the datagram in bytes {@code from} to {@code to} of {@code buffer}, before its first message.
     *
     * @throws IndexOutOfBoundsException if the buffer has no such bytes
     */
    public void wrap(ByteBuffer buffer, int from, int to) {
        if (from < 0 || to < from || to > buffer.limit()) {
            throw new IndexOutOfBoundsException("bytes " + from + " to " + to + " of " + buffer.limit());
        }
        this.buffer = buffer;
        this.start = from;
        this.end = from;
        this.following = from;
        this.limit = to;
    }

    /**
     * Moves to the next message.
     *
     * @return false if there is none
     * @throws MalformedMessageException if the bytes that follow are no message, or one that claims to be longer than
     *     the datagram; there is no next message then
     */
    public boolean next() {
        int at = following;
        int rest = limit - at;
        if (rest == 0) {
            return false;
        }
        following = limit;
        if (rest < Netlink.HEADER_SIZE) {
            throw new MalformedMessageException(rest + " bytes where a message header of 16 should be");
        }
        int length = buffer.getInt(at);
        if (length < Netlink.HEADER_SIZE || length > rest) {
            throw new MalformedMessageException("a message of " + length + " bytes in the " + rest + " that are there");
        }
        start = at;
        end = at + length;
        following = at + Math.min(Netlink.align(length), rest);
        return true;
    }

    /** {@code nlmsg_type}: a family's number, or one of {@link Netlink}'s {@code NLMSG_} types. */
    public int type() {
        return buffer.getShort(start + 4) & 0xffff;
    }

    /** {@code nlmsg_flags}. */
    public int flags() {
        return buffer.getShort(start + 6) & 0xffff;
    }

    /** {@code nlmsg_seq}: in an answer, that of the request. */
    public int sequence() {
        return buffer.getInt(start + Netlink.SEQUENCE_OFFSET);
    }

    /** {@code nlmsg_pid}: in an answer, the port of the socket that asked; 0 in what nobody asked for. */
    public int portId() {
        return buffer.getInt(start + 12);
    }

    /** The number of bytes of the message, with its header. */
    public int length() {
        return end - start;
    }

    /**
     * The error number in a message of type {@link Netlink#NLMSG_ERROR}: positive, or 0 for an acknowledgement.
     *
     * @throws MalformedMessageException if the message is too short to hold one, it is no error number, or the
     *     message says by its copy of the request that it belongs to another than its header does
     */
    public int errorNumber() {
        int payload = start + Netlink.HEADER_SIZE;
        if (end - payload < Integer.BYTES) {
            throw new MalformedMessageException("an error message of " + length() + " bytes");
        }
        int error = buffer.getInt(payload);
        if (error > 0 || error < -4095) {
            throw new MalformedMessageException("error number " + error + " in an error message");
        }
        int request = payload + Integer.BYTES;
        if (end - request >= Netlink.HEADER_SIZE && buffer.getInt(request + Netlink.SEQUENCE_OFFSET) != sequence()) {
            throw new MalformedMessageException("an error message with two sequence numbers");
        }
        return -error;
    }

    /**
     * The command in the generic netlink header.
     *
     * @throws MalformedMessageException if the message is too short to hold one
     */
    public int genericCommand() {
        return buffer.get(genericHeader()) & 0xff;
    }

    /**
     * Lets {@code attributes} begin before the first attribute behind the generic netlink header.
     *
     * @throws MalformedMessageException if the message is too short to hold the header
     */
    public void genericAttributes(NetlinkAttributes attributes) {
        attributes.wrap(buffer, genericHeader() + Netlink.GENERIC_HEADER_SIZE, end);
    }

    private int genericHeader() {
        int header = start + Netlink.HEADER_SIZE;
        if (end - header < Netlink.GENERIC_HEADER_SIZE) {
            throw new MalformedMessageException("a generic netlink message of " + length() + " bytes");
        }
        return header;
    }
}
