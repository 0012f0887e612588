package io.github.tidewatch.linux;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import jnr.ffi.Runtime;

/** {@link SystemCalls} of the kernel that this JVM runs on, by jnr-ffi on the C library of this process. */
public final class HostSystemCalls implements SystemCalls {
    private static final CallContext SIX_LONGS = CallContext.getCallContext(
            Type.SLONG_LONG,
            new Type[] {
                Type.SLONG_LONG, Type.SLONG_LONG, Type.SLONG_LONG, Type.SLONG_LONG, Type.SLONG_LONG, Type.SLONG_LONG
            },
            CallingConvention.DEFAULT,
            true);
    private static final int RTLD_LAZY_NOLOAD = 0x1 | 0x4;

    private static SystemCalls instance;

    private final LibC libc;
    private final Runtime runtime;
    private final SyscallNumbers numbers;
    private final long processVmReadv;

    private HostSystemCalls(NativeAccess access) {
        libc = access.libc();
        runtime = access.runtime();
        numbers = access.numbers();
        processVmReadv = access.processVmReadv();
    }

    /**
     * The one instance. The first call loads the native library, which takes tenths of a second. Safe for use by several
     * threads.
     *
     * @throws NativeAccessException if native code cannot be used in this JVM
     */
    public static synchronized SystemCalls get() {
        if (instance == null) {
            instance = new HostSystemCalls(NativeAccess.get());
        }
        return instance;
    }

    /** The C library says -1 and leaves the reason in errno, which jnr-ffi keeps for the calling thread. */
    private long result(long value) {
        return value == -1 ? -runtime.getLastError() : value;
    }

    @Override
    public int getpid() {
        return libc.getpid();
    }

    @Override
    public int gettid() {
        return (int) result(libc.syscall(numbers.gettid, 0, 0, 0));
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return (int) result(libc.socket(domain, type, protocol));
    }

    @Override
    public int connect(int socket, NativeMemory address, int length) {
        try {
            return (int) result(libc.connect(socket, address.address(0, length), length));
        } finally {
            Reference.reachabilityFence(address);
        }
    }

    @Override
    public int getsockname(int socket, NativeMemory address, NativeMemory length) {
        try {
            int space = length.buffer().getInt(0);
            return (int) result(libc.getsockname(socket, address.address(0, space), length.address(0, Integer.BYTES)));
        } finally {
            Reference.reachabilityFence(address);
            Reference.reachabilityFence(length);
        }
    }

    @Override
    public int getpeername(int socket, NativeMemory address, NativeMemory length) {
        try {
            int space = length.buffer().getInt(0);
            return (int) result(libc.getpeername(socket, address.address(0, space), length.address(0, Integer.BYTES)));
        } finally {
            Reference.reachabilityFence(address);
            Reference.reachabilityFence(length);
        }
    }

    @Override
    public int setsockopt(int socket, int level, int option, NativeMemory value, int length) {
        try {
            return (int) result(libc.setsockopt(socket, level, option, value.address(0, length), length));
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    @Override
    public int getsockopt(int socket, int level, int option, NativeMemory value, NativeMemory length) {
        try {
            int space = length.buffer().getInt(0);
            return (int) result(
                    libc.getsockopt(socket, level, option, value.address(0, space), length.address(0, Integer.BYTES)));
        } finally {
            Reference.reachabilityFence(value);
            Reference.reachabilityFence(length);
        }
    }

    @Override
    public long send(int socket, NativeMemory memory, int offset, int length, int flags) {
        try {
            return result(libc.send(socket, memory.address(offset, length), length, flags));
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    @Override
    public long recv(int socket, NativeMemory memory, int offset, int length, int flags) {
        try {
            return result(libc.recv(socket, memory.address(offset, length), length, flags));
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    @Override
    public int recvmmsg(int socket, NativeMemory messages, int count, int flags) {
        try {
            return (int) result(libc.recvmmsg(socket, messages.address(0, count * 64), count, flags, 0));
        } finally {
            Reference.reachabilityFence(messages);
        }
    }

    @Override
    public int close(int descriptor) {
        return (int) result(libc.close(descriptor));
    }

    @Override
    public int getrusage(int who, NativeMemory usage, int offset) {
        try {
            return (int) result(libc.getrusage(who, usage.address(offset, 144)));
        } finally {
            Reference.reachabilityFence(usage);
        }
    }

    @Override
    public long processVmReadv(int pid, NativeMemory local, int localCount, NativeMemory remote, int remoteCount) {
        if (processVmReadv == 0) {
            return -Errno.ENOSYS.number();
        }
        try {
            long read = Invoker.getInstance()
                    .invokeN6(
                            SIX_LONGS,
                            processVmReadv,
                            pid,
                            local.address(0, localCount * 16),
                            localCount,
                            remote.address(0, remoteCount * 16),
                            remoteCount,
                            0);
            return read == -1 ? -LastError.getInstance().get() : read;
        } finally {
            Reference.reachabilityFence(local);
            Reference.reachabilityFence(remote);
        }
    }

    @Override
    public int clockGettime(int clock, NativeMemory timespec) {
        try {
            return (int) result(libc.clock_gettime(clock, timespec.address(0, 16)));
        } finally {
            Reference.reachabilityFence(timespec);
        }
    }

    @Override
    public int schedGetaffinity(int tid, NativeMemory mask) {
        try {
            return (int) result(libc.syscall(numbers.schedGetaffinity, tid, mask.size(), mask.address()));
        } finally {
            Reference.reachabilityFence(mask);
        }
    }

    @Override
    public int open(String path, int flags) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        NativeMemory terminated = NativeMemory.allocate(bytes.length + 1);
        for (int i = 0; i < bytes.length; i++) {
            terminated.buffer().put(i, bytes[i]);
        }
        try {
            return (int) result(libc.open(terminated.address(), flags | O_CLOEXEC, 0));
        } finally {
            Reference.reachabilityFence(terminated);
        }
    }

    @Override
    public long readlink(NativeMemory path, NativeMemory target) {
        try {
            return result(libc.readlink(path.address(), target.address(), target.size()));
        } finally {
            Reference.reachabilityFence(path);
            Reference.reachabilityFence(target);
        }
    }

    @Override
    public long lseek(int descriptor, long offset) {
        return result(libc.lseek(descriptor, offset, 0));
    }

    @Override
    public long getdents(int directory, NativeMemory entries) {
        try {
            return result(libc.syscall(numbers.getdents64, directory, entries.address(), entries.size()));
        } finally {
            Reference.reachabilityFence(entries);
        }
    }

    @Override
    public long fstat(int descriptor, NativeMemory stat) {
        try {
            long result = result(libc.syscall(numbers.fstat, descriptor, stat.address(0, 144), 0));
            // 64 bits on x86-64 and 32 elsewhere; no file has more links than 32 bits count.
            return result < 0 ? result : stat.buffer().getInt(numbers.linksOffset) & 0xffff_ffffL;
        } finally {
            Reference.reachabilityFence(stat);
        }
    }

    @Override
    public long symbol(String library, String symbol) {
        // RTLD_NOLOAD: a library that is not in this process already has nothing to say about it.
        Library loaded = Library.openLibrary(library, RTLD_LAZY_NOLOAD);
        return loaded == null ? 0 : loaded.getSymbolAddress(symbol);
    }
}
