package io.github.tidewatch.agent.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What threads note of themselves as the last thing that they do, to be compared with their {@link End}. */
public final class Lives {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    /** One thread as it saw itself just before its end. */
    public static final class Life {
        public final long tid;
        public final long cpuTime;

        /** How long it lived at least. */
        public final long age;

        public final long voluntarySwitches;

        Life(String[] words) {
            tid = Long.parseLong(words[1]);
            cpuTime = Long.parseLong(words[2]);
            age = Long.parseLong(words[3]);
            voluntarySwitches = Long.parseLong(words[4]);
        }

        @Override
        public String toString() {
            return "tid " + tid + ", CPU time " + cpuTime + ", age " + age + ", voluntary switches "
                    + voluntarySwitches;
        }
    }

    /**
     * Notes the calling thread.
     *
     * @param begin of it, by {@link System#nanoTime}
     */
    void note(long begin) {
        try {
            long switches = Files.readAllLines(Paths.get("/proc/thread-self/status"), ISO_8859_1).stream()
                    .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
                    .sum();
            lines.add(String.join(
                    " ",
                    Long.toString(Thread.currentThread().getId()),
                    Long.toString(Witness.ownTid()),
                    Long.toString(THREADS.getCurrentThreadCpuTime()),
                    Long.toString(System.nanoTime() - begin),
                    Long.toString(switches)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets all notes. */
    void clear() {
        lines.clear();
    }

    /** Waits until the kernel has none of the noted threads any more, which is a little later than {@code join()} says. */
    void awaitGone() throws InterruptedException {
        for (String line : lines) {
            Path task = Paths.get("/proc/self/task", line.split(" ", -1)[1]);
            for (int i = 0; i < 10_000 && Files.exists(task); i++) {
                Thread.sleep(1);
            }
        }
    }

    void write(Path file) throws IOException {
        Files.write(file, new ArrayList<>(lines));
    }

    /** Those that were written, by the id of the Java thread. */
    public static Map<Long, Life> read(Path file) throws IOException {
        Map<Long, Life> lives = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ", -1);
            lives.put(Long.parseLong(words[0]), new Life(words));
        }
        return lives;
    }

    /**
     * Compares each end with what that thread noted of itself.
     *
     * @param lastSteps CPU time that a thread may take after its note
     * @param lastSwitches voluntary context switches that it may have after its note
     * @param uncertainty how much too short a lifetime may be
     * @return what is wrong; empty if every thread has exactly one end, and it is its own
     */
    public static List<String> compare(
            Map<Long, Life> lives, List<End> ends, long lastSteps, long lastSwitches, long uncertainty) {
        List<String> wrong = new ArrayList<>();
        Map<Long, Life> missing = new HashMap<>(lives);
        for (End end : ends) {
            Life life = lives.get(end.javaId);
            if (life == null || missing.remove(end.javaId) == null) {
                wrong.add((life == null ? "nobody's: " : "twice: ") + end);
            } else if (end.tid != life.tid
                    || end.onCpu < life.cpuTime
                    || end.onCpu > life.cpuTime + lastSteps
                    || end.lifetime < life.age - uncertainty
                    || end.voluntarySwitches < life.voluntarySwitches
                    || end.voluntarySwitches > life.voluntarySwitches + lastSwitches) {
                wrong.add("of itself it noted " + life + ", and not " + end);
            }
        }
        missing.forEach((id, life) -> wrong.add("no end of " + id + ", " + life));
        return wrong;
    }
}
