package io.github.tidewatch.benchmarks.jvm;

import io.github.tidewatch.benchmarks.measure.Rounds;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the events about causes cost in an interval: CPU time within Tidewatch's code by the clock of the thread that runs it, in
 * recordings with and without them, in one JVM and in turn. Of each recording it is the median over its intervals: what a machine
 * that others load adds to some of them is not in it.
 */
public final class CausePrice {
    public static final String WITHOUT = "tidewatch.ThreadDelay";
    public static final String CAUSES = "tidewatch.DelayCause";
    public static final String HOST = "tidewatch.HostCpu,tidewatch.CpuThrottling,tidewatch.Pressure,tidewatch.DiskUse";
    public static final String ALL = CAUSES + "," + HOST;

    private static final int PERIOD = 1000;
    private static final int MOST_WARM = 10;
    private static final int TOGETHER = 300;

    private CausePrice() {}

    /**
     * Microseconds of CPU time in an interval, of the subjects named above.
     *
     * @param nap for how many milliseconds the active tenth of the threads sleeps in turn
     */
    public static Rounds measure(Path java, int threads, int nap, int intervals, int rounds, Path directory)
            throws Exception {
        List<String> options = List.of(
                "-javaagent:" + Installation.tidewatch() + "=budget=off",
                "-Xmx512m",
                With.QUIET,
                "-Xlog:all=warning:stderr");
        Path file = directory.resolve("causes.jfr");
        try (Jvm jvm = new Jvm(java, options, Crowd.class, Integer.toString(threads), Integer.toString(nap))) {
            Map<String, Rounds.Subject> subjects = new LinkedHashMap<>();
            for (String events : List.of(WITHOUT, CAUSES, ALL, HOST)) {
                boolean alone = events.equals(WITHOUT) || events.equals(HOST);
                String all = alone ? events : WITHOUT + "," + events;
                String command =
                        "record " + all + ",tidewatch.Overhead " + PERIOD + " " + intervals * PERIOD + " " + file;
                subjects.put(events, () -> {
                    jvm.ask("warm " + TOGETHER); // else hooks are called apart, and each has a sample of its own
                    jvm.ask(command);
                    return OwnAccount.of(file).medianCpuMicros();
                });
            }
            String warm = "record " + WITHOUT + "," + ALL + " " + PERIOD + " " + intervals * PERIOD + " " + file;
            for (int i = 0; i < MOST_WARM && (i == 0 || OwnAccount.of(file).isEmpty()); i++) {
                jvm.ask(warm); // once for the compilers, and until the agent has started
            }
            return Rounds.run(rounds, subjects);
        }
    }
}
