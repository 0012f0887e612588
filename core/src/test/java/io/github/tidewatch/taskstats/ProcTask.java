package io.github.tidewatch.taskstats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code /proc/self/task/TID} says: the independent witness. */
final class ProcTask {
    private final Path directory;

    private ProcTask(int tid) {
        directory = Path.of("/proc/self/task/" + tid);
    }

    static ProcTask of(int tid) {
        return new ProcTask(tid);
    }

    /** On-CPU time and run-queue delay in nanoseconds, and how many times the task got a CPU. */
    long[] schedstat() {
        List<String> fields = words(read("schedstat").trim());
        return new long[] {Long.parseLong(fields.get(0)), Long.parseLong(fields.get(1)), Long.parseLong(fields.get(2))};
    }

    /** A line of {@code status}. */
    long status(String name) {
        return read("status")
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(
                        line -> Long.parseLong(line.substring(name.length() + 1).trim()))
                .findFirst()
                .orElseThrow();
    }

    /** A field of {@code stat}, by the number that proc(5) gives it, 3 or more. */
    String stat(int number) {
        String stat = read("stat");
        return words(stat.substring(stat.lastIndexOf(')') + 2).trim()).get(number - 3);
    }

    /** Waits until the task sleeps, which makes its counters stand still. */
    void awaitSleep() throws InterruptedException {
        while (!stat(3).equals("S")) {
            Thread.sleep(1);
        }
    }

    private static List<String> words(String text) {
        return List.of(text.split(" ", -1));
    }

    private String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
