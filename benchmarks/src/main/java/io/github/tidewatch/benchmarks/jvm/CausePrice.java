package io.github.tidewatch.benchmarks.jvm;

import io.github.tidewatch.benchmarks.measure.Rounds;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the events about causes cost in an interval: CPU time of JFR's periodic thread in recordings with and without them, in one
 * JVM and in turn.
 */
public final class CausePrice {
    public static final String WITHOUT = "tidewatch.ThreadDelay";
    public static final String CAUSES = "tidewatch.DelayCause";
    public static final String ALL =
            CAUSES + ",tidewatch.HostCpu,tidewatch.CpuThrottling,tidewatch.Pressure,tidewatch.DiskUse";

    private static final int PERIOD = 1000;

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
            for (String events : List.of(WITHOUT, CAUSES, ALL)) {
                String all = events.equals(WITHOUT) ? events : WITHOUT + "," + events;
                subjects.put(
                        events,
                        () -> Double.parseDouble(
                                        jvm.ask("record " + all + " " + PERIOD + " " + intervals * PERIOD + " " + file))
                                / 1000
                                / intervals);
            }
            if (rounds > 1) {
                Rounds.run(1, subjects); // once for the compilers
            }
            return Rounds.run(rounds, subjects);
        }
    }
}
