package io.github.tidewatch.agent.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Map;

/** The CPU time of the process and of each of its Java threads as the JVM's own beans report it, printed as a line each. */
public final class CpuTimes {
    /** Of the process, in nanoseconds, in steps of 10 ms. */
    public final long process;

    /** Of each live Java thread by its name; those of one name are summed. */
    public final Map<String, Long> threads;

    private CpuTimes(long process, Map<String, Long> threads) {
        this.process = process;
        this.threads = threads;
    }

    /** Of all Java threads together. */
    public long java() {
        return threads.values().stream().mapToLong(Long::longValue).sum();
    }

    static String take(String label) throws ReflectiveOperationException {
        ThreadMXBean beans = ManagementFactory.getThreadMXBean();
        // By name: javac warns of this exported but JDK-specific interface, and knows no way to learn that it is
        // meant.
        Object process = Class.forName("com.sun.management.OperatingSystemMXBean")
                .getMethod("getProcessCpuTime")
                .invoke(ManagementFactory.getOperatingSystemMXBean());
        StringBuilder lines = new StringBuilder("cpu " + label + " " + process + "\n");
        for (long id : beans.getAllThreadIds()) {
            long time = beans.getThreadCpuTime(id);
            ThreadInfo info = beans.getThreadInfo(id);
            if (time > 0 && info != null) {
                lines.append(String.join(" ", "cpu", label, Long.toString(time), info.getThreadName()))
                        .append('\n');
            }
        }
        return lines.toString();
    }

    /** Finds those that were printed with this label. */
    public static CpuTimes parse(String stdout, String label) {
        long[] process = new long[1];
        Map<String, Long> threads = new LinkedHashMap<>();
        stdout.lines().filter(line -> line.startsWith("cpu " + label + " ")).forEach(line -> {
            String[] words = line.substring(label.length() + 5).split(" ", 2);
            if (words.length == 1) {
                process[0] = Long.parseLong(words[0]);
            } else {
                threads.merge(words[1], Long.parseLong(words[0]), Long::sum);
            }
        });
        if (process[0] == 0) {
            throw new AssertionError("no CPU times " + label + " in:\n" + stdout);
        }
        return new CpuTimes(process[0], threads);
    }
}
