package io.github.tidewatch.procfs;

import java.nio.charset.StandardCharsets;

/** The context switches in {@code /proc/PID/task/TID/status} (proc_pid_status(5)). */
public final class TaskStatus {
    private static final byte[] VOLUNTARY = "\nvoluntary_ctxt_switches:".getBytes(StandardCharsets.US_ASCII);

    private final Fields fields = new Fields();
    private long voluntarySwitches;
    private long involuntarySwitches;

    /**
     * Takes over the values in {@code bytes}.
     *
     * @throws ProcFormatException if they are not of this format
     */
    public void parse(byte[] bytes, int length) {
        // The last two lines of the file, so that searching from the end is short.
        int at = length - VOLUNTARY.length;
        while (at >= 0 && !matches(bytes, at)) {
            at--;
        }
        if (at < 0) {
            throw new ProcFormatException("voluntary_ctxt_switches", bytes, 0, length);
        }
        fields.over(bytes, at + VOLUNTARY.length, length);
        voluntarySwitches = fields.number();
        fields.skip(1);
        involuntarySwitches = fields.number();
    }

    private static boolean matches(byte[] bytes, int at) {
        for (int i = 0; i < VOLUNTARY.length; i++) {
            if (bytes[at + i] != VOLUNTARY[i]) {
                return false;
            }
        }
        return true;
    }

    /** How often the thread gave up its CPU to wait. */
    public long voluntarySwitches() {
        return voluntarySwitches;
    }

    /** How often the scheduler took the CPU from it. */
    public long involuntarySwitches() {
        return involuntarySwitches;
    }
}
