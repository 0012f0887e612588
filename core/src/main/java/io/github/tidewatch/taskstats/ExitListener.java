package io.github.tidewatch.taskstats;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.netlink.MalformedMessageException;
import io.github.tidewatch.netlink.Netlink;
import io.github.tidewatch.netlink.NetlinkMessage;
import io.github.tidewatch.netlink.NetlinkWriter;
import io.github.tidewatch.taskstats.TaskstatsException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;

/**
 * Receives what the kernel sends about tasks that end. It has a socket of its own, so that neither can these messages
 * crowd out the answers to queries, nor the other way round.
 */
final class ExitListener implements AutoCloseable {
    private static final int SLOTS = 64;
    /** The longest list of {@link Cpumask} has every second CPU: 20 KB. */
    private static final int OUT_SIZE = 1 << 15;

    private static final int ATTEMPTS = 3;
    private static final long SLICE_MICROS = 1_000_000;
    private static final int NO_ANSWER = -1;

    private final NetlinkSocket socket;
    private final int family;
    private final NetlinkMessage message = new NetlinkMessage();
    private final StatsMessage stats = new StatsMessage();
    private final ArrayDeque<ExitedTask> ready = new ArrayDeque<>();
    private int sequence;
    private Cpumask registered = Cpumask.none();

    private long dropsSeen;
    /** Lost in ways that the kernel's count of drops does not include. */
    private long lostOtherwise;

    private long lostReported;

    ExitListener(SystemCalls calls, int family) {
        this.socket = new NetlinkSocket(calls, OUT_SIZE, SLOTS);
        this.family = family;
    }

    void register(Cpumask cpus) {
        requireInitialNetworkNamespace();
        command(Protocol.CMD_ATTR_REGISTER_CPUMASK, "registering for", cpus);
        registered = registered.with(cpus);
    }

    void deregister(Cpumask cpus) {
        command(Protocol.CMD_ATTR_DEREGISTER_CPUMASK, "deregistering from", cpus);
        registered = registered.without(cpus);
    }

    /**
     * Elsewhere the kernel accepts the registration and sends to that port in the initial namespace
     * (kernel/taskstats.c: genlmsg_unicast to init_net). Where this can be registered at all, process 1 is the
     * machine's own, and in the initial namespace.
     */
    private static void requireInitialNetworkNamespace() {
        Path own;
        Path initial;
        try {
            own = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
            initial = Files.readSymbolicLink(Path.of("/proc/1/ns/net"));
        } catch (IOException e) {
            // Not permitted to know: then what is about to be asked is not permitted either, most likely.
            return;
        }
        if (!own.equals(initial)) {
            throw new TaskstatsException(
                    Reason.NOT_SUPPORTED,
                    "this process is in the network namespace " + own + ", and the kernel reports task exits"
                            + " only in the initial one, " + initial + " (docker: --network host)");
        }
    }

    /** Asks for an acknowledgement: an error would otherwise come in the middle of what others wait for. */
    private void command(int attribute, String what, Cpumask cpus) {
        String task = what + " the ends of tasks on CPUs " + cpus;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int length = new NetlinkWriter(socket.out())
                    .begin(family, Netlink.NLM_F_REQUEST | Netlink.NLM_F_ACK, ++sequence)
                    .generic(Protocol.CMD_GET, Protocol.FAMILY_VERSION)
                    .attribute(attribute, cpus.toString())
                    .end();
            long sent = socket.send(length);
            int error = sent < 0 ? (int) -sent : acknowledgement(task);
            if (error == 0) {
                return;
            }
            if (error != NO_ANSWER) {
                throw refused(task, error);
            }
        }
        throw new TaskstatsException(Reason.LOST, task + ": the kernel did not acknowledge");
    }

    private static TaskstatsException refused(String task, int error) {
        if (error == Errno.EINVAL.number() || error == Errno.ERANGE.number()) {
            return new TaskstatsException(
                    Reason.INVALID,
                    task + ": " + Errno.symbol(error) + ". Either there is no such CPU (those that there are stand in"
                            + " /sys/devices/system/cpu/possible), or this process is not in the initial user and pid namespaces,"
                            + " from which alone the ends of tasks can be seen");
        }
        return Failures.of(task, error);
    }

    /** Tasks may end before the answer comes: they are kept. */
    private int acknowledgement(String task) {
        long deadline = System.nanoTime() + 2 * SLICE_MICROS * 1000;
        socket.setReceiveTimeout(SLICE_MICROS);
        do {
            int received = socket.receive(SLOTS, true);
            if (Errno.EAGAIN.is(received)) {
                return NO_ANSWER;
            }
            if (received < 0 && !Errno.ENOBUFS.is(received)) {
                throw Failures.of(task, -received);
            }
            int error = take(received);
            if (error != NO_ANSWER) {
                return error;
            }
        } while (System.nanoTime() - deadline < 0);
        return NO_ANSWER;
    }

    /**
     * The next task that ended.
     *
     * @param timeoutNanos how long to wait: 0 not at all, negative for ever
     * @return null if none ended in that time
     */
    ExitedTask next(long timeoutNanos) throws InterruptedException {
        long start = System.nanoTime();
        while (ready.isEmpty()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while waiting for tasks to end");
            }
            long rest = timeoutNanos < 0 ? Long.MAX_VALUE : timeoutNanos - (System.nanoTime() - start);
            boolean wait = rest > 0;
            if (wait) {
                socket.setReceiveTimeout(Math.min(SLICE_MICROS, rest / 1000 + 1));
            }
            int received = socket.receive(SLOTS, wait);
            if (received >= 0 || Errno.ENOBUFS.is(received)) {
                take(received);
            } else if (Errno.EAGAIN.is(received) || Errno.EINTR.is(received)) {
                if (!wait) {
                    return null;
                }
            } else {
                throw Failures.of("listening to the ends of tasks", -received);
            }
        }
        return withLosses(ready.remove());
    }

    private ExitedTask withLosses(ExitedTask task) {
        long lost = lost();
        if (lost == lostReported) {
            return task;
        }
        ExitedTask marked = new ExitedTask(task.thread(), task.group().orElse(null), lost - lostReported);
        lostReported = lost;
        return marked;
    }

    /** Reads what was received. Returns the error of the acknowledgement among it, or {@link #NO_ANSWER}. */
    private int take(int received) {
        if (received < 0) {
            countOverrun();
            return NO_ANSWER;
        }
        int answer = NO_ANSWER;
        for (int slot = 0; slot < received; slot++) {
            int from = slot * NetlinkSocket.SLOT_SIZE;
            int length = socket.length(slot);
            if (length < 0) {
                lostOtherwise++;
                continue;
            }
            message.wrap(socket.data(), from, from + length);
            try {
                while (message.next()) {
                    int error = read();
                    answer = error == NO_ANSWER ? answer : error;
                }
            } catch (MalformedMessageException e) {
                lostOtherwise++;
            }
        }
        return answer;
    }

    private int read() {
        if (message.type() == Netlink.NLMSG_ERROR) {
            boolean ours = message.sequence() == sequence && message.portId() == socket.portId();
            return ours ? message.errorNumber() : NO_ANSWER;
        }
        if (message.type() == family && message.portId() == 0) {
            stats.read(message);
            if (!stats.hasThread()) {
                throw new MalformedMessageException("a thread group ended without a thread");
            }
            ready.add(new ExitedTask(
                    TaskStats.copyOf(stats.thread()), stats.hasGroup() ? TaskStats.copyOf(stats.group()) : null, 0));
        }
        return NO_ANSWER;
    }

    /** Kernels before 4.12 say that messages were dropped, but not how many: then it is at least one. */
    private void countOverrun() {
        if (socket.drops() < 0) {
            lostOtherwise++;
        }
    }

    /** How many tasks are known to have ended unseen. */
    long lost() {
        long drops = socket.drops();
        if (drops >= 0) {
            // The kernel counts in 32 bits.
            dropsSeen += (drops - dropsSeen) & 0xffff_ffffL;
        }
        return dropsSeen + lostOtherwise;
    }

    void setReceiveBufferSize(int bytes) {
        socket.setReceiveBufferSize(bytes);
    }

    /** Deregisters first: the kernel would else find out only when it has something to send. */
    @Override
    public void close() {
        try {
            if (!registered.isEmpty()) {
                deregister(registered);
            }
        } catch (TaskstatsException e) {
            // The kernel forgets a listener whose socket is closed.
        } finally {
            socket.close();
        }
    }
}
