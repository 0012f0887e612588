package io.github.tidewatch.jmc.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.BlkioThrottle;
import io.github.tidewatch.agent.testing.DelayAccountingSwitch;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.findings.RuleInput;
import io.github.tidewatch.jmc.testing.Examples;
import io.github.tidewatch.jmc.testing.MemoryLimit;
import io.github.tidewatch.testing.Host;
import java.io.File;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.Severity;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;

/** Workloads with a known trouble, or with none, and what the rules say of their recordings. */
class ExamplesJvmTest {
    private static final String CPU = "tidewatch.ApplicationCpuDelay";
    private static final String BLIND_SPOTS = "tidewatch.BlindSpots";
    private static final String DISK = "tidewatch.BlockIoDelay";
    private static final String THRASHING = "tidewatch.Thrashing";

    /** So many CPUs others may have while a thread is to be well fed. */
    private static final double OTHERS = 0.3;

    @TempDir
    Path directory;

    @Test
    void starved() throws Exception {
        Map<String, IResult> results = judged(example("cpu-contention", "--seconds", "4"));
        assertThat(score(results, CPU)).isGreaterThan(75);
        String[] spinners = IntStream.rangeClosed(1, 2 * Runtime.getRuntime().availableProcessors())
                .mapToObj(i -> "spinner-" + i)
                .toArray(String[]::new);
        assertThat(threads(results, CPU)).contains(spinners).first().asString().startsWith("spinner-");
        isQuiet(THRASHING, results.get(THRASHING));
    }

    @Test
    void withoutDelayAccountingTheDiskIsNotJudged() throws Exception {
        try (DelayAccountingSwitch off = DelayAccountingSwitch.set(false)) {
            assertThat(off).isNotNull();
            Map<String, IResult> results =
                    judged(example("disk-wait", "--seconds", "2", "--file-mib", "16", "--dir", onDisk()));
            assertThat(results.get(DISK).getSeverity()).isEqualTo(Severity.NA);
            assertThat(results.get(THRASHING).getSeverity()).isEqualTo(Severity.NA);
        }
    }

    @Test
    void diskBound() throws Exception {
        try (DelayAccountingSwitch on = DelayAccountingSwitch.set(true);
                BlkioThrottle slow = BlkioThrottle.reads(Path.of("").toAbsolutePath(), 20 << 20)) {
            assertThat(on).isNotNull();
            TestJvm jvm = example("disk-wait", "--seconds", "4", "--file-mib", "16", "--dir", onDisk());
            Map<String, IResult> results = judged(jvm.launcher(slow.launcher()));
            assertThat(score(results, DISK)).isGreaterThan(75);
            assertThat(threads(results, DISK)).first().isEqualTo("disk-reader");
            assertThat(score(results, THRASHING)).isLessThan(25);
        }
    }

    @Tag("exhaustive")
    @Test
    void thrashing() throws Exception {
        // Slow, so that what is read again counts for more than the reading itself.
        try (DelayAccountingSwitch on = DelayAccountingSwitch.set(true);
                BlkioThrottle slow = BlkioThrottle.reads(Path.of("").toAbsolutePath(), 20 << 20);
                MemoryLimit small = MemoryLimit.ofMib(112)) {
            assertThat(on).isNotNull();
            TestJvm jvm = example("thrashing", "--seconds", "10", "--file-mib", "64", "--dir", onDisk())
                    .jvmArgs("-Xmx32m", "-XX:+UseSerialGC");
            Map<String, IResult> results = judged(jvm.launcher(slow.launcher()).launcher(small.launcher()));
            assertThat(score(results, THRASHING)).isGreaterThan(75);
            assertThat(threads(results, THRASHING)).first().isEqualTo("cache-reader");
        }
    }

    @Tag("exhaustive")
    @Test
    void idle() throws Exception {
        HostLoad host = HostLoad.now();
        Map<String, IResult> results = judged(started("lock-and-sleep", "--seconds", "9"));
        host.skipIfOthersHadSince(OTHERS);
        allAreQuiet(results);
    }

    @Tag("exhaustive")
    @Test
    void busyAndWellFed() throws Exception {
        HostLoad host = HostLoad.now();
        Map<String, IResult> results = judged(started().main(BusyApp.class, "9"));
        host.skipIfOthersHadSince(OTHERS);
        allAreQuiet(results);
    }

    /** All rules; without delay accounting the one that names what cannot be seen gives that information. */
    private static void allAreQuiet(Map<String, IResult> results) {
        assertThat(results).hasSize(9);
        Map<String, IResult> others = new HashMap<>(results);
        if (!Host.hasDelayAccounting()) {
            IResult unknown = others.remove(BLIND_SPOTS);
            assertThat(unknown.getSeverity()).isEqualTo(Severity.INFO);
            assertThat(unknown.getSummary()).contains("unknown how long threads waited for block I/O");
        }
        assertThat(others).allSatisfy(ExamplesJvmTest::isQuiet);
    }

    private static void isQuiet(String rule, IResult result) {
        assertThat(result.getSeverity()).as("%s: %s", rule, result.getSummary()).isIn(Severity.OK, Severity.NA);
    }

    private TestJvm example(String... arguments) {
        return Examples.jvm(Jdks.home(Jdks.OWN), directory, "default", arguments);
    }

    private TestJvm started(String... arguments) {
        return Examples.started(Jdks.home(Jdks.OWN), directory, arguments);
    }

    /** The build's directory: that of the test often lies in memory. */
    private static String onDisk() {
        return new File("target").getAbsolutePath();
    }

    private Map<String, IResult> judged(TestJvm jvm) throws Exception {
        IItemCollection events =
                JfrLoaderToolkit.loadEvents(Examples.record(jvm, directory).toFile());
        RuleInput input = RuleInputReader.read(events);
        assertThat(input.threads()).isNotEmpty();
        Map<String, IResult> results = RulesTest.evaluate(events);
        results.values()
                .forEach(result -> System.out.println(
                        result.getSeverity() + " " + result.getResult(TypedResult.SCORE) + " " + result.getSummary()));
        return results;
    }

    private static double score(Map<String, IResult> results, String rule) {
        IResult result = results.get(rule);
        if (result.getSeverity() == Severity.NA) {
            System.out.println("skipped: " + rule + " is not applicable on this host: " + result.getSummary());
            Assumptions.abort(result.getSummary());
        }
        return result.getResult(TypedResult.SCORE).doubleValue();
    }

    private static Collection<String> threads(Map<String, IResult> results, String rule) {
        return results.get(rule).getResult(CheckRule.THREADS).stream()
                .map(thread -> thread.substring(0, thread.lastIndexOf(" (")))
                .toList();
    }
}
