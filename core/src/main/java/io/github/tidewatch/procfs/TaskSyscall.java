package io.github.tidewatch.procfs;

/**
 * {@code /proc/PID/task/TID/syscall} (proc_pid_syscall(5)): the system call that a thread sleeps in. The kernel says
 * {@code running} of a thread that is runnable, on a CPU or not, and −1 of one that waits in the kernel without a call, as
 * in a page fault.
 */
public final class TaskSyscall {
    /** The rest says nothing of what it waits for. */
    private static final int ARGUMENTS = 2;

    private final Fields fields = new Fields();
    private final long[] arguments = new long[ARGUMENTS];
    private boolean running;
    private int number;

    /**
     * Takes over the values in {@code bytes}.
     *
     * @throws ProcFormatException if they are not of this format
     */
    public void parse(byte[] bytes, int length) {
        running = length > 0 && bytes[0] == 'r';
        if (running) {
            return;
        }
        fields.over(bytes, 0, length);
        number = (int) fields.number();
        for (int i = 0; i < ARGUMENTS; i++) {
            arguments[i] = number < 0 ? 0 : fields.hexadecimal();
        }
    }

    /** Whether the thread is runnable; then there is no call. */
    public boolean isRunning() {
        return running;
    }

    /** The call's number on this architecture; negative if it waits without one. */
    public int number() {
        return number;
    }

    /** An argument of the call, 0 or 1. */
    public long argument(int index) {
        return arguments[index];
    }
}
