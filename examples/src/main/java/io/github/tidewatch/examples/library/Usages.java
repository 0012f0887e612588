package io.github.tidewatch.examples.library;

import io.github.tidewatch.rusage.ResourceUsage;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/** getrusage(2), which needs no privilege. */
final class Usages {
    private static final Duration SOME_WORK = Duration.ofMillis(50);

    private Usages() {}

    static void show(PrintStream out) throws IOException, InterruptedException {
        out.println("What getrusage(2) says:");
        // A child counts once it has ended and was waited for.
        int unused = new ProcessBuilder("true").start().waitFor();
        out.println(ResourceUsage.ofProcess());
        out.println(ResourceUsage.ofChildren());

        ResourceUsage before = ResourceUsage.ofThread();
        work(SOME_WORK);
        ResourceUsage after = ResourceUsage.ofThread();
        ResourceUsage spent = after.minus(before);
        out.println(after);
        out.println("this thread in " + SOME_WORK.toMillis() + " ms of work: "
                + Tasks.text(spent.userTime()) + " user, "
                + Tasks.text(spent.systemTime()) + " system, preempted "
                + spent.involuntarySwitches() + " times");
    }

    /** Keeps the calling thread busy. */
    static void work(Duration time) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < time.toNanos()) {
            Thread.onSpinWait();
        }
    }
}
