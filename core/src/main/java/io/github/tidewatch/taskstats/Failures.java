package io.github.tidewatch.taskstats;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.taskstats.TaskstatsException.Reason;

/** Turns error numbers into exceptions that say what to do. */
final class Failures {
    private Failures() {}

    static TaskstatsException of(String what, int errorNumber) {
        Reason reason = reason(errorNumber);
        return new TaskstatsException(reason, what + ": " + Errno.symbol(errorNumber) + advice(reason));
    }

    static TaskstatsException of(SystemCallException e) {
        Reason reason = reason(e.errorNumber());
        return new TaskstatsException(reason, e.getMessage() + advice(reason), e);
    }

    static TaskstatsException of(TaskScope scope, int id, Outcome outcome, int lastError) {
        String what = "taskstats of " + (scope == TaskScope.THREAD ? "tid " : "tgid ") + id;
        switch (outcome) {
            case GONE:
                return new TaskstatsException(Reason.GONE, what + ": there is no such task (any more)");
            case NOT_PERMITTED:
                return of(what, Errno.EPERM.number());
            case LOST:
                return new TaskstatsException(Reason.LOST, what + ": no answer came, also after asking again");
            default:
                return of(what, lastError);
        }
    }

    private static Reason reason(int errorNumber) {
        if (errorNumber == Errno.EPERM.number() || errorNumber == Errno.EACCES.number()) {
            return Reason.NOT_PERMITTED;
        }
        if (errorNumber == Errno.EAFNOSUPPORT.number()
                || errorNumber == Errno.EPROTONOSUPPORT.number()
                || errorNumber == Errno.EOPNOTSUPP.number()
                || errorNumber == Errno.ECONNREFUSED.number()
                || errorNumber == Errno.ENOENT.number()
                || errorNumber == Errno.ENOSYS.number()) {
            return Reason.NOT_SUPPORTED;
        }
        if (errorNumber == Errno.EINVAL.number() || errorNumber == Errno.ERANGE.number()) {
            return Reason.INVALID;
        }
        return errorNumber == Errno.ESRCH.number() ? Reason.GONE : Reason.FAILED;
    }

    private static String advice(Reason reason) {
        switch (reason) {
            case NOT_PERMITTED:
                return ". Taskstats needs CAP_NET_ADMIN in the initial user namespace: run as root or give the"
                        + " process that capability (systemd AmbientCapabilities=CAP_NET_ADMIN, docker"
                        + " --cap-add NET_ADMIN without user-namespace remapping); a seccomp filter may forbid it too";
            case NOT_SUPPORTED:
                return ". This kernel or sandbox does not offer generic netlink's TASKSTATS; a Linux kernel with"
                        + " CONFIG_TASKSTATS, not behind a sandbox such as gVisor, is needed";
            default:
                return "";
        }
    }
}
