package io.github.tidewatch.linux;

/**
 * The system calls that Tidewatch makes, and no others.
 *
 * <p>{@link HostSystemCalls#get} has those of the kernel that this JVM runs on. Every method returns the call's result, or minus the error number ({@link Errno}); none throws for an error of
 * the kernel's, and none allocates. Offsets and lengths are checked against the memory they are in. Safe for use by
 * several threads, so far as each brings its own {@link NativeMemory}.
 *
 * <p>Structures have the layout of 64-bit Linux, which is the same on all of its platforms: {@code iovec} 16 bytes,
 * {@code msghdr} 56, {@code mmsghdr} 64, {@code timespec} 16, {@code timeval} 16, {@code rusage} 144.
 */
public interface SystemCalls {
    int AF_NETLINK = 16;
    int SOCK_RAW = 3;
    int SOCK_CLOEXEC = 0x80000;
    int NETLINK_GENERIC = 16;

    int SOL_SOCKET = 1;
    int SO_RCVBUF = 8;
    int SO_RCVTIMEO = 20;
    int SO_RCVBUFFORCE = 33;
    int SO_MEMINFO = 55;

    int MSG_TRUNC = 0x20;
    int MSG_DONTWAIT = 0x40;
    int MSG_WAITFORONE = 0x10000;

    int RUSAGE_SELF = 0;
    int RUSAGE_CHILDREN = -1;
    int RUSAGE_THREAD = 1;

    int O_RDONLY = 0;
    /** As {@link #O_NOFOLLOW}, arm64 has a value of its own: arch/arm64/include/uapi/asm/fcntl.h. */
    int O_DIRECTORY = isArm64() ? 0x4000 : 0x10000;

    /** Of a symbolic link, open fails (with {@link #O_PATH}: opens the link itself). */
    int O_NOFOLLOW = isArm64() ? 0x8000 : 0x20000;

    int O_CLOEXEC = 0x80000;

    /** Names a file without opening it: waits for no FIFO, wakes no device, reads nothing. */
    int O_PATH = 0x200000;

    private static boolean isArm64() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    /** getpid(2). */
    int getpid();

    /** gettid(2): the kernel's id of the calling thread. */
    int gettid();

    /** socket(2). */
    int socket(int domain, int type, int protocol);

    /** connect(2). */
    int connect(int socket, NativeMemory address, int length);

    /**
     * getsockname(2).
     *
     * @param length 4 bytes: in, the space in {@code address}; out, the size of the name
     */
    int getsockname(int socket, NativeMemory address, NativeMemory length);

    /** getpeername(2); arguments as of {@link #getsockname}. */
    int getpeername(int socket, NativeMemory address, NativeMemory length);

    /** setsockopt(2). */
    int setsockopt(int socket, int level, int option, NativeMemory value, int length);

    /**
     * getsockopt(2).
     *
     * @param length 4 bytes: in, the space in {@code value}; out, the size of the value
     */
    int getsockopt(int socket, int level, int option, NativeMemory value, NativeMemory length);

    /** send(2): to the kernel, on a netlink socket that is not connected. */
    long send(int socket, NativeMemory memory, int offset, int length, int flags);

    /** recv(2). With {@link #MSG_TRUNC} the result is the datagram's true size. */
    long recv(int socket, NativeMemory memory, int offset, int length, int flags);

    /**
     * recvmmsg(2) without a timeout of its own: set {@link #SO_RCVTIMEO}.
     *
     * @param messages {@code count} structures {@code mmsghdr}, with all the memory that they point to held by the
     *     caller
     * @return the number of messages received
     */
    int recvmmsg(int socket, NativeMemory messages, int count, int flags);

    /** close(2). */
    int close(int descriptor);

    /** getrusage(2) into 144 bytes at {@code offset}. */
    int getrusage(int who, NativeMemory usage, int offset);

    /**
     * process_vm_readv(2) with {@code count} {@code iovec}s on each side: reads memory of a process, by copying, so
     * that an address that is not mapped gives EFAULT (or a short count) instead of a signal.
     *
     * @return the number of bytes read
     */
    long processVmReadv(int pid, NativeMemory local, int localCount, NativeMemory remote, int remoteCount);

    /** clock_gettime(2) into 16 bytes at the start of {@code timespec}. */
    int clockGettime(int clock, NativeMemory timespec);

    /**
     * sched_getaffinity(2) of a thread into {@code mask}.
     *
     * @return the number of bytes written
     */
    int schedGetaffinity(int tid, NativeMemory mask);

    /** open(2) of an existing file. */
    int open(String path, int flags);

    /**
     * readlink(2).
     *
     * @param path the link's path, with a NUL at its end
     * @return the number of bytes in {@code target}
     */
    long readlink(NativeMemory path, NativeMemory target);

    /** lseek(2) to {@code offset} from the start. */
    long lseek(int descriptor, long offset);

    /** getdents64(2): directory entries into {@code entries}. */
    long getdents(int directory, NativeMemory entries);

    /**
     * fstat(2): st_nlink of an open file.
     *
     * @param stat room for a {@code struct stat}, whose layout is the platform's: 144 bytes
     */
    long fstat(int descriptor, NativeMemory stat);

    /**
     * The clock of another thread of this process that advances as the scheduler charges it (clock_getcpuclockid(3);
     * the encoding is that of include/linux/posix-timers_types.h: CPUCLOCK_SCHED, per thread).
     */
    static int threadCpuClock(int tid) {
        return (~tid << 3) | 6;
    }

    /**
     * The address of a symbol in a library that is loaded in this process.
     *
     * @param library the library's path, as in {@code /proc/self/maps}
     * @return the address, or 0 if the library does not export the symbol
     */
    long symbol(String library, String symbol);
}
