package io.github.tidewatch.agent.testing;

import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;

/**
 * Short-lived threads that compute for different times, and then code that the JVM compiles, with compiler threads that
 * end when there is no more to do. Prints whether the hook's class is there. Arguments: directory, threads, milliseconds
 * to wait at the end.
 */
public final class Ends {
    private static final int AT_ONCE = 10;

    private Ends() {}

    public static void main(String[] args) throws Exception {
        Path directory = Paths.get(args[0]);
        SelfRecording.prepare();
        Lives lives = new Lives();
        computeFor(1, lives);
        lives.clear();
        try (SelfRecording recording = SelfRecording.start("ends", "100 ms")) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                long nanos = 1_000_000L * (i % 10);
                Thread thread = new Thread(() -> computeFor(nanos, lives), "brief-" + i);
                thread.start();
                threads.add(thread);
                if (threads.size() == AT_ONCE) {
                    for (Thread started : threads) {
                        started.join();
                    }
                    threads.clear();
                }
            }
            lives.awaitGone(); // the kernel reports the exit of a task, not of its Java thread
            Thread.sleep(Long.parseLong(args[2]));
            recording.stop(directory.resolve("x.jfr"));
        }
        lives.write(directory.resolve("lives"));
        try {
            Class.forName("java.lang.TidewatchThreadExit", false, null);
            System.out.println("a hook is there");
        } catch (ClassNotFoundException e) {
            System.out.println("no hook is there");
        }
    }

    private static void computeFor(long nanos, Lives lives) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
        }
        lives.note(begin);
    }
}
