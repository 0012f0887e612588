package io.github.tidewatch.linux;

/** A system call failed: names the call with its arguments, and the error. */
public final class SystemCallException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String call;
    private final int errorNumber;

    /**
     * @param call the call and its arguments as a person would write them, such as
     *     {@code "connect(7, {AF_NETLINK, 0})"}
     * @param errorNumber the kernel's error number, positive
     */
    public SystemCallException(String call, int errorNumber) {
        super(call + ": " + Errno.symbol(errorNumber));
        this.call = call;
        this.errorNumber = errorNumber;
    }

    /**
     * Returns {@code result} if it is none of an error.
     *
     * @param result what a call of {@link SystemCalls} returned
     * @param call the call and its arguments
     * @throws SystemCallException if {@code result} is negative
     */
    public static long check(long result, String call) {
        if (result < 0) {
            throw new SystemCallException(call, (int) -result);
        }
        return result;
    }

    /** The call and its arguments. */
    public String call() {
        return call;
    }

    /** The kernel's error number, positive. */
    public int errorNumber() {
        return errorNumber;
    }

    /** Whether the error is {@code errno}. */
    public boolean is(Errno errno) {
        return errno.number() == errorNumber;
    }
}
