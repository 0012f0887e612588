package io.github.tidewatch.benchmarks.jvm;

import io.github.tidewatch.benchmarks.measure.Rounds;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sample of all threads costs, with the events, for each thread: Tidewatch by its own account, a reader of procfs and
 * JFR's own ThreadCPULoad, in one JVM and in turn, every 100 ms.
 */
public final class PassPrice {
    public static final String TIDEWATCH = "tidewatch";
    public static final String TIDEWATCH_THREAD = "tidewatch by the thread's clock";
    public static final String READER = "procfs reader with dump";
    public static final String READER_BARE = "procfs reader without dump";
    public static final String CPU_LOAD = "jdk.ThreadCPULoad";
    public static final String ALLOCATED = "allocated";
    public static final String PASS_MILLIS = "pass";

    private static final int PERIOD = 100;

    private PassPrice() {}

    /** Nanoseconds of CPU time per thread and pass, of the subjects named above. */
    public static Rounds measure(Path java, int threads, int millis, int rounds, int warmMillis, Path directory)
            throws Exception {
        Path file = directory.resolve("pass.jfr");
        List<String> options = List.of(
                "-javaagent:" + Installation.tidewatch() + "=budget=off",
                "-Xmx512m",
                With.QUIET,
                "-Xlog:all=warning:stderr");
        Rounds extras = new Rounds();
        try (Jvm jvm = new Jvm(java, options, Crowd.class, Integer.toString(threads), Integer.toString(PERIOD / 3))) {
            Map<String, Rounds.Subject> subjects = new LinkedHashMap<>();
            subjects.put(TIDEWATCH, () -> {
                String answer = jvm.ask(
                        "record tidewatch.ThreadDelay,tidewatch.ThreadUsage " + PERIOD + " " + millis + " " + file);
                OwnAccount account = OwnAccount.of(file);
                extras.add(ALLOCATED, account.allocatedBytesPerThread());
                extras.add(PASS_MILLIS, account.wallMillisPerPass());
                extras.add(TIDEWATCH_THREAD, perThread(answer, threads, millis));
                return account.cpuNanosPerThread();
            });
            subjects.put(
                    CPU_LOAD,
                    () -> perThread(
                            jvm.ask("record jdk.ThreadCPULoad " + PERIOD + " " + millis + " " + file),
                            threads,
                            millis));
            subjects.put(READER, () -> perThread(jvm.ask("reader " + PERIOD + " " + millis + " dump")));
            subjects.put(READER_BARE, () -> perThread(jvm.ask("reader " + PERIOD + " " + millis + " bare")));
            if (rounds > 1) {
                Rounds.run(1, subjects); // once for the compilers
            }
            jvm.ask("warm " + warmMillis);
            Rounds results = Rounds.run(rounds, subjects);
            results.addAll(extras, rounds);
            return results;
        }
    }

    private static double perThread(String answer) {
        String[] parts = answer.split(" ", -1);
        return Double.parseDouble(parts[0]) / Long.parseLong(parts[1]);
    }

    private static double perThread(String answer, int threads, int millis) {
        return Double.parseDouble(answer) / ((double) millis / PERIOD * threads);
    }
}
