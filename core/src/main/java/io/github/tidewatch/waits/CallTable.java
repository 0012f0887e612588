package io.github.tidewatch.waits;

import io.github.tidewatch.procfs.TaskSyscall;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

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

    /**
     * What a thread of any process waits for that is in this call, in a word, as far as the call alone says it: a kind such as
     * {@code network}; {@code futex}, which may be a monitor, a lock or the JVM's own; {@code poll}, of descriptors; empty if it
     * is not known.
     *
     * @param targets for a descriptor, what the link in {@code /proc/PID/fd} says; null if that cannot be read
     */
    public String describe(TaskSyscall call, IntFunction<String> targets) {
        WaitingCall known = call(call.number());
        if (known == null) {
            return word(WaitKind.OTHER);
        }
        switch (known.subject) {
            case DESCRIPTOR:
                String target = targets.apply((int) call.argument(0));
                return target == null ? "" : word(kindOf(target));
            case EPOLL:
            case NETWORK:
                return word(WaitKind.NETWORK);
            case SLEEP:
                return word(WaitKind.SLEEP);
            case FILE:
            case OPEN_FILE:
                return word(WaitKind.FILE);
            case CHILD:
                return word(WaitKind.PIPE);
            case RESTARTED:
                return "";
            case FUTEX:
                return "futex";
            default:
                return "poll";
        }
    }

    private static String word(WaitKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static WaitKind kindOf(String target) {
        if (target.startsWith("socket:[")) {
            return WaitKind.NETWORK;
        } else if (target.startsWith("pipe:[")) {
            return WaitKind.PIPE;
        }
        boolean device = target.startsWith("/dev/") && !target.startsWith("/dev/shm/");
        return target.startsWith("/") && !device ? WaitKind.FILE : WaitKind.OTHER;
    }

    /** The call of this number; null if it is none in which threads are known to wait. */
    WaitingCall call(int number) {
        return number >= 0 && number < NUMBERS ? byNumber[number] : null;
    }
}
