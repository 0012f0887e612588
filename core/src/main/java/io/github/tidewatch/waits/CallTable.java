package io.github.tidewatch.waits;

import io.github.tidewatch.procfs.TaskSyscall;
import java.util.Optional;

/** The system calls in which threads wait, of one architecture, by number. Immutable. */
public final class CallTable {
    private static final int NUMBERS = 512;

    private final WaitingCall[] byNumber = new WaitingCall[NUMBERS];

    private CallTable(boolean x86) {
        for (WaitingCall call : WaitingCall.values()) {
            int number = x86 ? call.x86 : call.generic;
            if (number >= 0) {
                byNumber[number] = call;
            }
        }
    }

    /**
     * The table of an architecture; empty if its numbers are not known here.
     *
     * @param architecture as the system property {@code os.arch} names it
     */
    public static Optional<CallTable> of(String architecture) {
        switch (architecture) {
            case "amd64":
            case "x86_64":
                return Optional.of(new CallTable(true));
            case "aarch64":
            case "riscv64":
            case "loongarch64":
                return Optional.of(new CallTable(false));
            default:
                return Optional.empty();
        }
    }

    /** Whether the call waits for a thread, a timer or a socket: for no disk. */
    public boolean waitsForEvent(TaskSyscall call) {
        WaitingCall known = call(call.number());
        if (known == null) {
            return false;
        }
        switch (known.subject) {
            case FUTEX:
            case SLEEP:
            case RESTARTED:
            case POLL:
            case SELECT:
            case EPOLL:
            case NETWORK:
                return true;
            default:
                return false;
        }
    }

    /** The call of this number; null if it is none in which threads are known to wait. */
    WaitingCall call(int number) {
        return number >= 0 && number < NUMBERS ? byNumber[number] : null;
    }
}
