package io.github.tidewatch.taskstats;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.NativeAccessException;
import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.taskstats.TaskstatsException.Reason;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

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
 * is known to stand it: some kernels crash when asked about kernel threads of another's.
 *
 * <p>Not safe for use by several threads at once: one thread, or the caller's own lock.
 */
public final class TaskstatsClient implements AutoCloseable {
    private static final int LOOKUP_SEQUENCE = 1;
    private static final int QUERY_SEQUENCE = 0x100;

    private final SystemCalls calls;
    private final int family;
    private final NetlinkSocket socket;
    private final StatsQuery query;
    private ExitListener listener;
    private int receiveBufferSize;
    private boolean closed;
    private int version;

    private TaskstatsClient(SystemCalls calls, int atOnce) {
        this.calls = calls;
        socket = new NetlinkSocket(calls, StatsRequests.MAX_SIZE, atOnce);
        try {
            family = new FamilyLookup(socket).find(LOOKUP_SEQUENCE);
            query = new StatsQuery(socket, family, QUERY_SEQUENCE);
            version = one(TaskScope.THREAD, calls.gettid()).version();
        } catch (Throwable e) { // out of memory, too
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
            calls = HostSystemCalls.get();
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
        return open(calls, StatsQuery.BATCH);
    }

    /** As {@link #open(SystemCalls)}, to ask about one task at a time: takes 6 kB of memory outside the heap, not 270. */
    public static TaskstatsClient openForOne(SystemCalls calls) {
        return open(calls, 1);
    }

    private static TaskstatsClient open(SystemCalls calls, int atOnce) {
        try {
            return new TaskstatsClient(calls, atOnce);
        } catch (SystemCallException e) {
            throw Failures.of(e);
        }
    }

    /**
     * The accounting of one task.
     *
     * @throws TaskstatsException if there is none: {@link Reason#GONE}, {@link Reason#NOT_PERMITTED} or another reason
     * @throws IllegalStateException if the client is closed
     */
    public TaskStats pidStats(int tid) {
        checkOpen();
        return one(TaskScope.THREAD, tid);
    }

    /**
     * The accounting of a thread group (a process): the sums of delays, context switches, CPU times and elapsed times.
     * All else is absent. {@link TaskScope#GROUP} says which of them include the tasks that ended.
     *
     * @throws TaskstatsException if there is none: {@link Reason#GONE}, {@link Reason#NOT_PERMITTED} or another reason
     * @throws IllegalStateException if the client is closed
     */
    public TaskStats tgidStats(int tgid) {
        checkOpen();
        return one(TaskScope.GROUP, tgid);
    }

    private TaskStats one(TaskScope scope, int id) {
        TaskStats[] answer = new TaskStats[1];
        query.ask(scope, new int[] {id}, 0, 1, new StatsReceiver() {
            @Override
            public void stats(int index, TaskStatsView view) {
                answer[0] = TaskStats.copyOf(view);
            }

            @Override
            public void missing(int index, Outcome outcome) {
                throw Failures.of(scope, id, outcome, query.counts().lastError);
            }
        });
        return answer[0];
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
        return query.counts().queries;
    }

    /** How many of the {@link #queries()} had to be asked again, each time counted. */
    public long queriesRepeated() {
        return query.counts().queriesRepeated;
    }

    /** How many of the {@link #queries()} ended with {@link Outcome#NOT_PERMITTED} or {@link Outcome#FAILED}. */
    public long queriesFailed() {
        return query.counts().queriesFailed;
    }

    /** How many of the {@link #queries()} ended with {@link Outcome#LOST}. */
    public long repliesLost() {
        return query.counts().repliesLost;
    }

    /** Messages that answered no open question (late, duplicated, foreign or malformed) and were not believed. */
    public long repliesDropped() {
        return query.counts().repliesDropped;
    }

    /** The kernel's last error number other than "no such task" and "not permitted"; 0 if there was none. */
    public int lastError() {
        return query.counts().lastError;
    }

    /**
     * Lets the kernel report every task that exits on the given CPUs, from now on. May be called again for more CPUs.
     * The task is still there when its accounting is sent.
     *
     * <p>Works only from the initial user, pid and network namespaces. From another network namespace the kernel
     * accepts the registration, but sends to the initial one; where {@code /proc/1/ns/net} cannot be read (which is
     * how this is noticed), nothing arrives then.
     *
     * @param cpus numbers and ranges, such as {@code "1-3,5,7-8"}; for all: {@link Cpumask#possible()}
     * @throws IllegalArgumentException if {@code cpus} is no such list
     * @throws TaskstatsException if the kernel refuses: {@link Reason#INVALID} for CPUs that do not exist, or another
     *     user or pid namespace; {@link Reason#NOT_SUPPORTED} from another network namespace
     */
    public void registerCpumask(String cpus) {
        checkOpen();
        Cpumask mask = Cpumask.parse(cpus);
        try {
            if (listener == null) {
                listener = new ExitListener(calls, family);
                if (receiveBufferSize != 0) {
                    listener.setReceiveBufferSize(receiveBufferSize);
                }
            }
            listener.register(mask);
        } catch (SystemCallException e) {
            throw Failures.of(e);
        }
    }

    /**
     * Ends what {@link #registerCpumask} began, for the given CPUs. What arrived before stays to be read.
     *
     * @throws IllegalArgumentException if {@code cpus} is no list of CPUs
     * @throws IllegalStateException if nothing was registered
     * @throws TaskstatsException if the kernel refuses
     */
    public void deregisterCpumask(String cpus) {
        listener().deregister(Cpumask.parse(cpus));
    }

    /**
     * Waits for the next task that ends on a registered CPU. An interrupt is noticed within a second.
     *
     * @throws IllegalStateException if nothing was registered
     * @throws TaskstatsException if the socket fails
     * @throws InterruptedException if the calling thread is interrupted
     */
    public ExitedTask listenRegistered() throws InterruptedException {
        return listener().next(-1);
    }

    /**
     * Waits for the next task that ends on a registered CPU, but not longer than {@code timeout}.
     *
     * @throws IllegalStateException if nothing was registered
     * @throws TaskstatsException if the socket fails
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Optional<ExitedTask> listenRegistered(Duration timeout) throws InterruptedException {
        return Optional.ofNullable(listener().next(Math.max(0, timeout.toNanos())));
    }

    /**
     * The next task that ended on a registered CPU, if one has; does not wait.
     *
     * @throws IllegalStateException if nothing was registered
     * @throws TaskstatsException if the socket fails
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Optional<ExitedTask> pollRegistered() throws InterruptedException {
        return Optional.ofNullable(listener().next(0));
    }

    /**
     * How many tasks ended on registered CPUs and are not seen, because the receive buffer was full: the kernel's own
     * count (before Linux 4.12, which does not report, at least as many). Each is also in
     * {@link ExitedTask#lostBefore()} of the one that follows.
     */
    public long exitsLost() {
        return listener == null ? 0 : listener.lost();
    }

    /**
     * Asks for receive buffers of {@code bytes}, of which the kernel makes twice as many, to have room for its own
     * bookkeeping (an answer takes about 1280), and at least 256 or, on newer kernels, a few thousand. Past
     * {@code /proc/sys/net/core/rmem_max} only with CAP_NET_ADMIN. One buffer is for answers, one for tasks that end.
     *
     * @throws TaskstatsException if the kernel refuses
     */
    public void setReceiveBufferSize(int bytes) {
        checkOpen();
        try {
            socket.setReceiveBufferSize(bytes);
            if (listener != null) {
                listener.setReceiveBufferSize(bytes);
            }
            receiveBufferSize = bytes;
        } catch (SystemCallException e) {
            throw Failures.of(e);
        }
    }

    /**
     * The size of a receive buffer as the kernel counts it: twice what was asked for, within its bounds.
     *
     * @throws TaskstatsException if the kernel refuses
     */
    public int getReceiveBufferSize() {
        checkOpen();
        try {
            return socket.receiveBufferSize();
        } catch (SystemCallException e) {
            throw Failures.of(e);
        }
    }

    /** Deregisters from all CPUs, then closes the sockets. Closing again does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (listener != null) {
                listener.close();
            }
        } finally {
            socket.close();
        }
    }

    private ExitListener listener() {
        checkOpen();
        if (listener == null) {
            throw new IllegalStateException("no CPUs were registered");
        }
        return listener;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the client is closed");
        }
    }
}
