package io.github.tidewatch.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** What it was measured on. Immutable. */
final class Machine {
    private final String processor;
    private final int processors;
    private final String kernel;
    private final String delayAccounting;
    private final String jdk;
    private final String measured;

    private Machine(String processor, int processors, String kernel, String delayAccounting, String jdk) {
        this.processor = processor;
        this.processors = processors;
        this.kernel = kernel;
        this.delayAccounting = delayAccounting;
        this.jdk = jdk;
        this.measured = Instant.now().truncatedTo(ChronoUnit.MINUTES).toString();
    }

    /**
     * This machine, now.
     *
     * @param java the JVM that is measured
     */
    static Machine here(Path java) throws IOException, InterruptedException {
        return new Machine(
                processor(),
                Runtime.getRuntime().availableProcessors(),
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).trim(),
                delayAccounting(),
                jdk(java));
    }

    private static String processor() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
            if (line.startsWith("model name")) {
                return line.substring(line.indexOf(':') + 1).trim();
            }
        }
        return System.getProperty("os.arch");
    }

    private static String delayAccounting() {
        try {
            String state =
                    Files.readString(Path.of("/proc/sys/kernel/task_delayacct")).trim();
            return state.equals("1") ? "on" : "off";
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String jdk(Path java) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(java.toString(), "-version")
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.lines()
                .filter(line -> line.contains("Runtime Environment"))
                .findFirst()
                .orElse("unknown JDK");
    }

    /** Whether what was measured on both may stand in one table. */
    boolean isSame(Machine other) {
        return processor.equals(other.processor)
                && processors == other.processors
                && kernel.equals(other.kernel)
                && Objects.equals(delayAccounting, other.delayAccounting)
                && jdk.equals(other.jdk);
    }

    @Override
    public String toString() {
        return processors + " CPUs (" + processor + "), Linux " + kernel + ", delay accounting " + delayAccounting
                + ", " + jdk;
    }

    /** When, in UTC. */
    String measured() {
        return measured;
    }
}
