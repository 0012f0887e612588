package io.github.tidewatch.linux;

/**
 * The error numbers of Linux that Tidewatch's calls can meet, with the numbers of {@code asm-generic/errno*.h}, which
 * x86-64, aarch64 and most others share.
 */
public enum Errno {
    EPERM(1),
    ENOENT(2),
    ESRCH(3),
    EINTR(4),
    EIO(5),
    EBADF(9),
    EAGAIN(11),
    ENOMEM(12),
    EACCES(13),
    EFAULT(14),
    EBUSY(16),
    EEXIST(17),
    ENODEV(19),
    ENOTDIR(20),
    EINVAL(22),
    ENFILE(23),
    EMFILE(24),
    ENOSPC(28),
    ERANGE(34),
    ENOSYS(38),
    ENODATA(61),
    EPROTO(71),
    ENOTSOCK(88),
    EMSGSIZE(90),
    ENOPROTOOPT(92),
    EPROTONOSUPPORT(93),
    EOPNOTSUPP(95),
    EAFNOSUPPORT(97),
    EADDRINUSE(98),
    ENOBUFS(105),
    ETIMEDOUT(110),
    ECONNREFUSED(111);

    private static final Errno[] BY_NUMBER = new Errno[112];

    static {
        for (Errno errno : values()) {
            BY_NUMBER[errno.number] = errno;
        }
    }

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    /** The kernel's number, positive. */
    public int number() {
        return number;
    }

    /** Whether {@code result}, as a call of {@link SystemCalls} returned it, is this error. */
    public boolean is(long result) {
        return result == -number;
    }

    /** The symbol of an error number, such as {@code "ESRCH"}; {@code "errno 200"} for one that is not listed here. */
    public static String symbol(int number) {
        Errno errno = number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
        return errno != null ? errno.name() : "errno " + number;
    }
}
