package io.github.tidewatch.waits;

import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.TaskSyscall;
import io.github.tidewatch.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What a wait of some length is for: the class of the blocker, and where that is wanted the peer of a socket, a file, a pipe
 * or a child's command. Not safe for use by several threads at once.
 */
public final class WaitDetails {
    private static final int MOST_CHARACTERS = 200;

    /** TASK_COMM_LEN of the kernel. */
    private static final int COMM = 16;

    private final WaitClassifier classifier;
    private final SocketAddresses addresses;
    private final boolean sameNumbers;

    /**
     * Details.
     *
     * @param calls empty where native code cannot be used, or where only classes are wanted
     * @param sameNumbers whether {@code /proc} numbers processes as calls do; where not, a child's number is another's there
     */
    public WaitDetails(WaitClassifier classifier, Optional<SystemCalls> calls, boolean sameNumbers) {
        this.sameNumbers = sameNumbers;
        this.classifier = classifier;
        this.addresses = calls.map(SocketAddresses::new).orElse(null);
    }

    /** Whether a wait of this kind can have one, so that it is worth the reads. */
    public boolean canHave(WaitKind kind) {
        return kind == WaitKind.PARK || (needsCall(kind) && classifier.usesCalls());
    }

    /** Whether {@link #of} needs the call for this kind. */
    public boolean needsCall(WaitKind kind) {
        return addresses != null && (kind == WaitKind.NETWORK || kind == WaitKind.FILE || kind == WaitKind.PIPE);
    }

    /**
     * The detail of a wait; null if there is none.
     *
     * @param call the thread's system call, if {@link #needsCall}
     * @param thread the Java thread, or null
     */
    public String of(WaitKind kind, TaskSyscall call, Thread thread) {
        String detail = kind == WaitKind.PARK ? blocker(thread) : ofCall(kind, call);
        return detail == null ? null : PrintableText.shortened(detail, MOST_CHARACTERS);
    }

    /** The class, as {@link Class#getName} has it: no code of the application is called, and no object is kept. */
    private static String blocker(Thread thread) {
        Object blocker = thread == null ? null : LockSupport.getBlocker(thread);
        return blocker == null ? null : blocker.getClass().getName();
    }

    private String ofCall(WaitKind kind, TaskSyscall call) {
        int descriptor = classifier.descriptor(call);
        if (kind == WaitKind.NETWORK) {
            byte[] connecting = classifier.connectsTo(call);
            if (connecting.length != 0) {
                return addresses.of(connecting);
            }
            return descriptor < 0 ? null : addresses.of(descriptor);
        }
        long child = classifier.child(call);
        if (child > 0) {
            return sameNumbers ? comm(child) : null;
        }
        return classifier.target(descriptor);
    }

    private static String comm(long pid) {
        try (InputStream file = Files.newInputStream(Path.of("/proc/" + pid + "/comm"))) {
            return new String(file.readNBytes(COMM), StandardCharsets.UTF_8).trim();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
