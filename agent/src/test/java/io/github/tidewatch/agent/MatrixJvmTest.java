package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Nobody;
import io.github.tidewatch.agent.testing.OutsideWitness;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.Steady;
import io.github.tidewatch.agent.testing.TestJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * On every JDK, with every right and with none: nothing on stderr, and for every live thread the numbers that somebody
 * outside of the JVM reads.
 */
@Tag("measures")
class MatrixJvmTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String[] USAGE = {
        "minorFaults",
        "majorFaults",
        "voluntarySwitches",
        "involuntarySwitches",
        "readBytes",
        "writeBytes",
        "readCalls",
        "writeCalls",
        "storageReadBytes",
        "storageWriteBytes",
        "cancelledWriteBytes"
    };

    /** The counters of a running thread advance at the scheduler's tick, of at most 10 ms. */
    private static final long TICK = 10_000_000;

    @TempDir
    Path directory;

    private OutsideWitness before;
    private OutsideWitness begin;
    private OutsideWitness end;
    private OutsideWitness after;

    @ParameterizedTest
    @JdkSource({11, 17, 21, 25, 26})
    void asTheUserOfTheTests(int feature) throws Exception {
        run(
                feature,
                "own user",
                new TestJvm(Jdks.home(feature), directory).allCompilers().agent(""),
                directory);
    }

    @ParameterizedTest
    @JdkSource({11, 17, 21, 25, 26})
    @Tag("exhaustive")
    void asNobodyWithoutCapabilities(int feature) throws Exception {
        try (Nobody nobody = Nobody.here()) {
            run(feature, "nobody", nobody.jvm(Jdks.home(feature), ""), nobody.directory());
        }
    }

    private void run(int feature, String user, TestJvm jvm, Path folder) throws Exception {
        try (RunningJvm running = jvm.main(Steady.class, folder.toString()).start()) {
            running.awaitLine("ready"::equals, PATIENCE);
            before = OutsideWitness.of(running.pid());
            Files.createFile(folder.resolve("start"));
            running.awaitLine("started"::equals, PATIENCE);
            begin = OutsideWitness.of(running.pid());
            Thread.sleep(2000);
            end = OutsideWitness.of(running.pid());
            Files.createFile(folder.resolve("stop"));
            running.awaitLine("stopped"::equals, PATIENCE);
            after = OutsideWitness.of(running.pid());
            Files.createFile(folder.resolve("end"));
            RunningJvm.Result result = running.await(PATIENCE);
            assertThat(result.exitCode).as("%s", result).isZero();
            assertThat(result.stderr).isEmpty();
        }
        Recorded recorded = Recorded.read(folder.resolve("x.jfr"));
        assertThat(recorded.status().getString("threadMapping")).isEqualTo("HotSpot structures");
        int threads = check(reported(recorded));
        System.out.printf(
                "JDK %d, %s: source %s, %d of %d threads that lived throughout agree with the witness%n",
                feature, user, recorded.status().getString("source"), threads, threads);
    }

    /** By thread, the sums of what the records say. */
    private static Map<Long, Map<String, Long>> reported(Recorded recorded) {
        Map<Long, Map<String, Long>> reported = new HashMap<>();
        for (Delay delay : recorded.delays()) {
            Map<String, Long> sums = reported.computeIfAbsent(delay.tid, tid -> new HashMap<>());
            sums.merge("records", 1L, Long::sum);
            sums.merge("onCpu", delay.onCpu(), Long::sum);
            sums.merge("cpuDelay", delay.cpuDelay, Long::sum);
            sums.merge("discarded", delay.discarded, Long::sum);
        }
        for (RecordedEvent event : recorded.events("ThreadUsage")) {
            Map<String, Long> sums = reported.computeIfAbsent(event.getLong("osThreadId"), tid -> new HashMap<>());
            for (String name : USAGE) {
                sums.merge(name, event.getLong(name), Long::sum);
            }
        }
        return reported;
    }

    /** Returns the number of threads. */
    private int check(Map<Long, Map<String, Long>> reported) {
        Map<Long, Map<String, Long>> least = begin.growthUntil(end);
        Map<Long, Map<String, Long>> most = before.growthUntil(after);
        List<Long> throughout =
                least.keySet().stream().filter(most::containsKey).collect(Collectors.toList());
        assertThat(throughout).hasSizeGreaterThan(15);
        List<String> wrong = new ArrayList<>();
        for (long tid : throughout) {
            Map<String, Long> sums = reported.getOrDefault(tid, Map.of());
            if (!sums.containsKey("records")) {
                wrong.add("no record of task " + tid);
                continue;
            }
            for (String name : USAGE) {
                check(tid, name, sums.getOrDefault(name, 0L), 0, 0, least.get(tid), most.get(tid), wrong);
            }
            check(tid, "onCpu", sums.get("onCpu"), 0, TICK, least.get(tid), most.get(tid), wrong);
            long discarded = sums.get("discarded");
            // What the hypervisor took is in no counter, but of a thread that wanted a CPU it is reported.
            most.get(tid).merge("cpuDelay", after.stolen - before.stolen, Long::sum);
            check(tid, "cpuDelay", sums.get("cpuDelay"), discarded, TICK, least.get(tid), most.get(tid), wrong);
        }
        assertThat(wrong).isEmpty();
        return throughout.size();
    }

    private static void check(
            long tid,
            String name,
            long reported,
            long discarded,
            long tolerance,
            Map<String, Long> least,
            Map<String, Long> most,
            List<String> wrong) {
        if (reported + discarded < least.get(name) - tolerance || reported > most.get(name) + tolerance) {
            wrong.add(String.format(
                    "%s of task %d: reported %d and discarded %d, the witness says %d to %d",
                    name, tid, reported, discarded, least.get(name), most.get(name)));
        }
    }
}
