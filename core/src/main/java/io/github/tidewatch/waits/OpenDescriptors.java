package io.github.tidewatch.waits;

import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the descriptors of this process are, by {@code /proc/self/fd}: the kernel names the open file from memory. To ask the
 * file itself (fstat(2)) may wait for a file server that does not answer. Allocates nothing but {@link #target}. Not safe
 * for use by several threads at once.
 */
final class OpenDescriptors {
    private static final byte[] DIRECTORY = ascii("/proc/self/fd/");
    private static final byte[] SOCKET = ascii("socket:[");
    private static final byte[] PIPE = ascii("pipe:[");
    private static final byte[] DEVICE = ascii("/dev/");
    private static final byte[] SHARED_MEMORY = ascii("/dev/shm/");
    private static final byte[] ROOT = ascii("/");
    private static final int DIGITS = 11;

    /** Longer paths are cut. */
    private static final int TARGET = 256;

    private final SystemCalls calls;
    private final NativeMemory path = NativeMemory.allocate(DIRECTORY.length + DIGITS);
    private final NativeMemory target = NativeMemory.allocate(TARGET);

    OpenDescriptors(SystemCalls calls) {
        this.calls = calls;
        path.buffer().put(DIRECTORY);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What a thread waits for that waits for this descriptor. */
    WaitKind kind(int descriptor) {
        int length = read(descriptor);
        if (length <= 0) {
            return WaitKind.UNKNOWN;
        } else if (startsWith(SOCKET, length)) {
            return WaitKind.NETWORK;
        } else if (startsWith(PIPE, length)) {
            return WaitKind.PIPE;
        }
        boolean device = startsWith(DEVICE, length) && !startsWith(SHARED_MEMORY, length);
        return startsWith(ROOT, length) && !device ? WaitKind.FILE : WaitKind.OTHER;
    }

    /** The kernel's name of the open file, such as its path or {@code pipe:[12]}; null if there is none. */
    String target(int descriptor) {
        int length = read(descriptor);
        if (length <= 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        target.buffer().duplicate().get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private int read(int descriptor) {
        if (descriptor < 0) {
            return -1;
        }
        int digits = 1;
        for (int rest = descriptor; rest > 9; rest /= 10) {
            digits++;
        }
        ByteBuffer bytes = path.buffer();
        int end = DIRECTORY.length + digits;
        bytes.put(end, (byte) 0);
        for (int rest = descriptor, at = end - 1; at >= DIRECTORY.length; at--, rest /= 10) {
            bytes.put(at, (byte) ('0' + rest % 10));
        }
        return (int) calls.readlink(path, target);
    }

    private boolean startsWith(byte[] prefix, int length) {
        if (length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (target.buffer().get(i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
