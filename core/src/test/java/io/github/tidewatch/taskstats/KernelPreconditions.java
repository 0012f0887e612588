package io.github.tidewatch.taskstats;

import io.github.tidewatch.linux.SystemCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** What a test needs of this kernel; a test that does not have it is skipped, and the reason is printed. */
public final class KernelPreconditions {
    private KernelPreconditions() {}

    /** A client, or the test is skipped. */
    public static TaskstatsClient openTaskstats() {
        try {
            return TaskstatsClient.open();
        } catch (TaskstatsException e) {
            throw skip(e.getMessage());
        }
    }

    /** Skips the test unless delay accounting is on for tasks that start now. */
    public static void requireDelayAccounting() throws IOException {
        Path sysctl = Path.of("/proc/sys/kernel/task_delayacct");
        if (!Files.exists(sysctl) || !Files.readString(sysctl).trim().equals("1")) {
            throw skip("delay accounting is off: sysctl kernel.task_delayacct=1");
        }
    }

    /** Ends the test as skipped. */
    public static TestAbortedException skip(String reason) {
        StackTraceElement test = new Throwable().getStackTrace()[1];
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            if (frame.getClassName().endsWith("Test")) {
                test = frame;
                break;
            }
        }
        System.out.println("SKIPPED " + test.getClassName() + "." + test.getMethodName() + ": " + reason);
        return new TestAbortedException(reason);
    }

    /** The tid of a thread that existed and has ended. */
    public static int deadTid() throws InterruptedException {
        int[] tid = new int[1];
        Thread thread = new Thread(() -> tid[0] = SystemCalls.host().gettid());
        thread.start();
        thread.join();
        // join() returns a moment before the kernel's task is gone.
        while (Files.exists(Path.of("/proc/self/task/" + tid[0]))) {
            Thread.sleep(1);
        }
        return tid[0];
    }
}
