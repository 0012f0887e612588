package io.github.tidewatch.taskstats;

import io.github.tidewatch.netlink.MalformedMessageException;
import io.github.tidewatch.netlink.NetlinkAttributes;
import io.github.tidewatch.netlink.NetlinkMessage;

/**
 * Reads a message of the family TASKSTATS: the statistics of a thread, of a thread group, or, when the last thread of
 * a group ends, both. Reused, allocates nothing.
 */
final class StatsMessage {
    private final NetlinkAttributes outer = new NetlinkAttributes();
    private final NetlinkAttributes inner = new NetlinkAttributes();
    private final TaskStatsView thread = new TaskStatsView();
    private final TaskStatsView group = new TaskStatsView();
    private boolean hasThread;
    private boolean hasGroup;

    /**
     * Reads a message, all of it before any of it is believed.
     *
     * @throws MalformedMessageException if it is none with statistics
     */
    void read(NetlinkMessage message) {
        hasThread = false;
        hasGroup = false;
        if (message.genericCommand() != Protocol.CMD_NEW) {
            throw new MalformedMessageException("taskstats command " + message.genericCommand());
        }
        boolean threadSeen = false;
        boolean groupSeen = false;
        message.genericAttributes(outer);
        while (outer.next()) {
            if (outer.type() == Protocol.TYPE_AGGR_PID && !threadSeen) {
                readBlock(thread, Filling.THREAD, Protocol.TYPE_PID, 0);
                threadSeen = true;
            } else if (outer.type() == Protocol.TYPE_AGGR_TGID && !groupSeen) {
                readBlock(group, Filling.GROUP, Protocol.TYPE_TGID, threadSeen ? thread.version() : 0);
                groupSeen = true;
                if (threadSeen && !addsUpTimes(group)) {
                    group.refill(Filling.GROUP_DELAYS);
                }
            } else if (outer.type() == Protocol.TYPE_AGGR_PID || outer.type() == Protocol.TYPE_AGGR_TGID) {
                throw new MalformedMessageException("two blocks of one kind");
            }
        }
        if (!threadSeen && !groupSeen) {
            throw new MalformedMessageException("no statistics in a taskstats message");
        }
        hasThread = threadSeen;
        hasGroup = groupSeen;
    }

    /** Two tasks or more that took no time together do not exist: then the kernel did not fill this in. */
    private static boolean addsUpTimes(TaskStatsView group) {
        return group.has(TaskStatsField.AC_ETIME) && group.get(TaskStatsField.AC_ETIME) != 0;
    }

    /**
     * Reads id and structure.
     *
     * @param versionIfUnset the version of a structure that says 0: kernels before "taskstats: set version in TGID exit
     *     notifications" (2026, and in stable series since) leave it out of the group's block when a group ends
     */
    private void readBlock(TaskStatsView view, Filling filling, int idType, int versionIfUnset) {
        boolean idSeen = false;
        boolean statsSeen = false;
        int id = 0;
        outer.nested(inner);
        while (inner.next()) {
            if (inner.type() == idType && !idSeen) {
                id = inner.getInt();
                idSeen = true;
            } else if (inner.type() == Protocol.TYPE_STATS && idSeen && !statsSeen) {
                int version = structVersion();
                view.wrap(
                        inner.buffer(),
                        inner.offset(),
                        inner.length(),
                        filling,
                        id,
                        version == 0 ? versionIfUnset : version);
                statsSeen = true;
            } else if (inner.type() == idType || inner.type() == Protocol.TYPE_STATS) {
                throw new MalformedMessageException("id and statistics not once each and in order");
            }
        }
        if (!statsSeen) {
            throw new MalformedMessageException("a block without statistics");
        }
    }

    private int structVersion() {
        if (inner.length() < Short.BYTES) {
            throw new MalformedMessageException("a struct taskstats of " + inner.length() + " bytes");
        }
        return inner.buffer().getShort(inner.offset()) & 0xffff;
    }

    boolean hasThread() {
        return hasThread;
    }

    TaskStatsView thread() {
        return thread;
    }

    boolean hasGroup() {
        return hasGroup;
    }

    TaskStatsView group() {
        return group;
    }
}
