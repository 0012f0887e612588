package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Phases;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Witness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** A recording has all of its time, whenever it starts and ends, and none of the time when none was running. */
class LifeCycleJvmTest {
    @TempDir
    Path directory;

    private String stdout;

    @Tag("exhaustive")
    @ParameterizedTest
    @JdkSource({})
    void recordingsHaveTheirTimeAndNoOther(int feature) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .agent("")
                .main(Phases.Recordings.class, ".")
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        stdout = result.stdout;
        check("first", 1000);
        check("second", 1000);
        check("often", 50);
        check("inner", 100);
        check("outer", 1000);
    }

    private void check(String label, long periodMillis) throws Exception {
        Witness begin = Witness.parse(stdout, label + "-begin");
        Witness end = Witness.parse(stdout, label + "-end");
        Witness before = Witness.parse(stdout, label + "-before");
        Witness after = Witness.parse(stdout, label + "-after");
        Recorded recorded = Recorded.read(directory.resolve(label + ".jfr"));
        double wall = end.time - begin.time;
        for (String name : List.of("busy", "idle")) {
            List<Delay> delays = recorded.delays(name);
            long within = delays.stream()
                    .mapToLong(d -> Math.max(0, Math.min(d.end(), end.time) - Math.max(d.begin, begin.time)))
                    .sum();
            System.out.printf(
                    "%s in %s: %d events, first %.3f s from the begin, %.4f of %.3f s%n",
                    name, label, delays.size(), (delays.get(0).begin - begin.time) / 1e9, within / wall, wall / 1e9);
            assertThat(within / wall).as("%s in %s", name, label).isBetween(0.97, 1.001);
            assertThat(delays)
                    .as("%s in %s", name, label)
                    .allMatch(d -> d.interval > 0)
                    .allMatch(d -> d.begin > before.time - 1_000_000 && d.end() < after.time + 1_000_000);
        }
        double expected = wall / 1e6 / periodMillis;
        int whole = (int) Arrays.stream(betweenSamples(recorded.delays("busy")))
                .filter(length -> length > periodMillis * 500_000)
                .count();
        if (!label.equals("outer")) { // has another one's period for a while
            // On a busy machine JFR comes to nothing as often as it should.
            int rounds = recorded.countOf("jdk.CPULoad");
            assertThat(whole).isBetween((int) (0.6 * rounds) - 1, (int) expected + 2);
        }
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void theEndOfTheJvmIsInTheRecording(int feature) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .agent(feature == 17 ? "interval=100ms" : "")
                .jvmArgs("-XX:StartFlightRecording:filename=x.jfr"
                        + (feature == 17 ? "" : ",+tidewatch.ThreadDelay#period=100ms"))
                .main(Phases.Ending.class, "2550")
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        Witness begin = Witness.parse(result.stdout, "ending-begin");
        Witness end = Witness.parse(result.stdout, "ending-end");
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        List<Delay> delays = recorded.delays("busy");
        long last = delays.stream().mapToLong(Delay::end).max().orElseThrow();
        long reported = Recorded.sum(delays, d -> d.interval);
        double seconds = (end.time - begin.time) / 1e9;
        System.out.printf(
                "%d events in %.3f s, the last ends %.3f s after%n", delays.size(), seconds, (last - end.time) / 1e9);
        assertThat(last).isGreaterThan(end.time - 1_000_000);
        assertThat((double) reported / (end.time - begin.time)).isGreaterThan(0.97);
        // Every 100 ms and not every second, the default: on a busy machine late, but not each time by that much. The
        // first and
        // the last may be shorter than any period.
        long[] lengths = betweenSamples(delays);
        assertThat(lengths).hasSizeGreaterThan(2);
        assertThat(lengths[lengths.length / 2]).isGreaterThan(90_000_000L);
        assertThat(lengths[2]).isLessThan(900_000_000L);
    }

    /** Sorted. Of a thread that a sample finds waiting, for a CPU too, it has two records: what it did, and this wait. */
    private static long[] betweenSamples(List<Delay> delays) {
        List<Long> lengths = new ArrayList<>();
        for (Delay delay : delays) {
            boolean waitsOn = !lengths.isEmpty() && delay.onCpu() == 0;
            lengths.add(delay.interval + (waitsOn ? lengths.remove(lengths.size() - 1) : 0));
        }
        return lengths.stream().mapToLong(length -> length).sorted().toArray();
    }
}
