package io.github.tidewatch.taskstats;

import io.github.tidewatch.linux.HostSystemCalls;
import java.nio.file.Files;
import java.nio.file.Path;

/** A task of this process that is no more. */
final class DeadTask {
    private DeadTask() {}

    /** The tid of a thread that existed and has ended. */
    static int tid() throws InterruptedException {
        int[] tid = new int[1];
        Thread thread = new Thread(() -> tid[0] = HostSystemCalls.get().gettid());
        thread.start();
        thread.join();
        // join() returns a moment before the kernel's task is gone.
        while (Files.exists(Path.of("/proc/self/task/" + tid[0]))) {
            Thread.sleep(1);
        }
        return tid[0];
    }
}
