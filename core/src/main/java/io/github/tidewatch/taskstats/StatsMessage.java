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
                readBlock(thread, TaskScope.THREAD, Protocol.TYPE_PID);
                threadSeen = true;
            } else if (outer.type() == Protocol.TYPE_AGGR_TGID && !groupSeen) {
                readBlock(group, TaskScope.GROUP, Protocol.TYPE_TGID);
                groupSeen = true;
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

    private void readBlock(TaskStatsView view, TaskScope scope, int idType) {
        boolean idSeen = false;
        boolean statsSeen = false;
        int id = 0;
        outer.nested(inner);
        while (inner.next()) {
            if (inner.type() == idType && !idSeen) {
                id = inner.getInt();
                idSeen = true;
            } else if (inner.type() == Protocol.TYPE_STATS && idSeen && !statsSeen) {
                view.wrap(inner.buffer(), inner.offset(), inner.length(), scope, id);
                statsSeen = true;
            } else if (inner.type() == idType || inner.type() == Protocol.TYPE_STATS) {
                throw new MalformedMessageException("id and statistics not once each and in order");
            }
        }
        if (!statsSeen) {
            throw new MalformedMessageException("a block without statistics");
        }
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
