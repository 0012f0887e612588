package io.github.tidewatch.taskstats;

import io.github.tidewatch.netlink.Netlink;
import io.github.tidewatch.netlink.NetlinkWriter;
import java.nio.ByteBuffer;

/**
 * The requests of one datagram, each for the accounting of one task. They are laid out once; only what changes is written
 * for each datagram. Not safe for use by several threads at once.
 */
final class StatsRequests {
    /** The most in a datagram. */
    static final int MOST = 64;

    private static final int REQUEST_SIZE = 28;
    private static final int ATTRIBUTE_TYPE_OFFSET = 22;
    private static final int ID_OFFSET = 24;

    /** In bytes. */
    static final int MAX_SIZE = MOST * REQUEST_SIZE;

    private final ByteBuffer out;

    /** Lays them out in {@code out}, from where they are sent. */
    StatsRequests(ByteBuffer out, int family) {
        this.out = out;
        NetlinkWriter writer = new NetlinkWriter(out);
        for (int i = 0; i < MOST; i++) {
            writer.begin(family, Netlink.NLM_F_REQUEST, 0)
                    .generic(Protocol.CMD_GET, Protocol.FAMILY_VERSION)
                    .attribute(Protocol.CMD_ATTR_PID, 0)
                    .end();
        }
    }

    /** Makes the request at a place one about this task. */
    void set(int place, int sequence, TaskScope scope, int id) {
        int request = place * REQUEST_SIZE;
        int type = scope == TaskScope.THREAD ? Protocol.CMD_ATTR_PID : Protocol.CMD_ATTR_TGID;
        out.putInt(request + Netlink.SEQUENCE_OFFSET, sequence);
        out.putShort(request + ATTRIBUTE_TYPE_OFFSET, (short) type);
        out.putInt(request + ID_OFFSET, id);
    }

    /** The length of the first requests, in bytes. */
    static int size(int count) {
        return count * REQUEST_SIZE;
    }
}
