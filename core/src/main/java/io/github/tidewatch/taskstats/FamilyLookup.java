package io.github.tidewatch.taskstats;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.netlink.MalformedMessageException;
import io.github.tidewatch.netlink.Netlink;
import io.github.tidewatch.netlink.NetlinkAttributes;
import io.github.tidewatch.netlink.NetlinkMessage;
import io.github.tidewatch.netlink.NetlinkWriter;
import io.github.tidewatch.taskstats.TaskstatsException.Reason;

/** Asks generic netlink's controller which message type the family TASKSTATS has on this kernel. */
final class FamilyLookup {
    private static final int ATTEMPTS = 3;
    private static final int STRAYS = 64;

    private final NetlinkSocket socket;
    private final NetlinkMessage message = new NetlinkMessage();
    private final NetlinkAttributes attributes = new NetlinkAttributes();

    FamilyLookup(NetlinkSocket socket) {
        this.socket = socket;
    }

    /**
     * The family's message type.
     *
     * @param sequence the first of {@link #ATTEMPTS} sequence numbers to use
     * @throws TaskstatsException if there is no such family, or no answer
     */
    int find(int sequence) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int length = new NetlinkWriter(socket.out())
                    .begin(Netlink.GENL_ID_CTRL, Netlink.NLM_F_REQUEST, sequence + attempt)
                    .generic(Netlink.CTRL_CMD_GETFAMILY, 1)
                    .attribute(Netlink.CTRL_ATTR_FAMILY_NAME, Protocol.FAMILY_NAME)
                    .end();
            long sent = socket.send(length);
            if (sent < 0) {
                throw failed((int) -sent);
            }
            int family = answer(sequence + attempt);
            if (family != 0) {
                return family;
            }
        }
        throw new TaskstatsException(
                Reason.LOST, "generic netlink's controller did not say which number the family TASKSTATS has");
    }

    /** Returns 0 if no answer came. */
    private int answer(int sequence) {
        for (int stray = 0; stray < STRAYS; stray++) {
            int received = socket.receive(1, true);
            if (Errno.EAGAIN.is(received) || Errno.ENOBUFS.is(received)) {
                return 0;
            }
            if (received < 0) {
                throw failed(-received);
            }
            int length = socket.length(0);
            if (length < 0) {
                continue;
            }
            try {
                message.wrap(socket.data(), 0, length);
                while (message.next()) {
                    if (message.sequence() == sequence && message.portId() == socket.portId()) {
                        int family = read();
                        if (family != 0) {
                            return family;
                        }
                    }
                }
            } catch (MalformedMessageException e) {
                // Not an answer to the question; one may follow.
            }
        }
        return 0;
    }

    private int read() {
        if (message.type() == Netlink.NLMSG_ERROR) {
            int error = message.errorNumber();
            if (error == Errno.ENOENT.number()) {
                throw new TaskstatsException(
                        Reason.NOT_SUPPORTED,
                        "this kernel has no generic-netlink family TASKSTATS: it was built without CONFIG_TASKSTATS."
                                + " A kernel with it is needed");
            }
            if (error != 0) {
                throw failed(error);
            }
        } else if (message.type() == Netlink.GENL_ID_CTRL) {
            message.genericAttributes(attributes);
            while (attributes.next()) {
                if (attributes.type() == Netlink.CTRL_ATTR_FAMILY_ID) {
                    return attributes.getUnsignedShort();
                }
            }
        }
        return 0;
    }

    private static TaskstatsException failed(int errorNumber) {
        return Failures.of("looking up the generic-netlink family TASKSTATS", errorNumber);
    }
}
