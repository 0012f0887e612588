package io.github.tidewatch.taskstats;

/** Taskstats cannot be used: says why, and what would help. */
public final class TaskstatsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What kind of trouble it is. */
    public enum Reason {
        /** This kernel has no taskstats, or no netlink reaches it (a sandbox): a normal state of a host. */
        NOT_SUPPORTED,
        /** The process lacks CAP_NET_ADMIN in the initial user namespace, or a sandbox forbids the call. */
        NOT_PERMITTED,
        /** The task asked about is gone. */
        GONE,
        /** The request itself is wrong, such as a CPU that does not exist. */
        INVALID,
        /** The answer did not come, also after asking again. */
        LOST,
        /** Anything else: the message names the call and its error. */
        FAILED
    }

    private final Reason reason;

    TaskstatsException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    TaskstatsException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** What kind of trouble it is. */
    public Reason reason() {
        return reason;
    }
}
