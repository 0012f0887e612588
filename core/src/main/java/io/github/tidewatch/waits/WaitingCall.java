package io.github.tidewatch.waits;

/**
 * The system calls in which threads wait, with their numbers on x86-64 (arch/x86/entry/syscalls/syscall_64.tbl) and in the
 * generic table (include/uapi/asm-generic/unistd.h), which aarch64, riscv64 and loongarch64 have; −1 where there is none.
 * A call that is not here waits for something else.
 */
enum WaitingCall {
    READ(0, 63, Subject.DESCRIPTOR),
    WRITE(1, 64, Subject.DESCRIPTOR),
    READV(19, 65, Subject.DESCRIPTOR),
    WRITEV(20, 66, Subject.DESCRIPTOR),
    PREAD64(17, 67, Subject.DESCRIPTOR),
    PWRITE64(18, 68, Subject.DESCRIPTOR),
    PREADV(295, 69, Subject.DESCRIPTOR),
    PWRITEV(296, 70, Subject.DESCRIPTOR),
    PREADV2(327, 286, Subject.DESCRIPTOR),
    PWRITEV2(328, 287, Subject.DESCRIPTOR),
    SENDFILE(40, 71, Subject.DESCRIPTOR),
    SPLICE(275, 76, Subject.DESCRIPTOR),
    TEE(276, 77, Subject.DESCRIPTOR),
    VMSPLICE(278, 75, Subject.DESCRIPTOR),

    POLL(7, -1, Subject.POLL),
    PPOLL(271, 73, Subject.POLL),
    SELECT(23, -1, Subject.SELECT),
    PSELECT6(270, 72, Subject.SELECT),
    EPOLL_WAIT(232, -1, Subject.EPOLL),
    EPOLL_PWAIT(281, 22, Subject.EPOLL),
    EPOLL_PWAIT2(441, 441, Subject.EPOLL),

    ACCEPT(43, 202, Subject.NETWORK),
    ACCEPT4(288, 242, Subject.NETWORK),
    CONNECT(42, 203, Subject.NETWORK),
    SENDTO(44, 206, Subject.NETWORK),
    RECVFROM(45, 207, Subject.NETWORK),
    SENDMSG(46, 211, Subject.NETWORK),
    RECVMSG(47, 212, Subject.NETWORK),
    SENDMMSG(307, 269, Subject.NETWORK),
    RECVMMSG(299, 243, Subject.NETWORK),

    FUTEX(202, 98, Subject.FUTEX),
    FUTEX_WAITV(449, 449, Subject.FUTEX),
    NANOSLEEP(35, 101, Subject.SLEEP),
    CLOCK_NANOSLEEP(230, 115, Subject.SLEEP),
    RESTART_SYSCALL(219, 128, Subject.RESTARTED),

    FSYNC(74, 82, Subject.OPEN_FILE),
    FDATASYNC(75, 83, Subject.OPEN_FILE),
    SYNC(162, 81, Subject.FILE),
    SYNCFS(306, 267, Subject.OPEN_FILE),
    SYNC_FILE_RANGE(277, 84, Subject.OPEN_FILE),
    MSYNC(26, 227, Subject.FILE),
    FLOCK(73, 32, Subject.OPEN_FILE),
    FCNTL(72, 25, Subject.OPEN_FILE),
    OPEN(2, -1, Subject.FILE),
    OPENAT(257, 56, Subject.FILE),
    CLOSE(3, 57, Subject.FILE),
    STAT(4, -1, Subject.FILE),
    FSTAT(5, 80, Subject.OPEN_FILE),
    LSTAT(6, -1, Subject.FILE),
    NEWFSTATAT(262, 79, Subject.FILE),
    STATX(332, 291, Subject.FILE),
    STATFS(137, 43, Subject.FILE),
    FSTATFS(138, 44, Subject.OPEN_FILE),
    ACCESS(21, -1, Subject.FILE),
    FACCESSAT(269, 48, Subject.FILE),
    GETDENTS64(217, 61, Subject.OPEN_FILE),
    LSEEK(8, 62, Subject.OPEN_FILE),
    TRUNCATE(76, 45, Subject.FILE),
    FTRUNCATE(77, 46, Subject.OPEN_FILE),
    FALLOCATE(285, 47, Subject.OPEN_FILE),
    FADVISE64(221, 223, Subject.OPEN_FILE),
    COPY_FILE_RANGE(326, 285, Subject.FILE),
    RENAME(82, -1, Subject.FILE),
    RENAMEAT(264, 38, Subject.FILE),
    RENAMEAT2(316, 276, Subject.FILE),
    MKDIR(83, -1, Subject.FILE),
    MKDIRAT(258, 34, Subject.FILE),
    RMDIR(84, -1, Subject.FILE),
    UNLINK(87, -1, Subject.FILE),
    UNLINKAT(263, 35, Subject.FILE),
    LINK(86, -1, Subject.FILE),
    LINKAT(265, 37, Subject.FILE),
    SYMLINK(88, -1, Subject.FILE),
    SYMLINKAT(266, 36, Subject.FILE),
    READLINK(89, -1, Subject.FILE),
    READLINKAT(267, 78, Subject.FILE),
    IO_GETEVENTS(208, 4, Subject.FILE),

    WAIT4(61, 260, Subject.CHILD),
    WAITID(247, 95, Subject.CHILD),
    /** By posix_spawn(3), which waits until the child runs its program; other callers do not wait. */
    CLONE(56, 220, Subject.CHILD),
    CLONE3(435, 435, Subject.CHILD),
    VFORK(58, -1, Subject.CHILD);

    /** What a call waits for, or where that stands. */
    enum Subject {
        /** What the descriptor in the first argument is. */
        DESCRIPTOR,
        /** What the first {@code pollfd} of an array in memory is. */
        POLL,
        /** Sets of descriptors in memory; none of them is a sleep. */
        SELECT,
        /** Sockets, of which the first argument does not say which. */
        EPOLL,
        /** A socket, of which the first argument is the descriptor. */
        NETWORK,
        /** What the Java thread says, else the JVM. */
        FUTEX,
        SLEEP,
        /** A timed wait that goes on after a stop (SIGSTOP, a debugger, a frozen group): what the Java thread says. */
        RESTARTED,
        FILE,
        /** A file, of which the first argument is the descriptor. */
        OPEN_FILE,
        CHILD
    }

    final int x86;
    final int generic;
    final Subject subject;

    WaitingCall(int x86, int generic, Subject subject) {
        this.x86 = x86;
        this.generic = generic;
        this.subject = subject;
    }
}
