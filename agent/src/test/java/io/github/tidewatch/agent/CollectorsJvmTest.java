package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.CpuTimes;
import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.Garbage;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Witness;
import io.github.tidewatch.agent.testing.Witnesses;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JVM's own threads, foremost those that collect garbage, have records by name, with all of their CPU time. */
class CollectorsJvmTest {
    private static final double TOLERANCE = 0.02;

    @TempDir
    Path directory;

    /** {@code threads} is how the names of those begin that do the collector's work. */
    @ParameterizedTest
    @Tag("exhaustive")
    @CsvSource({
        "17, UseG1GC, GC Thread#|G1 ",
        "17, UseParallelGC, GC Thread#",
        "17, UseZGC, ZWorker#|ZDriver",
        "17, UseSerialGC, VM Thread",
        "25, UseG1GC, GC Thread#|G1 ",
        "25, UseZGC, ZWorker"
    })
    void ofEveryKindAreReportedByName(int feature, String collector, String threads) throws Exception {
        theirThreadsAreReportedByName(feature, collector, threads);
    }

    @Test
    void theirThreadsAreReportedByName() throws Exception {
        theirThreadsAreReportedByName(Jdks.OWN, "UseG1GC", "GC Thread#|G1 ");
    }

    private void theirThreadsAreReportedByName(int feature, String collector, String threads) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .agent("")
                .jvmArgs("-XX:+" + collector, "-Xmx" + (collector.equals("UseZGC") ? "256m" : "96m"))
                .main(Garbage.class, "x.jfr", "2000")
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        CpuTimes begin = CpuTimes.parse(result.stdout, "garbage-begin");
        CpuTimes end = CpuTimes.parse(result.stdout, "garbage-end");
        Set<String> java = new TreeSet<>(end.threads.keySet());
        java.addAll(begin.threads.keySet());
        List<Delay> internal = recorded.delays().stream()
                .filter(delay -> delay.javaName == null && !java.contains(delay.name))
                .collect(Collectors.toList());

        double process = end.process - begin.process;
        double least = grown(begin, end) / process;
        double most =
                grown(CpuTimes.parse(result.stdout, "garbage-before"), CpuTimes.parse(result.stdout, "garbage-after"))
                        / process;
        double reported = Recorded.sum(internal, Delay::onCpu) / process;
        Map<String, Double> byName = new TreeMap<>();
        internal.forEach(delay -> byName.merge(delay.name, delay.onCpu() / process, Double::sum));
        System.out.printf(
                "%d %s: of %.3f s CPU time of the process the JVM's own threads had %.4f to %.4f, reported %.4f: %s%n",
                feature, collector, process / 1e9, least, most, reported, byName);
        assertThat(reported).isBetween(least - TOLERANCE, most + TOLERANCE);
        double collecting = byName.entrySet().stream()
                .filter(entry -> entry.getKey().matches("(" + threads + ").*"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        assertThat(collecting).as("%s in %s", threads, byName).isGreaterThan(0.05);
        checkEach(recorded, Witnesses.parse(result.stdout, "garbage"), java);
    }

    private static double grown(CpuTimes from, CpuTimes to) {
        return to.process - from.process - (to.java() - from.java());
    }

    /** Each task that lived all the time and is no Java thread goes by its comm, and has its own time. */
    private static void checkEach(Recorded recorded, Witnesses witnesses, Set<String> java) {
        int checked = 0;
        for (Witness.Task task : witnesses.end.tasks.values()) {
            Witness.Task before = witnesses.begin.tasks.get(task.tid);
            List<Delay> delays = recorded.delays(task.tid);
            if (before == null || before.start != task.start || delays.stream().anyMatch(d -> d.javaName != null)) {
                continue;
            }
            checked++;
            assertThat(delays).allMatch(delay -> delay.name.equals(task.comm) || java.contains(delay.name));
            witnesses.confirmOnCpu(delays, task.tid);
        }
        assertThat(checked).isGreaterThan(5);
    }
}
