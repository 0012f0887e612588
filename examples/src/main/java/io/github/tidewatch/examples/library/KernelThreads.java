package io.github.tidewatch.examples.library;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Which tids to leave alone: some kernels crash when taskstats is asked about a kernel thread. */
final class KernelThreads {
    private static final long PF_KTHREAD = 0x0020_0000;
    private static final int FLAGS_AFTER_NAME = 6;

    private KernelThreads() {}

    /** Whether a tid may be that of a kernel thread; a task that is gone is none, unless /proc hides tasks. */
    static boolean mayBe(int tid) {
        try {
            return isKernelThread(Files.readString(Path.of("/proc/" + tid + "/stat"), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return !Files.isReadable(Path.of("/proc/1/stat"));
        } catch (IOException e) {
            return true;
        }
    }

    /** By field 9 of {@code /proc/TID/stat}, counted from the name, which may itself hold spaces and parentheses. */
    static boolean isKernelThread(String stat) {
        String afterName = stat.substring(stat.lastIndexOf(')') + 2);
        return (Long.parseLong(afterName.split(" ", -1)[FLAGS_AFTER_NAME]) & PF_KTHREAD) != 0;
    }
}
