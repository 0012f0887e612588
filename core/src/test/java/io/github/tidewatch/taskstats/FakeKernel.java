package io.github.tidewatch.taskstats;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.netlink.Netlink;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * A kernel that answers as taskstats does, until a test has it do otherwise: {@link #onQuery} decides what comes
 * back for each request, and {@link #queue} holds what the socket will receive (datagrams, and errors as numbers).
 */
class FakeKernel implements SystemCalls {
    static final int PORT = 4711;
    static final int TID = 1001;

    /** What comes back for a query. */
    interface Answers {
        void answer(int sequence, int attribute, int id, Deque<Object> queue);
    }

    final Deque<Object> queue = new ArrayDeque<>();
    final List<Integer> sendErrors = new ArrayList<>();
    /** How many requests each datagram had. */
    final List<Integer> datagrams = new ArrayList<>();

    /** What is received whenever the queue is empty. */
    byte[] endless;

    Answers onQuery = FakeKernel::answer;
    int familyError;
    int mostPerCall = Integer.MAX_VALUE;
    int closes;
    private int sockets;

    static void answer(int sequence, int attribute, int id, Deque<Object> queue) {
        queue.add(
                attribute == Protocol.CMD_ATTR_PID
                        ? Messages.stats(sequence, PORT, id)
                        : Messages.groupStats(sequence, PORT, id));
    }

    @Override
    public int getpid() {
        return 1000;
    }

    @Override
    public int gettid() {
        return TID;
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        sockets++;
        return 100 + sockets;
    }

    @Override
    public int connect(int socket, NativeMemory address, int length) {
        return 0;
    }

    @Override
    public int getsockname(int socket, NativeMemory address, NativeMemory length) {
        address.buffer().putInt(4, PORT);
        return 0;
    }

    @Override
    public int setsockopt(int socket, int level, int option, NativeMemory value, int length) {
        return 0;
    }

    @Override
    public int getsockopt(int socket, int level, int option, NativeMemory value, NativeMemory length) {
        return -Errno.ENOPROTOOPT.number();
    }

    @Override
    public long send(int socket, NativeMemory memory, int offset, int length, int flags) {
        if (!sendErrors.isEmpty()) {
            return -sendErrors.remove(0);
        }
        ByteBuffer out = memory.buffer();
        int requests = 0;
        for (int at = 0; at < length; at += out.getInt(at)) {
            int type = out.getShort(at + 4) & 0xffff;
            int sequence = out.getInt(at + 8);
            if (type == Netlink.GENL_ID_CTRL) {
                queue.add(
                        familyError == 0
                                ? Messages.family(sequence, PORT)
                                : Messages.error(sequence, PORT, familyError));
            } else {
                onQuery.answer(sequence, out.getShort(at + 22), out.getInt(at + 24), queue);
            }
            requests++;
        }
        datagrams.add(requests);
        return length;
    }

    @Override
    public int recvmmsg(int socket, NativeMemory messages, int count, int flags) {
        int received = 0;
        if (queue.isEmpty() && endless != null) {
            queue.add(endless);
        }
        while (received < Math.min(count, mostPerCall) && !queue.isEmpty()) {
            if (queue.peek() instanceof Integer) {
                // As the kernel does: what was received first, and the error with the next call.
                return received > 0 ? received : -(Integer) queue.remove();
            }
            byte[] datagram = (byte[]) queue.remove();
            int header = received * 64;
            Pointer iovec = pointer(messages.buffer().getLong(header + 16), 16);
            int space = (int) iovec.getLong(8);
            pointer(iovec.getLong(0), space).put(0, datagram, 0, Math.min(space, datagram.length));
            messages.buffer().putInt(header + 56, datagram.length);
            received++;
        }
        return received > 0 ? received : -Errno.EAGAIN.number();
    }

    private static Pointer pointer(long address, int size) {
        return Pointer.wrap(Runtime.getSystemRuntime(), address, size);
    }

    @Override
    public int close(int descriptor) {
        closes++;
        return 0;
    }

    @Override
    public long recv(int socket, NativeMemory memory, int offset, int length, int flags) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getrusage(int who, NativeMemory usage, int offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long processVmReadv(int pid, NativeMemory local, int localCount, NativeMemory remote, int remoteCount) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int clockGettime(int clock, NativeMemory timespec) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int schedGetaffinity(int tid, NativeMemory mask) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int open(String path, int flags) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getpeername(int socket, NativeMemory address, NativeMemory length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long readlink(NativeMemory path, NativeMemory target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long lseek(int descriptor, long offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getdents(int directory, NativeMemory entries) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long fstat(int descriptor, NativeMemory stat) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long symbol(String library, String symbol) {
        throw new UnsupportedOperationException();
    }
}
