package io.github.tidewatch.agent.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Threads with all kinds of names. Arguments: directory, number of threads with the same name. */
public final class Names {
    /** The names of threads that compute for a while each. */
    public static final List<String> ODD = List.of(
            "a name of more than the fifteen bytes that comm has, "
                    + "and of more than a hundred characters, x".repeat(3),
            "F\u00e4den-\u7dda\u7a0b-\ud83e\uddf5",
            "with several  spaces ",
            "paren(thesis) ) (R 1 2 3",
            "line\nbreak\ttab\r\u0000nul",
            "",
            " ",
            "%s {} <a href=\"&amp;\"> ${x}");

    /** That of many threads at once and in turn. */
    public static final String SAME = "worker";

    /** What the thread that renames itself is called first, and then. */
    public static final String BEFORE = "before (the renaming)";

    public static final String AFTER = "after";

    private static final int BATCH = 50;

    private Names() {}

    public static void main(String[] args) throws Exception {
        Path directory = Paths.get(args[0]);
        SelfRecording.prepare();
        Lives odd = new Lives();
        Lives same = new Lives();
        warmUp();
        try (SelfRecording recording = SelfRecording.start("names", "100 ms")) {
            List<Thread> threads = new ArrayList<>();
            for (String name : ODD) {
                threads.add(start(name, () -> computeFor(300_000_000, odd)));
            }
            threads.add(start(BEFORE, () -> {
                computeFor(500_000_000, new Lives());
                Thread.currentThread().setName(AFTER);
                System.out.println("renamed at " + Witness.now());
                computeFor(500_000_000, new Lives());
            }));
            joinAll(threads);
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                int number = i;
                threads.add(start(SAME, () -> wait(number % 5, same)));
                if (threads.size() == BATCH) {
                    joinAll(threads);
                }
            }
            joinAll(threads);
            recording.stop(directory.resolve("names.jfr"));
        }
        odd.write(directory.resolve("odd"));
        same.write(directory.resolve("same"));
        Files.write(directory.resolve("done"), List.of());
    }

    /** Links the code, so that this is no thread's work. */
    private static void warmUp() throws InterruptedException {
        Thread first = start("first", () -> {
            computeFor(1, new Lives());
            wait(1, new Lives());
        });
        first.join();
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 128 * 1024);
        thread.start();
        return thread;
    }

    private static void joinAll(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
    }

    private static void computeFor(long nanos, Lives lives) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
        }
        lives.note(begin);
    }

    /** Its voluntary context switches report this thread from others: ten times the number, and few more. */
    private static void wait(int number, Lives lives) {
        long begin = System.nanoTime();
        for (int i = 0; i < 10 * number; i++) {
            LockSupport.parkNanos(1000);
        }
        lives.note(begin);
    }
}
