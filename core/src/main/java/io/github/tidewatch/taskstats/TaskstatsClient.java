package io.github.tidewatch.taskstats;

import io.github.tidewatch.linux.NativeAccessException;
import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.taskstats.TaskstatsException.Reason;
import java.util.Objects;

/**
 * Asks the kernel for the accounting of tasks (taskstats over generic netlink,
 * Documentation/accounting/taskstats.rst).
 *
 * <p>An answer is given to a question only if it has the question's sequence number, this client's port, and names the
 * task that was asked about: statistics are never another task's. An answer that is lost is asked for again, and in
 * the end reported as {@link Outcome#LOST}.
 *
 * <pre>{@code
 * try (TaskstatsClient client = TaskstatsClient.open()) {
 *     client.pidStats(tids, 0, tids.length, new StatsReceiver() {
 *         public void stats(int index, TaskStatsView view) {
 *             cpuDelay[index] = view.get(TaskStatsField.CPU_DELAY_TOTAL);
 *         }
 *         public void missing(int index, Outcome outcome) {
 *             forget(tids[index], outcome);
 *         }
 *     });
 * }
 * }</pre>
 *
 * <p>Needs CAP_NET_ADMIN in the initial user namespace. Ask about threads of the own process only, unless the kernel
 * is known to bear it: some kernels crash when asked about kernel threads of another's.
 *
 * <p>Not safe for use by several threads at once: one thread, or the caller's own lock.
 */
public final class TaskstatsClient implements AutoCloseable {
    private static final int LOOKUP_SEQUENCE = 1;
    private static final int QUERY_SEQUENCE = 0x100;

    private final NetlinkSocket socket;
    private final StatsQuery query;
    private boolean closed;
    private int version;

    private TaskstatsClient(SystemCalls calls) {
        socket = new NetlinkSocket(calls, StatsQuery.OUT_SIZE, StatsQuery.BATCH);
        try {
            int family = new FamilyLookup(socket).find(LOOKUP_SEQUENCE);
            query = new StatsQuery(socket, family, QUERY_SEQUENCE);
            askAbout(calls.gettid());
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Opens a client on this machine's kernel, and makes sure that it is permitted to ask by asking about the calling
     * thread.
     *
     * @throws TaskstatsException if taskstats cannot be used: {@link Reason#NOT_SUPPORTED},
     *     {@link Reason#NOT_PERMITTED} or another reason, with what would help
     */
    public static TaskstatsClient open() {
        SystemCalls calls;
        try {
            calls = SystemCalls.host();
        } catch (NativeAccessException e) {
            throw new TaskstatsException(Reason.NOT_SUPPORTED, "no system calls: " + e.getMessage(), e);
        }
        return open(calls);
    }

    /**
     * Opens a client on the given system calls, as {@link #open()} does.
     *
     * @throws TaskstatsException if taskstats cannot be used
     */
    public static TaskstatsClient open(SystemCalls calls) {
        try {
            return new TaskstatsClient(calls);
        } catch (SystemCallException e) {
            throw Failures.of(e);
        }
    }

    private void askAbout(int tid) {
        query.ask(TaskScope.THREAD, new int[] {tid}, 0, 1, new StatsReceiver() {
            @Override
            public void stats(int index, TaskStatsView view) {
                version = view.version();
            }

            @Override
            public void missing(int index, Outcome outcome) {
                String what = "taskstats of the calling thread, tid " + tid;
                switch (outcome) {
                    case NOT_PERMITTED:
                        throw Failures.of(what, 1);
                    case FAILED:
                        throw Failures.of(what, query.lastError());
                    case GONE:
                        throw new TaskstatsException(
                                Reason.NOT_SUPPORTED, what + ": the kernel says that there is no such thread");
                    default:
                        throw new TaskstatsException(Reason.LOST, what + ": no answer came");
                }
            }
        });
    }

    /**
     * Asks about many tasks, 64 in a datagram. The receiver gets exactly one call for each, in the order in which the
     * answers arrive, on this thread and before this method returns. Allocates nothing.
     *
     * @param tids the tasks; must not change during the call
     * @param from where in {@code tids} to begin
     * @param count how many
     * @throws IndexOutOfBoundsException if {@code tids} has no such range
     * @throws IllegalStateException if the client is closed, or the call comes from a receiver
     */
    public void pidStats(int[] tids, int from, int count, StatsReceiver receiver) {
        Objects.checkFromIndexSize(from, count, tids.length);
        checkOpen();
        query.ask(TaskScope.THREAD, tids, from, count, receiver);
    }

    /** The version of {@code struct taskstats} that this kernel speaks. */
    public int version() {
        return version;
    }

    /** The tasks that were asked about so far. */
    public long queries() {
        return query.queries();
    }

    /** How many of the {@link #queries()} had to be asked again, each time counted. */
    public long queriesRepeated() {
        return query.queriesRepeated();
    }

    /** How many of the {@link #queries()} ended with {@link Outcome#NOT_PERMITTED} or {@link Outcome#FAILED}. */
    public long queriesFailed() {
        return query.queriesFailed();
    }

    /** How many of the {@link #queries()} ended with {@link Outcome#LOST}. */
    public long repliesLost() {
        return query.repliesLost();
    }

    /** Messages that answered no open question (late, duplicated, foreign or malformed) and were not believed. */
    public long repliesDropped() {
        return query.repliesDropped();
    }

    /** The kernel's last error number other than "no such task" and "not permitted"; 0 if there was none. */
    public int lastError() {
        return query.lastError();
    }

    /** Closes the socket. Closing again does nothing. */
    @Override
    public void close() {
        closed = true;
        socket.close();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the client is closed");
        }
    }
}
