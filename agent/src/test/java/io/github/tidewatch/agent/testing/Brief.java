package io.github.tidewatch.agent.testing;

import com.sun.management.OperatingSystemMXBean;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.rusage.ResourceUsage;
import io.github.tidewatch.taskstats.TaskStatsField;
import io.github.tidewatch.taskstats.TaskstatsClient;
import io.github.tidewatch.taskstats.TaskstatsException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Applications whose threads end while they are recorded. What each thread knows of itself at its end is printed. */
public final class Brief {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Brief() {}

    private static long processCpuTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Threads that compute until they have had some microseconds of CPU time each, so many at a time. Arguments: file, threads, at a time, micros. */
    public static final class Threads {
        public static void main(String[] args) throws Exception {
            int count = Integer.parseInt(args[1]);
            int atATime = Integer.parseInt(args[2]);
            long nanos = 1000 * Long.parseLong(args[3]);
            String[] lines = new String[count];
            SelfRecording.prepare();
            lines[0] = note("brief-0"); // links the code
            try (SelfRecording recording = SelfRecording.start("brief", "1 s")) {
                long before = processCpuTime();
                Semaphore free = new Semaphore(atATime);
                List<Thread> last = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    int place = i;
                    free.acquire();
                    Thread thread = new Thread(
                            () -> {
                                while (THREADS.getCurrentThreadCpuTime() < nanos) {
                                    Thread.onSpinWait();
                                }
                                free.release();
                                lines[place] = note("brief-" + place);
                            },
                            "brief-" + i);
                    thread.start();
                    last.add(thread);
                    if (last.size() > 100) {
                        last.remove(0).join();
                    }
                }
                for (Thread thread : last) {
                    thread.join();
                }
                System.out.println("process " + (processCpuTime() - before));
                recording.stop(Paths.get(args[0]));
            }
            System.out.println(String.join("\n", lines));
        }

        private static String note(String name) {
            try {
                long tid = Witness.ownTid();
                return "end " + tid + " " + THREADS.getCurrentThreadCpuTime() + " " + name;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Starts and ends a thousand threads a second. Arguments: file, seconds. */
    public static final class Thousands {
        public static void main(String[] args) throws Exception {
            long seconds = Long.parseLong(args[1]);
            SelfRecording.prepare();
            AtomicInteger ended = new AtomicInteger();
            try (SelfRecording recording = SelfRecording.start("thousands", "1 s")) {
                int started = run(5, ended); // until all that grows once has grown
                System.out.println("resources-begin " + resources());
                started += run(seconds, ended);
                while (ended.get() < started) {
                    Thread.sleep(1);
                }
                System.out.println("resources-end " + resources());
                System.out.println("started " + started);
                recording.stop(Paths.get(args[0]));
            }
        }

        private static int run(long seconds, AtomicInteger ended) throws InterruptedException {
            int started = 0;
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < seconds * 1_000_000_000) {
                while (started < (System.nanoTime() - begin) / 1_000_000) {
                    new Thread(ended::incrementAndGet, "thousandth").start();
                    started++;
                }
                Thread.sleep(2);
            }
            return started;
        }

        private static String resources() throws InterruptedException {
            for (int i = 0; i < 3; i++) {
                System.gc();
                Thread.sleep(50);
            }
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            return new File("/proc/self/fd").list().length + " " + heap;
        }
    }

    /**
     * A mixture of standing and ending threads, with what the kernel says of the whole process before and after: its CPU
     * time (getrusage) and its run-queue delay (taskstats of the thread group; without the right to ask, the sum over the
     * tasks, of which those that have exited noted theirs). Arguments: file, seconds.
     */
    public static final class Totals {
        private static final Map<Long, Long> ENDED = new ConcurrentHashMap<>();

        public static void main(String[] args) throws Exception {
            long seconds = Long.parseLong(args[1]);
            Path file = Paths.get(args[0]);
            SelfRecording.prepare();
            totals("warm-up");
            System.out.println(totals("sums-before"));
            try (SelfRecording recording = SelfRecording.start("totals", "1 s")) {
                System.out.println(totals("sums-begin"));
                long end = System.nanoTime() + seconds * 1_000_000_000;
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    threads.add(start("standing-" + i, () -> spinUntil(end)));
                }
                for (int i = 0; System.nanoTime() < end; i++) {
                    long until = Math.min(end, System.nanoTime() + 100_000_000 + i % 3 * 100_000_000L);
                    threads.add(start("passing-" + i, () -> spinUntil(until)));
                    Thread.sleep(100);
                }
                for (Thread thread : threads) {
                    thread.join();
                }
                System.out.println(totals("sums-end"));
                recording.stop(file);
                System.out.println(totals("sums-after"));
            }
        }

        private static Thread start(String name, Runnable work) {
            Thread thread = new Thread(work, name);
            thread.start();
            return thread;
        }

        private static void spinUntil(long end) {
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            try {
                ENDED.put(Witness.ownTid(), runDelay(Paths.get("/proc/thread-self")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static long runDelay(Path task) throws IOException {
            return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", -1)[1]);
        }

        private static long runDelayOfGroup() throws IOException {
            try (TaskstatsClient client = TaskstatsClient.open()) {
                return client.tgidStats(HostSystemCalls.get().getpid()).get(TaskStatsField.CPU_DELAY_TOTAL);
            } catch (TaskstatsException e) {
                return runDelayOfTasks();
            }
        }

        private static long runDelayOfTasks() throws IOException {
            long sum = ENDED.values().stream().mapToLong(Long::longValue).sum();
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Paths.get("/proc/self/task"))) {
                for (Path task : tasks) {
                    boolean noted =
                            ENDED.containsKey(Long.parseLong(task.getFileName().toString()));
                    sum += noted ? 0 : runDelay(task);
                }
            }
            return sum;
        }

        private static String totals(String label) throws IOException {
            ResourceUsage process = ResourceUsage.ofProcess();
            return label + " "
                    + process.userTime().plus(process.systemTime()).toNanos() + " "
                    + runDelayOfGroup() + " " + Witness.stolen();
        }
    }

    /** Threads that measure themselves by getrusage just before they end. Arguments: file. */
    public static final class Measured {
        private static final int THREADS = 20;

        public static void main(String[] args) throws Exception {
            Path file = Paths.get(args[0]);
            String[] lines = new String[THREADS];
            SelfRecording.prepare();
            lines[0] = measure(0); // links the code
            try (SelfRecording recording = SelfRecording.start("measured", "1 s")) {
                for (int i = 0; i < THREADS; i++) {
                    int place = i;
                    Thread thread = new Thread(() -> lines[place] = work(place), "measured-" + i);
                    thread.start();
                    thread.join();
                }
                recording.stop(file);
            }
            System.out.println(String.join("\n", lines));
        }

        private static String work(int place) {
            long end = System.nanoTime() + place * 5_000_000L;
            byte[][] pages = new byte[place][];
            while (System.nanoTime() < end) {
                pages[(int) (end % place)] = new byte[100_000];
                Thread.onSpinWait();
            }
            for (int i = 0; i < place; i++) {
                try {
                    Thread.sleep(1);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return measure(place);
        }

        private static String measure(int place) {
            Brief.THREADS.getCurrentThreadCpuTime(); // brings what getrusage reports up to date
            ResourceUsage usage = ResourceUsage.ofThread();
            return "measured " + place + " "
                    + usage.userTime().plus(usage.systemTime()).toNanos() + " "
                    + usage.userTime().toNanos() + " "
                    + usage.minorFaults() + " " + usage.majorFaults() + " " + usage.voluntarySwitches() + " "
                    + usage.involuntarySwitches() + " " + usage.blockInputs() + " " + usage.blockOutputs();
        }
    }
}
