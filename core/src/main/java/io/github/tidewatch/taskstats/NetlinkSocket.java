package io.github.tidewatch.taskstats;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.linux.SystemCalls;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * A generic-netlink socket with the memory for one datagram out and several in. It is connected to the kernel: what
 * anybody else sends to it is refused (ECONNREFUSED for the sender), and never received. After construction it neither
 * throws nor allocates: errors are negative numbers, as in {@link SystemCalls}.
 */
final class NetlinkSocket implements AutoCloseable {
    /** Several times the largest message known (1428 bytes, version 17): versions to come fit. */
    static final int SLOT_SIZE = 4096;

    private static final int ADDRESS_SIZE = 12;
    private static final int IOVEC_SIZE = 16;
    private static final int MMSGHDR_SIZE = 64;
    private static final int MMSGHDR_LENGTH = 56;
    private static final int INTERRUPTIONS = 100;
    private static final int DISCARDED_AT_MOST = 1000;

    /** The kernel answers within send(2): what is not there by then hardly ever comes. */
    private static final int DEFAULT_TIMEOUT_MICROS = 200_000;

    /** SO_MEMINFO's numbers of 32 bits: nine, the last being what was dropped (include/uapi/linux/sock_diag.h). */
    private static final int MEMINFO_SIZE = 9 * Integer.BYTES;

    private static final int MEMINFO_DROPS = 8 * Integer.BYTES;

    private final SystemCalls calls;
    private final int slots;
    private final NativeMemory out;
    // The kernel finds iovecs and data by what stands in headers: all three are held here.
    private final NativeMemory headers;
    private final NativeMemory iovecs;
    private final NativeMemory data;
    private final NativeMemory option = NativeMemory.allocate(64);
    private final NativeMemory optionLength = NativeMemory.allocate(Integer.BYTES);
    private final int descriptor;
    private final int portId;
    private long timeoutMicros;
    private boolean closed;

    /**
     * @throws SystemCallException if the socket is unavailable
     */
    NetlinkSocket(SystemCalls calls, int outSize, int slots) {
        this.calls = calls;
        this.slots = slots;
        out = NativeMemory.allocate(outSize);
        headers = NativeMemory.allocate(slots * MMSGHDR_SIZE);
        iovecs = NativeMemory.allocate(slots * IOVEC_SIZE);
        data = NativeMemory.allocate(slots * SLOT_SIZE);
        for (int i = 0; i < slots; i++) {
            iovecs.buffer().putLong(i * IOVEC_SIZE, data.address() + (long) i * SLOT_SIZE);
            iovecs.buffer().putLong(i * IOVEC_SIZE + 8, SLOT_SIZE);
            int header = i * MMSGHDR_SIZE;
            headers.buffer().putLong(header + 16, iovecs.address() + (long) i * IOVEC_SIZE);
            headers.buffer().putLong(header + 24, 1);
        }
        descriptor = (int) SystemCallException.check(
                calls.socket(
                        SystemCalls.AF_NETLINK,
                        SystemCalls.SOCK_RAW | SystemCalls.SOCK_CLOEXEC,
                        SystemCalls.NETLINK_GENERIC),
                "socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC)");
        try {
            portId = connect();
            discardReceived();
            setReceiveTimeout(DEFAULT_TIMEOUT_MICROS);
        } catch (Throwable e) { // out of memory, too
            close();
            throw e;
        }
    }

    /**
     * Connects to port 0, which is the kernel's. Lets the kernel choose our port, since the process may have other
     * netlink sockets, and asks which it chose.
     */
    private int connect() {
        NativeMemory address = NativeMemory.allocate(ADDRESS_SIZE);
        address.buffer().putShort(0, (short) SystemCalls.AF_NETLINK);
        SystemCallException.check(
                calls.connect(descriptor, address, ADDRESS_SIZE), "connect(" + descriptor + ", {AF_NETLINK, 0})");
        NativeMemory length = NativeMemory.allocate(Integer.BYTES);
        length.buffer().putInt(0, ADDRESS_SIZE);
        SystemCallException.check(calls.getsockname(descriptor, address, length), "getsockname(" + descriptor + ")");
        return address.buffer().getInt(4);
    }

    /** What somebody sent between the choice of the port and the end of connect(2) is not the kernel's. */
    private void discardReceived() {
        int received = 1;
        for (int i = 0; i < DISCARDED_AT_MOST && (received > 0 || Errno.ENOBUFS.is(received)); i++) {
            received = receive(slots, false);
        }
    }

    /**
     * Sets how long {@link #receive} waits.
     *
     * @param micros above 0
     * @throws SystemCallException if the kernel refuses
     */
    void setReceiveTimeout(long micros) {
        if (micros == timeoutMicros) {
            return;
        }
        option.buffer().putLong(0, micros / 1_000_000).putLong(8, micros % 1_000_000);
        SystemCallException.check(
                calls.setsockopt(descriptor, SystemCalls.SOL_SOCKET, SystemCalls.SO_RCVTIMEO, option, 16),
                "setsockopt(" + descriptor + ", SO_RCVTIMEO, " + micros + " us)");
        timeoutMicros = micros;
    }

    /**
     * Sets the size of the receive buffer, past the administrator's bound if that is permitted.
     *
     * @throws SystemCallException if the kernel refuses
     */
    void setReceiveBufferSize(int bytes) {
        option.buffer().putInt(0, bytes);
        int result =
                calls.setsockopt(descriptor, SystemCalls.SOL_SOCKET, SystemCalls.SO_RCVBUFFORCE, option, Integer.BYTES);
        if (Errno.EPERM.is(result)) {
            SystemCallException.check(
                    calls.setsockopt(descriptor, SystemCalls.SOL_SOCKET, SystemCalls.SO_RCVBUF, option, Integer.BYTES),
                    "setsockopt(" + descriptor + ", SO_RCVBUF, " + bytes + ")");
        } else {
            SystemCallException.check(result, "setsockopt(" + descriptor + ", SO_RCVBUFFORCE, " + bytes + ")");
        }
    }

    /**
     * The size of the receive buffer as the kernel counts it.
     *
     * @throws SystemCallException if the kernel refuses
     */
    int receiveBufferSize() {
        optionLength.buffer().putInt(0, Integer.BYTES);
        SystemCallException.check(
                calls.getsockopt(descriptor, SystemCalls.SOL_SOCKET, SystemCalls.SO_RCVBUF, option, optionLength),
                "getsockopt(" + descriptor + ", SO_RCVBUF)");
        return option.buffer().getInt(0);
    }

    /** How many datagrams the kernel could not queue on this socket so far; negative if it does not report (&lt; 4.12). */
    long drops() {
        optionLength.buffer().putInt(0, MEMINFO_SIZE);
        int result = calls.getsockopt(descriptor, SystemCalls.SOL_SOCKET, SystemCalls.SO_MEMINFO, option, optionLength);
        if (result < 0 || optionLength.buffer().getInt(0) < MEMINFO_SIZE) {
            return -1;
        }
        return option.buffer().getInt(MEMINFO_DROPS) & 0xffff_ffffL;
    }

    /** The port by which the kernel knows this socket: it stands in every answer to this socket's questions. */
    int portId() {
        return portId;
    }

    /** The memory of the datagram to send. */
    ByteBuffer out() {
        return out.buffer();
    }

    /** Sends the first bytes of {@link #out()}. */
    long send(int length) {
        if (closed) {
            return -Errno.EBADF.number();
        }
        long result;
        int interruptions = 0;
        do {
            result = calls.send(descriptor, out, 0, length, 0);
        } while (Errno.EINTR.is(result) && interruptions++ < INTERRUPTIONS);
        return result;
    }

    /**
     * Receives up to {@code count} datagrams.
     *
     * @param wait whether to wait for the first, until the receive timeout
     * @return how many there are, in slots 0 and following; or the negative error
     */
    int receive(int count, boolean wait) {
        if (closed) {
            return -Errno.EBADF.number();
        }
        int flags = SystemCalls.MSG_TRUNC | (wait ? SystemCalls.MSG_WAITFORONE : SystemCalls.MSG_DONTWAIT);
        int result;
        int interruptions = 0;
        try {
            do {
                result = calls.recvmmsg(descriptor, headers, Math.min(count, slots), flags);
            } while (Errno.EINTR.is(result) && interruptions++ < INTERRUPTIONS);
            return result;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** The memory of all slots; the datagram of slot n begins at n times {@link #SLOT_SIZE}. */
    ByteBuffer data() {
        return data.buffer();
    }

    /** The length of the datagram in a slot, or -1 if it was longer than the slot. */
    int length(int slot) {
        int length = headers.buffer().getInt(slot * MMSGHDR_SIZE + MMSGHDR_LENGTH);
        return length >= 0 && length <= SLOT_SIZE ? length : -1;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            calls.close(descriptor);
        }
    }
}
