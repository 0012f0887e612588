package io.github.tidewatch.agent.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code /proc/self/task} said of every thread at one moment, read by plain file reads and without Tidewatch's
 * code: the application prints it, the test parses it and compares.
 */
public final class Witness {
    private static final long NANOS_PER_TICK = 10_000_000;

    /** When it was taken, in nanoseconds of the epoch: that of the first file read. */
    public final long time;

    /** What the hypervisor has taken from the machine's CPUs by then, in nanoseconds. */
    public final long stolen;

    /** The tasks by tid. */
    public final Map<Long, Task> tasks;

    private Witness(long time, long stolen, Map<Long, Task> tasks) {
        this.time = time;
        this.stolen = stolen;
        this.tasks = tasks;
    }

    /** One task. Two of the same tid are the same task if their starts are equal. */
    public static final class Task {
        public final long tid;
        public final long start;
        public final long onCpu;
        public final long cpuDelay;
        public final long blockIoDelay;
        public final String comm;

        Task(long tid, long start, long onCpu, long cpuDelay, long blockIoDelay, String comm) {
            this.tid = tid;
            this.start = start;
            this.onCpu = onCpu;
            this.cpuDelay = cpuDelay;
            this.blockIoDelay = blockIoDelay;
            this.comm = comm;
        }
    }

    /** The tid of the calling thread. */
    static long ownTid() throws IOException {
        return Long.parseLong(Files.readSymbolicLink(Paths.get("/proc/thread-self"))
                .getFileName()
                .toString());
    }

    static long now() {
        return ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
    }

    /** Takes it, and gives it as lines to print, each beginning with {@code label}. */
    static String take(String label) throws IOException {
        StringBuilder lines = new StringBuilder(label + " at " + now() + " " + stolen() + "\n");
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Paths.get("/proc/self/task"))) {
            for (Path task : tasks) {
                try {
                    String[] schedstat = read(task, "schedstat").split(" ", -1);
                    String stat = read(task, "stat");
                    int nameEnd = stat.lastIndexOf(')');
                    String comm = stat.substring(stat.indexOf('(') + 1, nameEnd);
                    String[] fields = stat.substring(nameEnd + 2).split(" ", -1);
                    lines.append(String.join(
                            " ",
                            label,
                            "task",
                            task.getFileName().toString(),
                            fields[22 - 3],
                            schedstat[0],
                            schedstat[1],
                            fields[42 - 3],
                            comm));
                    lines.append('\n');
                } catch (IOException e) {
                    // It has ended meanwhile.
                }
            }
        }
        return lines.toString();
    }

    /** Of {@code /proc/stat}, in nanoseconds; counted in hundredths of a second. */
    static long stolen() throws IOException {
        String cpus = Files.readAllLines(Paths.get("/proc/stat")).get(0);
        return Long.parseLong(cpus.split(" +", -1)[8]) * NANOS_PER_TICK;
    }

    private static String read(Path task, String file) throws IOException {
        return new String(Files.readAllBytes(task.resolve(file)), StandardCharsets.UTF_8).trim();
    }

    /** Finds the one that was printed with this label. */
    public static Witness parse(String stdout, String label) {
        Map<Long, Task> tasks = new LinkedHashMap<>();
        long[] time = new long[2];
        stdout.lines().filter(line -> line.startsWith(label + " ")).forEach(line -> {
            String[] words = line.split(" ", 8);
            if (words[1].equals("at")) {
                time[0] = Long.parseLong(words[2]);
                time[1] = Long.parseLong(words[3]);
            } else {
                long tid = Long.parseLong(words[2]);
                long ticks = Long.parseLong(words[6]);
                tasks.put(
                        tid,
                        new Task(
                                tid,
                                Long.parseLong(words[3]),
                                Long.parseLong(words[4]),
                                Long.parseLong(words[5]),
                                ticks * NANOS_PER_TICK,
                                words[7]));
            }
        });
        if (time[0] == 0) {
            throw new AssertionError("no witness " + label + " in:\n" + stdout);
        }
        return new Witness(time[0], time[1], tasks);
    }

    /** The names and tids that the threads of the application printed of themselves. */
    public static Map<Long, String> threads(String stdout) {
        Map<Long, String> threads = new LinkedHashMap<>();
        stdout.lines().filter(line -> line.startsWith("thread ")).forEach(line -> {
            String[] words = line.split(" ", 3);
            threads.put(Long.parseLong(words[1]), words[2]);
        });
        return threads;
    }
}
