package io.github.tidewatch.taskstats;

import io.github.tidewatch.netlink.Netlink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Makes the datagrams that the kernel sends. */
final class Messages {
    static final int FAMILY = 31;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final StructBytes STRUCT = new StructBytes(16, ORDER);

    private Messages() {}

    /** Statistics as {@link #cpuCountOf} has them for the tid, and {@link StructBytes#valueOf} for the rest. */
    static byte[] struct(int tid) {
        byte[] struct = STRUCT.bytes(tid);
        ByteBuffer.wrap(struct).order(ORDER).putLong(TaskStatsField.CPU_COUNT.offset, cpuCountOf(tid));
        return struct;
    }

    static long cpuCountOf(int tid) {
        return tid * 1_000_003L;
    }

    static byte[] stats(int sequence, int port, int tid) {
        return stats(sequence, port, tid, struct(tid));
    }

    static byte[] stats(int sequence, int port, int tid, byte[] struct) {
        return message(FAMILY, sequence, port, generic(block(Protocol.TYPE_AGGR_PID, Protocol.TYPE_PID, tid, struct)));
    }

    static byte[] groupStats(int sequence, int port, int tgid) {
        return message(
                FAMILY, sequence, port, generic(block(Protocol.TYPE_AGGR_TGID, Protocol.TYPE_TGID, tgid, struct(0))));
    }

    /** What the kernel sends when the last of several tasks of a group ends. */
    static byte[] exit(int tid, int tgid) {
        return exit(struct(tid), tid, struct(0), tgid);
    }

    static byte[] exit(byte[] threadStruct, int tid, byte[] groupStruct, int tgid) {
        byte[] thread = block(Protocol.TYPE_AGGR_PID, Protocol.TYPE_PID, tid, threadStruct);
        byte[] group = block(Protocol.TYPE_AGGR_TGID, Protocol.TYPE_TGID, tgid, groupStruct);
        return message(FAMILY, 7, 0, generic(concat(thread, group)));
    }

    /** An error, with the kernel's copy of the request behind it. */
    static byte[] error(int sequence, int port, int errorNumber) {
        ByteBuffer payload = ByteBuffer.allocate(32).order(ORDER);
        payload.putInt(-errorNumber);
        payload.putInt(28)
                .putShort((short) FAMILY)
                .putShort((short) 1)
                .putInt(sequence)
                .putInt(0);
        return message(Netlink.NLMSG_ERROR, sequence, port, payload.array());
    }

    static byte[] family(int sequence, int port) {
        byte[] name = attribute(Netlink.CTRL_ATTR_FAMILY_NAME, "TASKSTATS\0".getBytes(StandardCharsets.US_ASCII));
        byte[] id = attribute(
                Netlink.CTRL_ATTR_FAMILY_ID,
                ByteBuffer.allocate(2).order(ORDER).putShort((short) FAMILY).array());
        byte[] header = {1, 2, 0, 0};
        return message(Netlink.GENL_ID_CTRL, sequence, port, concat(header, concat(name, id)));
    }

    static byte[] message(int type, int sequence, int port, byte[] payload) {
        ByteBuffer message = ByteBuffer.allocate(16 + payload.length).order(ORDER);
        message.putInt(16 + payload.length).putShort((short) type).putShort((short) 0);
        message.putInt(sequence).putInt(port).put(payload);
        return message.array();
    }

    static byte[] generic(byte[] attributes) {
        return concat(new byte[] {Protocol.CMD_NEW, 1, 0, 0}, attributes);
    }

    private static byte[] block(int type, int idType, int id, byte[] struct) {
        byte[] idBytes = ByteBuffer.allocate(4).order(ORDER).putInt(id).array();
        return attribute(type, concat(attribute(idType, idBytes), attribute(Protocol.TYPE_STATS, struct)));
    }

    static byte[] attribute(int type, byte[] content) {
        ByteBuffer attribute =
                ByteBuffer.allocate((4 + content.length + 3) & ~3).order(ORDER);
        attribute.putShort((short) (4 + content.length)).putShort((short) type).put(content);
        return attribute.array();
    }

    static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
