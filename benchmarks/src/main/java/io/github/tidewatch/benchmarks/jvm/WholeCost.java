package io.github.tidewatch.benchmarks.jvm;

import io.github.tidewatch.benchmarks.measure.Clocks;
import io.github.tidewatch.benchmarks.measure.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a JVM of many threads that is recorded costs with Tidewatch at its period of 1 s, with others, and without. */
public final class WholeCost {
    public static final String OVERHEAD = "by the Overhead event";
    public static final String PASS_MILLIS = "pass";
    public static final String PER_THREAD = "per thread";

    /** CPU time of the JIT compilers in per cent of one CPU, which is not in {@link #CPU}. */
    public static final String COMPILERS = " compilers";

    /** CPU time in per cent of one CPU; to be appended to the name of a {@link With}, as those that follow. */
    public static final String CPU = " cpu";

    /** Resident memory in MB. */
    public static final String RESIDENT = " resident";

    /** Live heap in MB. */
    public static final String HEAP = " heap";

    /** Bytes of recording in an hour. */
    public static final String RECORDING = " recording";

    private static final double MEGA = 1e6;

    private final Path java;
    private final int threads;
    private final int millis;
    private final int warmMillis;
    private final Path directory;
    private final Clocks clocks = new Clocks();
    private final Rounds results = new Rounds();

    /**
     * A measurement.
     *
     * @param millis how long each is watched, after it has warmed up
     */
    public WholeCost(Path java, int threads, int millis, int warmMillis, Path directory) {
        this.java = java;
        this.threads = threads;
        this.millis = millis;
        this.warmMillis = warmMillis;
        this.directory = directory;
    }

    /** Starts one JVM for each, one after the other, and that as often as there are rounds. */
    public Rounds measure(int rounds, List<With> which) throws IOException, InterruptedException {
        List<With> order = new ArrayList<>(which);
        for (int round = 0; round < rounds; round++) {
            for (With with : order) {
                measure(with);
            }
            order.add(order.remove(0));
        }
        return results;
    }

    private void measure(With with) throws IOException, InterruptedException {
        Path file = directory.resolve("whole.jfr");
        Instant begin;
        Instant end;
        try (Jvm jvm = new Jvm(java, options(with, file), Crowd.class, Integer.toString(threads), "250")) {
            if (with == With.PROCFS_READER) {
                jvm.ask("stay 1000");
            }
            Thread.sleep(warmMillis / 2);
            jvm.ask("warm " + warmMillis);
            Thread.sleep(warmMillis);
            Process pidstat = with == With.PIDSTAT ? pidstat(jvm.pid()) : null;
            begin = Instant.now();
            long time = System.nanoTime();
            long compilers = jvm.compilerNanos();
            long cpu = clocks.ofProcess(jvm.pid());
            long others = pidstat == null ? 0 : clocks.ofProcess(pidstat.pid());
            Thread.sleep(millis);
            cpu = clocks.ofProcess(jvm.pid()) - cpu;
            compilers = jvm.compilerNanos() - compilers;
            if (pidstat != null) {
                cpu += clocks.ofProcess(pidstat.pid()) - others;
            }
            time = System.nanoTime() - time;
            end = Instant.now();
            if (pidstat != null) {
                pidstat.destroy();
                pidstat.waitFor();
            }
            results.add(with + CPU, 100.0 * (cpu - compilers) / time);
            results.add(with + COMPILERS, 100.0 * compilers / time);
            results.add(with + HEAP, Long.parseLong(jvm.ask("heap")) / MEGA);
            results.add(with + RESIDENT, jvm.residentBytes() / MEGA);
        }
        results.add(with + RECORDING, RecordedBytes.perHour(file, begin, end));
        if (with == With.TIDEWATCH) {
            addOwnAccount(OwnAccount.of(file, begin, end));
        }
        Files.delete(file);
    }

    private void addOwnAccount(OwnAccount account) {
        if (account.isEmpty()) {
            throw new IllegalStateException("Tidewatch recorded nothing");
        }
        results.add(OVERHEAD, 100.0 * account.cpuNanos() / (millis * 1e6));
        results.add(PASS_MILLIS, account.wallMillisPerPass());
        results.add(PER_THREAD, account.cpuNanosPerThread());
    }

    /** The heap is resident in all of them, so that what differs is outside it. */
    private List<String> options(With with, Path file) throws IOException {
        List<String> options = new ArrayList<>(with.options(directory, file));
        String heap = threads > 2000 ? "256m" : "64m";
        options.addAll(
                List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch", "-XX:-UseDynamicNumberOfCompilerThreads"));
        return options;
    }

    /** Whether {@code pidstat} (package sysstat) is available. */
    public static boolean isPidstatThere() {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "pidstat")));
    }

    private static Process pidstat(long pid) throws IOException {
        return new ProcessBuilder("pidstat", "-t", "-u", "-d", "-w", "-p", Long.toString(pid), "1")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
