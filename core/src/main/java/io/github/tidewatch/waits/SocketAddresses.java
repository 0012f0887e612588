package io.github.tidewatch.waits;

import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The addresses of sockets of this process. Not safe for use by several threads at once. */
final class SocketAddresses {
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SOCK_STREAM = 1;

    /** {@code struct sockaddr_un}, the longest of these. */
    private static final int SIZE = 110;

    private final SystemCalls calls;
    private final NativeMemory address = NativeMemory.allocate(SIZE);
    private final NativeMemory length = NativeMemory.allocate(Integer.BYTES);

    SocketAddresses(SystemCalls calls) {
        this.calls = calls;
    }

    /**
     * The peer of a socket, such as {@code 10.0.0.5:5432} or {@code unix:/run/db.sock}; of one that has none because it listens,
     * or receives from anybody, its own address after the word {@code local}; null if it has no address that is known here, as
     * one that is being connected.
     */
    String of(int descriptor) {
        length.buffer().putInt(0, SIZE);
        if (calls.getpeername(descriptor, address, length) == 0) {
            return text();
        }
        if (option(descriptor, SO_TYPE) == SOCK_STREAM && option(descriptor, SO_ACCEPTCONN) != 1) {
            return null;
        }
        length.buffer().putInt(0, SIZE);
        String own = calls.getsockname(descriptor, address, length) == 0 ? text() : null;
        return own == null ? null : "local " + own;
    }

    /** The address at the begin of such a structure, of the Internet; null if it is another. */
    String of(byte[] internet) {
        address.buffer().duplicate().put(internet);
        length.buffer().putInt(0, internet.length);
        return address.buffer().getShort(0) == AF_UNIX ? null : text();
    }

    /** Negative if the socket does not have it. */
    private int option(int descriptor, int name) {
        length.buffer().putInt(0, Integer.BYTES);
        return calls.getsockopt(descriptor, SOL_SOCKET, name, address, length) == 0
                ? address.buffer().getInt(0)
                : -1;
    }

    private String text() {
        ByteBuffer bytes = address.buffer().duplicate().order(ByteOrder.BIG_ENDIAN);
        int size = Math.min(SIZE, length.buffer().getInt(0));
        int family = address.buffer().getShort(0);
        if (family == AF_INET && size >= 8) {
            return internet(bytes, 4, 4);
        } else if (family == AF_INET6 && size >= 24) {
            return internet(bytes, 8, 16);
        }
        return family == AF_UNIX && size > 2 ? "unix:" + path(bytes, size) : null;
    }

    private static String internet(ByteBuffer bytes, int offset, int size) {
        byte[] raw = new byte[size];
        bytes.position(offset);
        bytes.get(raw);
        int port = bytes.getShort(2) & 0xffff;
        try {
            // An IPv4 address in IPv6 clothes, as the JDK's sockets have it, becomes IPv4.
            String host = InetAddress.getByAddress(raw).getHostAddress();
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** The path; one that begins with NUL is a name without a file, for which unix(7) writes an at sign. */
    private static String path(ByteBuffer bytes, int size) {
        byte[] raw = new byte[size - 2];
        bytes.position(2);
        bytes.get(raw);
        boolean named = raw[0] == 0;
        int end = named ? raw.length : 0;
        while (end < raw.length && raw[end] != 0) {
            end++;
        }
        return named
                ? "@" + new String(raw, 1, end - 1, StandardCharsets.UTF_8)
                : new String(raw, 0, end, StandardCharsets.UTF_8);
    }
}
