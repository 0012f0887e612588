package io.github.tidewatch.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;

/** Gives the tid of a thread that has ended to another one. Takes root. */
public final class ReusedTid {
    /** After which tid the kernel looks for the next free one; root may set it (CONFIG_CHECKPOINT_RESTORE). */
    private static final Path LAST_TID = Path.of("/proc/sys/kernel/ns_last_pid");

    /** Other processes take tids too. */
    private static final int MOST_ATTEMPTS = 500;

    private ReusedTid() {}

    /** Skips the test where the kernel does not let it choose. */
    public static void require() {
        Skip.unless(Files.isWritable(LAST_TID), "the kernel has no " + LAST_TID);
    }

    /** Starts threads until one has this tid, and closes those that have another. Skips the test if others always take it. */
    public static <T extends AutoCloseable> T start(int tid, Callable<T> starter, ToIntFunction<T> tidOf)
            throws Exception {
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            Files.writeString(LAST_TID, Integer.toString(tid - 1));
            T thread = starter.call();
            if (tidOf.applyAsInt(thread) == tid) {
                return thread;
            }
            thread.close();
        }
        throw Skip.because("others took tid " + tid + " each of " + MOST_ATTEMPTS + " times");
    }
}
