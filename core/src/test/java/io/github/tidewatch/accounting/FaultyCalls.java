package io.github.tidewatch.accounting;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * This machine's system calls, of which some fail: with {@link #rate}, each call that Tidewatch makes while it samples
 * gives an error that the kernel may give, and replies come cut off, twice or late. With {@link #forbidden}, what a
 * seccomp filter or a lost capability does: each question gets EPERM. Any threads may call.
 */
final class FaultyCalls implements SystemCalls {
    private static final Errno[] SENDING = {Errno.EINTR, Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM};
    private static final Errno[] RECEIVING = {Errno.EINTR, Errno.ENOBUFS, Errno.EAGAIN, Errno.ENOMEM};
    private static final Errno[] OPENING = {Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.EINTR};
    private static final Errno[] READING = {Errno.EINTR, Errno.ENOMEM, Errno.EIO};
    private static final Errno[] COPYING = {Errno.EFAULT, Errno.ENOMEM, Errno.EINTR};
    private static final int HEADER = 64;
    private static final int KEPT = 16;

    private final SystemCalls host = HostSystemCalls.get();
    private final Random random;
    private final Deque<byte[]> earlier = new ArrayDeque<>();

    /** The probability that a call fails, and that a reply is spoilt. */
    volatile double rate;

    volatile boolean forbidden;
    final AtomicLong injected = new AtomicLong();

    FaultyCalls(long seed) {
        random = new Random(seed);
    }

    private boolean fails() {
        boolean fails = random.nextDouble() < rate;
        if (fails) {
            injected.incrementAndGet();
        }
        return fails;
    }

    private int one(Errno[] errors) {
        return -errors[random.nextInt(errors.length)].number();
    }

    @Override
    public long send(int socket, NativeMemory memory, int offset, int length, int flags) {
        if (forbidden) {
            return -Errno.EPERM.number();
        }
        return fails() ? one(SENDING) : host.send(socket, memory, offset, length, flags);
    }

    @Override
    public int recvmmsg(int socket, NativeMemory messages, int count, int flags) {
        if (forbidden) {
            return -Errno.EPERM.number();
        }
        if (fails()) {
            // What has been answered stays in the socket, and comes late.
            return one(RECEIVING);
        }
        // What has been asked has been answered: there is nothing that is worth waiting for.
        int received = host.recvmmsg(socket, messages, count, flags | MSG_DONTWAIT);
        for (int i = 0; i < received; i++) {
            if (fails()) {
                spoil(messages, i);
            } else if (random.nextInt(KEPT) == 0) {
                keep(messages, i);
            }
        }
        return received;
    }

    private synchronized void spoil(NativeMemory messages, int slot) {
        int length = messages.buffer().getInt(slot * HEADER + 56);
        byte[] late = random.nextBoolean() ? earlier.poll() : null;
        if (late == null) {
            messages.buffer().putInt(slot * HEADER + 56, random.nextInt(Math.max(1, length)));
        } else {
            data(messages, slot).put(0, late, 0, late.length);
            messages.buffer().putInt(slot * HEADER + 56, late.length);
        }
    }

    private synchronized void keep(NativeMemory messages, int slot) {
        byte[] datagram = new byte[messages.buffer().getInt(slot * HEADER + 56)];
        data(messages, slot).get(0, datagram, 0, datagram.length);
        earlier.add(datagram);
        if (earlier.size() > KEPT) {
            earlier.remove();
        }
    }

    private static Pointer data(NativeMemory messages, int slot) {
        Pointer iovec = pointer(messages.buffer().getLong(slot * HEADER + 16), 16);
        return pointer(iovec.getLong(0), (int) iovec.getLong(8));
    }

    private static Pointer pointer(long address, int size) {
        return Pointer.wrap(Runtime.getSystemRuntime(), address, size);
    }

    @Override
    public long processVmReadv(int pid, NativeMemory local, int localCount, NativeMemory remote, int remoteCount) {
        if (forbidden) {
            return -Errno.EPERM.number();
        }
        return fails() ? one(COPYING) : host.processVmReadv(pid, local, localCount, remote, remoteCount);
    }

    @Override
    public int clockGettime(int clock, NativeMemory timespec) {
        return forbidden || fails() ? -Errno.EPERM.number() : host.clockGettime(clock, timespec);
    }

    @Override
    public int schedGetaffinity(int tid, NativeMemory mask) {
        return forbidden || fails() ? -Errno.EPERM.number() : host.schedGetaffinity(tid, mask);
    }

    @Override
    public int open(String path, int flags) {
        return fails() ? one(OPENING) : host.open(path, flags);
    }

    @Override
    public long getdents(int directory, NativeMemory entries) {
        return fails() ? one(READING) : host.getdents(directory, entries);
    }

    @Override
    public long fstat(int descriptor, NativeMemory stat) {
        return fails() ? one(READING) : host.fstat(descriptor, stat);
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        if (forbidden) {
            return -Errno.EPERM.number();
        }
        return fails() ? one(OPENING) : host.socket(domain, type, protocol);
    }

    @Override
    public int connect(int socket, NativeMemory address, int length) {
        return fails() ? one(OPENING) : host.connect(socket, address, length);
    }

    @Override
    public int getpid() {
        return host.getpid();
    }

    @Override
    public int gettid() {
        return host.gettid();
    }

    @Override
    public int getsockname(int socket, NativeMemory address, NativeMemory length) {
        return host.getsockname(socket, address, length);
    }

    @Override
    public int setsockopt(int socket, int level, int option, NativeMemory value, int length) {
        return host.setsockopt(socket, level, option, value, length);
    }

    @Override
    public int getsockopt(int socket, int level, int option, NativeMemory value, NativeMemory length) {
        return host.getsockopt(socket, level, option, value, length);
    }

    @Override
    public long recv(int socket, NativeMemory memory, int offset, int length, int flags) {
        return host.recv(socket, memory, offset, length, flags);
    }

    @Override
    public int close(int descriptor) {
        return host.close(descriptor);
    }

    @Override
    public int getrusage(int who, NativeMemory usage, int offset) {
        return forbidden || fails() ? -Errno.EPERM.number() : host.getrusage(who, usage, offset);
    }

    @Override
    public int getpeername(int socket, NativeMemory address, NativeMemory length) {
        return fails() ? one(OPENING) : host.getpeername(socket, address, length);
    }

    @Override
    public long readlink(NativeMemory path, NativeMemory target) {
        return fails() ? one(OPENING) : host.readlink(path, target);
    }

    @Override
    public long lseek(int descriptor, long offset) {
        return host.lseek(descriptor, offset);
    }

    @Override
    public long symbol(String library, String symbol) {
        return host.symbol(library, symbol);
    }
}
