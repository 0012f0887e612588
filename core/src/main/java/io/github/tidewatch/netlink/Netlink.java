package io.github.tidewatch.netlink;

/** Numbers of netlink and generic netlink, from include/uapi/linux/netlink.h and genetlink.h. */
public final class Netlink {
    /** Size of {@code struct nlmsghdr}. */
    public static final int HEADER_SIZE = 16;
    /** Size of {@code struct genlmsghdr}. */
    public static final int GENERIC_HEADER_SIZE = 4;
    /** Size of {@code struct nlattr}. */
    public static final int ATTRIBUTE_HEADER_SIZE = 4;

    /** Where {@code nlmsg_seq} stands in a message. */
    public static final int SEQUENCE_OFFSET = 8;

    /** Message type: nothing. */
    public static final int NLMSG_NOOP = 1;
    /** Message type: an error, or with error number 0 an acknowledgement. */
    public static final int NLMSG_ERROR = 2;
    /** Message type: the end of a message in several parts. */
    public static final int NLMSG_DONE = 3;
    /** Message type: data was lost. */
    public static final int NLMSG_OVERRUN = 4;

    /** Message flag: a request. */
    public static final int NLM_F_REQUEST = 0x1;
    /** Message flag: acknowledge, also when all went well. */
    public static final int NLM_F_ACK = 0x4;

    /** Message type of generic netlink's own controller. */
    public static final int GENL_ID_CTRL = 16;
    /** Command of the controller: a family by its name. */
    public static final int CTRL_CMD_GETFAMILY = 3;
    /** Attribute of the controller: a family's message type, 16 bits. */
    public static final int CTRL_ATTR_FAMILY_ID = 1;
    /** Attribute of the controller: a family's name, NUL-terminated. */
    public static final int CTRL_ATTR_FAMILY_NAME = 2;

    /** The flags {@code NLA_F_NESTED} and {@code NLA_F_NET_BYTEORDER} are no part of an attribute's type. */
    static final int ATTRIBUTE_TYPE_MASK = 0x3fff;

    private Netlink() {}

    /** The next multiple of 4: where the next message or attribute begins. */
    static int align(int length) {
        return (length + 3) & ~3;
    }
}
