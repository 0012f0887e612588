package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.agent.cli.Tidewatch;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.TwoMethods;
import io.github.tidewatch.testing.RequiresProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flame graphs by the built jar of what Flight Recorder sampled: shares of methods are what the application measured. */
@Tag("exhaustive")
@Tag("measures")
@RequiresProgram("taskset")
class FlameJvmTest {
    private static final double POINTS = 10;

    @TempDir
    Path directory;

    private RunningJvm.Result result;

    @Test
    void theSharesOfMethodsAreThoseThatTheThreadMeasuredOfItself() throws Exception {
        result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .launcher("taskset", "1")
                .agent("interval=200ms")
                .jvmArgs("-XX:StartFlightRecording:filename=x.jfr,settings=profile,jdk.ExecutionSample#period=2ms")
                .main(TwoMethods.class, "3000")
                .timeout(Duration.ofMinutes(3))
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        Map<String, long[]> measured = result.stdout
                .lines()
                .filter(line -> line.startsWith("often ") || line.startsWith("seldom "))
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(
                        words -> words[0], words -> new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])}));
        double onCpu = measured.get("often")[1] + measured.get("seldom")[1];
        double waited = measured.get("often")[0] + measured.get("seldom")[0] - onCpu;
        double oftenWaited = measured.get("often")[0] - measured.get("often")[1];
        assertThat(percent("cpu", "TwoMethods.often", "TwoMethods.seldom"))
                .isCloseTo(100 * measured.get("often")[1] / onCpu, within(POINTS));
        assertThat(percent("cpu-delay", "TwoMethods.often", "TwoMethods.seldom"))
                .isCloseTo(100 * oftenWaited / waited, within(POINTS));
        assertThat(percent("wait", "TwoMethods.sleepsLong", "TwoMethods.sleepsShort"))
                .isCloseTo(75, within(POINTS));
        page();
    }

    /** Of the time in the two methods that in the first. */
    private double percent(String part, String first, String second) throws Exception {
        Path out = directory.resolve(part + ".collapsed");
        run(part, out);
        long[] sums = new long[2];
        for (String line : Files.readAllLines(out)) {
            long micros = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
            sums[0] += line.contains(first) ? micros : 0;
            sums[1] += line.contains(second) ? micros : 0;
        }
        System.out.printf("%s: %s %d us, %s %d us%n", part, first, sums[0], second, sums[1]);
        return 100.0 * sums[0] / (sums[0] + sums[1]);
    }

    private void run(String part, Path out) throws Exception {
        Tidewatch.Result ran = Tidewatch.here()
                .run(
                        "report",
                        "--flame",
                        part,
                        "--out",
                        out.toString(),
                        directory.resolve("x.jfr").toString());
        assertThat(ran.code).as("%s", ran).isZero();
        assertThat(ran.out).contains(" % have a stack");
    }

    private void page() throws Exception {
        Path out = directory.resolve("all.html");
        run("all", out);
        assertThat(Files.readString(out))
                .contains("<canvas", "often',", "CPU delay", "' µs'"); // names without what the one before has
    }
}
