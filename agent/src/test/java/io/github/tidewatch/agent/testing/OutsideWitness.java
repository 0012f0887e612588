package io.github.tidewatch.agent.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code /proc/PID/task} says of every thread of another process at one moment, by plain file reads: each counter
 * under the name that the field of Tidewatch's events has. Times in nanoseconds.
 */
public final class OutsideWitness {
    /** The counters of {@code io}, in the file's order. */
    private static final String[] IO = {
        "readBytes",
        "writeBytes",
        "readCalls",
        "writeCalls",
        "storageReadBytes",
        "storageWriteBytes",
        "cancelledWriteBytes"
    };

    private final Map<Long, Map<String, Long>> tasks = new TreeMap<>();

    /** What the hypervisor had taken from the machine's CPUs when it was read, in nanoseconds. */
    public final long stolen;

    private OutsideWitness() throws IOException {
        stolen = Witness.stolen();
    }

    /** Samples a process now. A thread that ends meanwhile is left out. */
    public static OutsideWitness of(long pid) throws IOException {
        OutsideWitness witness = new OutsideWitness();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Paths.get("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks) {
                try {
                    witness.tasks.put(Long.parseLong(task.getFileName().toString()), read(task));
                } catch (IOException e) {
                    // It has ended.
                }
            }
        }
        return witness;
    }

    private static Map<String, Long> read(Path task) throws IOException {
        Map<String, Long> counters = new LinkedHashMap<>();
        String[] schedstat = text(task, "schedstat").split(" ", -1);
        counters.put("onCpu", Long.parseLong(schedstat[0]));
        counters.put("cpuDelay", Long.parseLong(schedstat[1]));
        counters.put("cpuDelayCount", Long.parseLong(schedstat[2]));
        String stat = text(task, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        counters.put("minorFaults", Long.parseLong(fields[10 - 3]));
        counters.put("majorFaults", Long.parseLong(fields[12 - 3]));
        counters.put("start", Long.parseLong(fields[22 - 3]));
        for (String line : text(task, "status").split("\n", -1)) {
            String[] words = line.split(":\\s*", 2);
            if (words[0].equals("voluntary_ctxt_switches")) {
                counters.put("voluntarySwitches", Long.parseLong(words[1]));
            } else if (words[0].equals("nonvoluntary_ctxt_switches")) {
                counters.put("involuntarySwitches", Long.parseLong(words[1]));
            }
        }
        String[] io = text(task, "io").split("\n", -1);
        for (int i = 0; i < IO.length; i++) {
            counters.put(IO[i], Long.parseLong(io[i].split(": ", 2)[1]));
        }
        return counters;
    }

    private static String text(Path task, String file) throws IOException {
        return new String(Files.readAllBytes(task.resolve(file)), StandardCharsets.UTF_8).trim();
    }

    /** Whether this and the other saw the same thread under this tid. */
    private boolean hasSame(OutsideWitness other, long tid) {
        Map<String, Long> counters = tasks.get(tid);
        Map<String, Long> others = other.tasks.get(tid);
        return counters != null && others != null && counters.get("start").equals(others.get("start"));
    }

    /** How much each counter of each thread that lived at both moments grew from this one to {@code later}. */
    public Map<Long, Map<String, Long>> growthUntil(OutsideWitness later) {
        Map<Long, Map<String, Long>> growth = new TreeMap<>();
        later.tasks.forEach((tid, counters) -> {
            if (hasSame(later, tid)) {
                Map<String, Long> grown = new LinkedHashMap<>();
                counters.forEach(
                        (name, value) -> grown.put(name, value - tasks.get(tid).get(name)));
                growth.put(tid, grown);
            }
        });
        return growth;
    }
}
