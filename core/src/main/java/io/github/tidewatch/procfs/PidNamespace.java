package io.github.tidewatch.procfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether {@code /proc} numbers threads as system calls of this process do. It numbers them as the pid namespace that it
 * was mounted for does, and a process in a namespace of its own may still see the host's ({@code unshare --pid --fork}
 * without {@code --mount-proc}). {@code /proc/self} and {@code /proc/thread-self} are this process all the same: only
 * their numbers are other ones, and a system call that gets such a number speaks of another thread or none.
 */
public final class PidNamespace {
    private static final byte[] LABEL = "\nNSpid:".getBytes(StandardCharsets.US_ASCII);
    private static final Path SELF = Path.of("/proc/thread-self");

    private PidNamespace() {}

    /**
     * Whether the numbers differ. To be called by the thread that is named.
     *
     * @param tid what gettid(2) says of the calling thread
     */
    public static boolean isOther(int tid) {
        try {
            Path self = Files.readSymbolicLink(SELF);
            return !self.getFileName().toString().equals(Integer.toString(tid)) || numbers(status()) > 1;
        } catch (IOException | RuntimeException e) {
            return false; // no /proc, or one of a kernel before 3.17: what follows says what is in the way
        }
    }

    /** The number that {@code /proc} has for the calling thread; 0 if it does not say. */
    public static int callingThread() {
        try {
            return Integer.parseInt(Files.readSymbolicLink(SELF).getFileName().toString());
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    /**
     * Whether {@link #tid} works here.
     *
     * @param tid what gettid(2) says of the calling thread
     */
    public static boolean isTranslatable(int tid) {
        try {
            byte[] status = status();
            return tid(status, status.length) == tid;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] status() throws IOException {
        return Files.readAllBytes(SELF.resolve("status"));
    }

    /**
     * A task's tid in the innermost namespace that it is in, which for a thread of this process is what gettid(2) says
     * there: the last number of {@code NSpid} (proc_pid_status(5), from Linux 4.1).
     *
     * @param status {@code /proc/PID/task/TID/status}
     * @return 0 if the kernel does not say
     */
    public static int tid(byte[] status, int length) {
        int tid = 0;
        boolean inNumber = false;
        for (int at = numbersAt(status, length); at < length && status[at] != '\n'; at++) {
            boolean digit = status[at] >= '0' && status[at] <= '9';
            if (digit) {
                tid = (inNumber ? tid * 10 : 0) + status[at] - '0';
            }
            inNumber = digit;
        }
        return tid;
    }

    /**
     * The same of any task by its directory in {@code /proc}; the number that it has there if the kernel does not say.
     *
     * @throws IOException if it cannot be read, as of a task that has exited
     */
    public static int tidOf(Path task) throws IOException {
        byte[] status = Files.readAllBytes(task.resolve("status")); // with a name that need not be UTF-8
        int tid = tid(status, status.length);
        return tid > 0 ? tid : Integer.parseInt(task.getFileName().toString());
    }

    private static int numbers(byte[] status) {
        int numbers = 0;
        for (int at = numbersAt(status, status.length); at < status.length && status[at] != '\n'; at++) {
            numbers += status[at] == '\t' ? 1 : 0; // one before each
        }
        return numbers;
    }

    /** Where the line's numbers begin; {@code length} if there is no such line. */
    private static int numbersAt(byte[] status, int length) {
        for (int at = 0; at + LABEL.length <= length; at++) {
            int matched = 0;
            while (matched < LABEL.length && status[at + matched] == LABEL[matched]) {
                matched++;
            }
            if (matched == LABEL.length) {
                return at + matched;
            }
        }
        return length;
    }
}
