package io.github.tidewatch.netlink;

import java.nio.ByteBuffer;

/**
 * A cursor over a row of attributes. Reused and allocation-free; not safe for use by several threads at once.
 *
 * <p>The accessors speak of the attribute that the last successful {@link #next()} moved to.
 */
public final class NetlinkAttributes {
    private ByteBuffer buffer;
    private int type;
    private int from;
    private int to;
    private int following;
    private int limit;

    void wrap(ByteBuffer buffer, int from, int to) {
        this.buffer = buffer;
        this.type = 0;
        this.from = from;
        this.to = from;
        this.following = from;
        this.limit = to;
    }

    /**
     * Moves to the next attribute.
     *
     * @return false if there is none
     * @throws MalformedMessageException if the bytes that follow are no attribute, or one that claims to be longer
     *     than what it is in; there is no next attribute then
     */
    public boolean next() {
        int at = following;
        int rest = limit - at;
        if (rest == 0) {
            return false;
        }
        following = limit;
        if (rest < Netlink.ATTRIBUTE_HEADER_SIZE) {
            throw new MalformedMessageException(rest + " bytes where an attribute header of 4 should be");
        }
        int length = buffer.getShort(at) & 0xffff;
        if (length < Netlink.ATTRIBUTE_HEADER_SIZE || length > rest) {
            throw new MalformedMessageException(
                    "an attribute of " + length + " bytes in the " + rest + " that are there");
        }
        type = buffer.getShort(at + 2) & Netlink.ATTRIBUTE_TYPE_MASK;
        from = at + Netlink.ATTRIBUTE_HEADER_SIZE;
        to = at + length;
        following = at + Math.min(Netlink.align(length), rest);
        return true;
    }

    /** {@code nla_type}, without its flags. */
    public int type() {
        return type;
    }

    /** Where the content begins in {@link #buffer()}. */
    public int offset() {
        return from;
    }

    /** The number of bytes of the content. */
    public int length() {
        return to - from;
    }

    /** The buffer that holds the message. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /**
     * The content as a number of 32 bits.
     *
     * @throws MalformedMessageException if the content is not 4 bytes long
     */
    public int getInt() {
        check(Integer.BYTES);
        return buffer.getInt(from);
    }

    /**
     * The content as an unsigned number of 16 bits.
     *
     * @throws MalformedMessageException if the content is not 2 bytes long
     */
    public int getUnsignedShort() {
        check(Short.BYTES);
        return buffer.getShort(from) & 0xffff;
    }

    /** Lets {@code inner} begin before the first of the attributes that this one contains. */
    public void nested(NetlinkAttributes inner) {
        inner.wrap(buffer, from, to);
    }

    private void check(int size) {
        if (length() != size) {
            throw new MalformedMessageException("attribute " + type + " has " + length() + " bytes, not " + size);
        }
    }
}
