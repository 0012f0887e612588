package io.github.tidewatch.waits;

import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.TaskSyscall;
import io.github.tidewatch.thread.JavaThreadStatus;
import io.github.tidewatch.thread.MappingException;
import io.github.tidewatch.thread.ProcessMemory;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds from a thread's system call, and for the JVM's own waits from what the Java thread says of itself, what it waits
 * for. Allocates nothing for a thread whose call can be read. Not safe for use by several threads at once.
 */
public final class WaitClassifier implements Closeable {
    private static final byte[] NO_BYTES = {};
    private static final int SOCKADDR_IN = 16;
    private static final int SOCKADDR_IN6 = 28;

    private final CallTable table;
    private final JavaThreadStatus status;
    private final OpenDescriptors descriptors;
    private final ProcessMemory memory;

    private WaitClassifier(
            CallTable table, JavaThreadStatus status, OpenDescriptors descriptors, ProcessMemory memory) {
        this.table = table;
        this.status = status;
        this.descriptors = descriptors;
        this.memory = memory;
    }

    /**
     * For this process.
     *
     * @param calls empty where native code cannot be used: then only Java's own kinds can be known
     * @param readable whether {@code /proc/self/task/TID/syscall} can be read
     * @param mapped whether it is known which task is which Java thread
     */
    public static WaitClassifier open(Optional<SystemCalls> calls, boolean readable, boolean mapped) {
        CallTable table = readable && calls.isPresent()
                ? CallTable.of(System.getProperty("os.arch")).orElse(null)
                : null;
        return new WaitClassifier(
                table,
                mapped ? JavaThreadStatus.open().orElse(null) : null,
                table == null ? null : new OpenDescriptors(calls.get()),
                table == null ? null : new ProcessMemory(calls.get()));
    }

    /** The kinds that can be known here. */
    public Set<WaitKind> known() {
        Set<WaitKind> known = EnumSet.noneOf(WaitKind.class);
        if (table != null) {
            known.addAll(WaitKind.KNOWN);
        }
        if (status == null) {
            // A futex is one of these, and only the Java thread says which.
            known.removeAll(WaitKind.OF_JAVA);
            known.remove(WaitKind.JVM);
        } else {
            known.addAll(WaitKind.OF_JAVA);
        }
        return known;
    }

    /** Whether {@link #kind} goes by system calls. */
    public boolean usesCalls() {
        return table != null;
    }

    /**
     * What a thread waits for that is in this call.
     *
     * @param java whether it is a Java thread
     * @param thread the Java thread; null if it is none, or is not reachable any more
     */
    public WaitKind kind(TaskSyscall call, boolean java, Thread thread) {
        WaitingCall known = table.call(call.number());
        if (known == null) {
            return WaitKind.OTHER;
        }
        switch (known.subject) {
            case DESCRIPTOR:
                return descriptors.kind((int) call.argument(0));
            case POLL:
                return call.argument(1) == 0 ? sleep() : descriptors.kind(polled(call));
            case SELECT:
                return call.argument(0) == 0 ? sleep() : WaitKind.OTHER;
            case EPOLL:
            case NETWORK:
                return WaitKind.NETWORK;
            case FUTEX:
                return futex(java, thread);
            case SLEEP:
                return sleep();
            case RESTARTED:
                return java ? kind(thread) : WaitKind.UNKNOWN;
            case CHILD:
                return WaitKind.PIPE;
            default:
                return WaitKind.FILE;
        }
    }

    private WaitKind sleep() {
        return status == null ? WaitKind.UNKNOWN : WaitKind.SLEEP;
    }

    private WaitKind futex(boolean java, Thread thread) {
        if (status == null || (java && thread == null)) {
            return WaitKind.UNKNOWN;
        }
        WaitKind own = java ? kind(thread) : WaitKind.UNKNOWN;
        return own == WaitKind.UNKNOWN ? WaitKind.JVM : own;
    }

    /** What a Java thread says that it waits for; {@link WaitKind#UNKNOWN} if it says nothing, or is null. */
    public WaitKind kind(Thread thread) {
        if (status == null || thread == null) {
            return WaitKind.UNKNOWN;
        }
        int bits = status.of(thread);
        if ((bits & JavaThreadStatus.ENTERS_MONITOR) != 0) {
            return WaitKind.MONITOR;
        } else if ((bits & JavaThreadStatus.IN_OBJECT_WAIT) != 0) {
            return WaitKind.OBJECT;
        } else if ((bits & JavaThreadStatus.PARKED) != 0) {
            return WaitKind.PARK;
        }
        return (bits & JavaThreadStatus.SLEEPING) != 0 ? WaitKind.SLEEP : WaitKind.UNKNOWN;
    }

    /** The first descriptor that a thread polls: the JDK's sockets poll one. Negative if it cannot be read. */
    private int polled(TaskSyscall call) {
        try {
            return memory.readInt(call.argument(0));
        } catch (MappingException e) {
            return -1;
        }
    }

    /** The descriptor that the call waits for; negative if it is not one. */
    int descriptor(TaskSyscall call) {
        WaitingCall known = table == null ? null : table.call(call.number());
        if (known == null) {
            return -1;
        }
        switch (known.subject) {
            case DESCRIPTOR:
            case NETWORK:
            case OPEN_FILE:
                return (int) call.argument(0);
            case POLL:
                return call.argument(1) == 0 ? -1 : polled(call);
            default:
                return -1;
        }
    }

    /** The {@code sockaddr} that the call connects to, cut to the size of those of the Internet; empty if it is no such call. */
    byte[] connectsTo(TaskSyscall call) {
        if (table == null || table.call(call.number()) != WaitingCall.CONNECT) {
            return NO_BYTES;
        }
        ByteBuffer bytes = ByteBuffer.allocate(SOCKADDR_IN6).order(ByteOrder.nativeOrder());
        try {
            while (bytes.hasRemaining()) {
                bytes.putInt(memory.readInt(call.argument(1) + bytes.position()));
            }
        } catch (MappingException e) {
            return bytes.position() < SOCKADDR_IN ? NO_BYTES : bytes.array();
        }
        return bytes.array();
    }

    /** The child whose end the call waits for; 0 if it waits for none, or any. */
    long child(TaskSyscall call) {
        WaitingCall known = table == null ? null : table.call(call.number());
        if (known == WaitingCall.WAIT4) {
            return Math.max(0, (int) call.argument(0));
        }
        // P_PID of include/uapi/linux/wait.h.
        return known == WaitingCall.WAITID && call.argument(0) == 1 ? (int) call.argument(1) : 0;
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
        }
    }

    /** The open file behind a descriptor; null if it is not known. */
    String target(int descriptor) {
        return descriptors == null || descriptor < 0 ? null : descriptors.target(descriptor);
    }
}
