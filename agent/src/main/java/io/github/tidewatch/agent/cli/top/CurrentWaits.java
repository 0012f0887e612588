package io.github.tidewatch.agent.cli.top;

import io.github.tidewatch.intervals.KernelRelease;
import io.github.tidewatch.procfs.TaskSyscall;
import io.github.tidewatch.waits.CallTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What threads of a process wait for now, by the system call that each is in. Known where the kernel lets this user read that,
 * and where to read it is without harm. Not safe for use by several threads at once.
 */
final class CurrentWaits {
    private static final int LINE = 256;

    private final Path process;
    private final CallTable table;
    private final TaskSyscall call = new TaskSyscall();

    private CurrentWaits(Path process, CallTable table) {
        this.process = process;
        this.table = table;
    }

    /** Of the process whose directory in {@code /proc} this is. */
    static CurrentWaits of(Path process) {
        return of(process, KernelRelease.running());
    }

    static CurrentWaits of(Path process, KernelRelease kernel) {
        Optional<CallTable> table =
                kernel.canReadCalls() ? CallTable.of(System.getProperty("os.arch")) : Optional.empty();
        CurrentWaits waits = new CurrentWaits(process, table.orElse(null));
        return table.isPresent() && waits.read(process.resolve("syscall")) ? waits : new CurrentWaits(process, null);
    }

    /** Whether anything can be known. */
    boolean areKnown() {
        return table != null;
    }

    /** In a word, such as {@code network}; empty if the thread is runnable, and if it is not known. */
    String of(int tid) {
        if (table == null || !read(process.resolve("task/" + tid + "/syscall")) || call.isRunning()) {
            return "";
        }
        return table.describe(call, this::target);
    }

    private boolean read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] line = in.readNBytes(LINE);
            call.parse(line, line.length);
            return line.length > 0;
        } catch (IOException | RuntimeException e) {
            return false; // not permitted, or it has ended
        }
    }

    private String target(int descriptor) {
        try {
            return Files.readSymbolicLink(process.resolve("fd/" + descriptor)).toString();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
