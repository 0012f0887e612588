package io.github.tidewatch.taskstats;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.netlink.MalformedMessageException;
import io.github.tidewatch.netlink.Netlink;
import io.github.tidewatch.netlink.NetlinkMessage;

/**
 * Asks about up to 64 tasks in one datagram and gives every answer to the task that it is about.
 *
 * <p>An answer counts only if it comes from the kernel (which {@link NetlinkSocket} sees to), to this socket's port,
 * with the sequence number of a request of the datagram that was sent last and is still unanswered, and names the task
 * of that request twice: in the attribute and in the structure. All else (late answers to an earlier datagram,
 * duplicates, garbage) is dropped and counted. What stays unanswered is asked again, under new sequence numbers.
 */
final class StatsQuery {
    static final int BATCH = StatsRequests.MOST;

    /** Datagrams without a single answer before the unanswered are given up. */
    private static final int FRUITLESS_ROUNDS = 3;
    /** Datagrams not meant for us, or errors, before a round is given up: nothing may keep a query for ever. */
    private static final int STRAYS_PER_ROUND = 1024;

    private static final int STRAY = -1;

    private final NetlinkSocket socket;
    private final int family;
    private final StatsRequests requests;
    private final NetlinkMessage message = new NetlinkMessage();
    private final StatsMessage stats = new StatsMessage();
    private final int[] indexes = new int[BATCH];

    private int sequence;
    private int batch = BATCH;
    private boolean running;

    // The round in progress.
    private TaskScope scope;
    private int[] ids;
    private StatsReceiver receiver;
    private int asked;
    private long waiting;
    private boolean answered;
    private int error;
    private int strays;

    private final QueryCounts counts = new QueryCounts();

    /**
     * @param sequence the first sequence number that was not used on the socket
     */
    StatsQuery(NetlinkSocket socket, int family, int sequence) {
        this.socket = socket;
        this.sequence = sequence;
        this.family = family;
        this.requests = new StatsRequests(socket.out(), family);
    }

    /** Asks about {@code count} tasks; the receiver gets one call for each, unless it throws. */
    void ask(TaskScope whose, int[] taskIds, int from, int count, StatsReceiver to) {
        if (running) {
            throw new IllegalStateException("a receiver must not ask the client that calls it");
        }
        running = true;
        scope = whose;
        ids = taskIds;
        receiver = to;
        try {
            for (int done = 0; done < count; done += BATCH) {
                askGroup(from + done, Math.min(BATCH, count - done));
            }
        } finally {
            running = false;
            receiver = null;
            ids = null;
        }
    }

    /** Asks about at most 64 tasks, again and again until all are answered or nothing comes any more. */
    private void askGroup(int from, int count) {
        counts.queries += count;
        long open = count == BATCH ? -1L : (1L << count) - 1;
        int fruitless = 0;
        while (true) {
            // Which of the open tasks stands behind which sequence number of this round.
            asked = 0;
            long inRound = 0;
            for (long rest = open; rest != 0 && asked < batch; rest &= rest - 1) {
                int bit = Long.numberOfTrailingZeros(rest);
                indexes[asked++] = from + bit;
                inRound |= 1L << bit;
            }
            round();
            open &= ~inRound;
            for (long rest = waiting; rest != 0; rest &= rest - 1) {
                open |= 1L << (indexes[Long.numberOfTrailingZeros(rest)] - from);
            }
            if (open == 0) {
                return;
            }
            if (waiting != 0) {
                fruitless = answered ? 0 : fruitless + 1;
                if (error != 0 || fruitless == FRUITLESS_ROUNDS) {
                    giveUp(from, open);
                    return;
                }
                counts.queriesRepeated += Long.bitCount(waiting);
            }
        }
    }

    private void giveUp(int from, long open) {
        Outcome outcome = error == 0 ? Outcome.LOST : Outcome.FAILED;
        for (long rest = open; rest != 0; rest &= rest - 1) {
            missing(from + Long.numberOfTrailingZeros(rest), outcome);
        }
    }

    /** Sends one datagram and takes its answers. Afterwards {@link #waiting} holds what was not answered. */
    private void round() {
        int first = sequence;
        sequence += asked;
        for (int i = 0; i < asked; i++) {
            requests.set(i, first + i, scope, ids[indexes[i]]);
        }
        waiting = asked == BATCH ? -1L : (1L << asked) - 1;
        answered = false;
        error = 0;
        strays = 0;
        long sent = socket.send(StatsRequests.size(asked));
        if (sent < 0) {
            fail((int) -sent);
            return;
        }
        boolean overrun = false;
        while (waiting != 0 && strays < STRAYS_PER_ROUND) {
            // The kernel answers within send(): after an overrun, what is not there yet does not come any more.
            int received = socket.receive(BATCH, !overrun);
            if (Errno.ENOBUFS.is(received)) {
                overrun = true;
                strays++;
            } else if (Errno.EAGAIN.is(received)) {
                break;
            } else if (received < 0) {
                fail(-received);
                return;
            } else {
                for (int slot = 0; slot < received; slot++) {
                    take(slot, first);
                }
            }
        }
        adaptBatch(overrun);
    }

    /** A buffer too small for the answers of a full batch: ask for as many at once as came through. */
    private void adaptBatch(boolean overrun) {
        if (overrun) {
            batch = Math.max(1, asked - Long.bitCount(waiting));
        } else {
            batch = Math.min(BATCH, batch * 2);
        }
    }

    /** ENOMEM and ENOBUFS pass; what else a socket says will be the same the next time. */
    private void fail(int errorNumber) {
        counts.lastError = errorNumber;
        if (!QueryCounts.passes(errorNumber)) {
            error = errorNumber;
        }
    }

    private void take(int slot, int first) {
        int from = slot * NetlinkSocket.SLOT_SIZE;
        int length = socket.length(slot);
        if (length < 0) {
            drop();
            return;
        }
        message.wrap(socket.data(), from, from + length);
        boolean more = true;
        while (more) {
            int position = STRAY;
            int refusal = 0;
            try {
                more = message.next();
                if (!more) {
                    return;
                }
                position = requestOf(first);
                if (position != STRAY) {
                    refusal = message.type() == Netlink.NLMSG_ERROR ? message.errorNumber() : read(position);
                }
            } catch (MalformedMessageException e) {
                position = STRAY;
            }
            if (position == STRAY) {
                drop();
            } else {
                deliver(position, refusal);
            }
        }
    }

    private void drop() {
        counts.repliesDropped++;
        strays++;
    }

    /** The place in the round of the request that the message answers, or {@link #STRAY}. */
    private int requestOf(int first) {
        int position = message.sequence() - first;
        boolean ours = message.portId() == socket.portId()
                && position >= 0
                && position < asked
                && (waiting & (1L << position)) != 0
                && (message.type() == family || message.type() == Netlink.NLMSG_ERROR);
        return ours ? position : STRAY;
    }

    /** Reads the statistics and checks whose they are. Returns ESRCH if the task ended meanwhile, else 0. */
    private int read(int position) {
        int id = ids[indexes[position]];
        stats.read(message);
        TaskStatsView view = view();
        if (stats.hasThread() == stats.hasGroup() || view.id() != id || view.scope() != scope) {
            throw new MalformedMessageException("an answer about another task");
        }
        if (scope == TaskScope.THREAD) {
            if (!view.has(TaskStatsField.AC_PID)) {
                throw new MalformedMessageException("statistics of nobody");
            }
            long pid = view.get(TaskStatsField.AC_PID);
            if (pid == 0) {
                // Found by its number, which was taken from it before the kernel filled the structure.
                return Errno.ESRCH.number();
            }
            if (pid != id) {
                throw new MalformedMessageException("statistics of another task");
            }
        }
        return 0;
    }

    private TaskStatsView view() {
        return stats.hasThread() ? stats.thread() : stats.group();
    }

    private void deliver(int position, int refusal) {
        int index = indexes[position];
        if (refusal == 0 && message.type() != Netlink.NLMSG_ERROR) {
            close(position);
            receiver.stats(index, view());
        } else if (refusal == Errno.ESRCH.number()) {
            close(position);
            missing(index, Outcome.GONE);
        } else if (refusal == Errno.EPERM.number()) {
            close(position);
            missing(index, Outcome.NOT_PERMITTED);
        } else if (refusal == Errno.ENOMEM.number()
                || refusal == Errno.ENOBUFS.number()
                || refusal == Errno.EAGAIN.number()
                || refusal == 0) {
            // No statistics, and perhaps some the next time: stays open. (0: an acknowledgement nobody asked for.)
            drop();
        } else {
            close(position);
            counts.lastError = refusal;
            missing(index, Outcome.FAILED);
        }
    }

    private void close(int position) {
        waiting &= ~(1L << position);
        answered = true;
    }

    private void missing(int index, Outcome outcome) {
        counts.missing(outcome);
        receiver.missing(index, outcome);
    }

    /** What has become of all queries so far. */
    QueryCounts counts() {
        return counts;
    }
}
