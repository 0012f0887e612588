package io.github.tidewatch.jmc.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.BlkioThrottle;
import io.github.tidewatch.agent.testing.DelayAccountingSwitch;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.jmc.testing.Examples;
import io.github.tidewatch.jmc.testing.MemoryLimit;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.testing.Host;
import io.github.tidewatch.testing.Skip;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.Severity;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;

/** Workloads with a known trouble, or with none, and what the rules say of their recordings. */
class ExamplesJvmTest {
    private static final String CPU = "tidewatch.ApplicationCpuDelay";
    private static final String BLIND_SPOTS = "tidewatch.BlindSpots";
    private static final String DISK = "tidewatch.BlockIoDelay";
    private static final String WAITS = Check.WAITS.id();
    private static final String THRASHING = "tidewatch.Thrashing";

    /** So many CPUs others may have while a thread is to be well fed. */
    private static final double OTHERS = 0.3;

    @TempDir
    Path directory;

    @Test
    void starved() throws Exception {
        Map<String, IResult> results = evaluated(4, seconds -> example("cpu-contention", "--seconds", seconds));
        assertThat(score(results, CPU)).isGreaterThan(75);
        String[] spinners = IntStream.rangeClosed(1, 2 * Runtime.getRuntime().availableProcessors())
                .mapToObj(i -> "spinner-" + i)
                .toArray(String[]::new);
        assertThat(threads(results, CPU)).contains(spinners).first().asString().startsWith("spinner-");
        isQuiet(THRASHING, results.get(THRASHING));
    }

    @Test
    void withoutDelayAccountingTheDiskIsNotEvaluated() throws Exception {
        try (DelayAccountingSwitch off = DelayAccountingSwitch.set(false)) {
            assertThat(off).isNotNull();
            Map<String, IResult> results = evaluated(
                    2, seconds -> example("disk-wait", "--seconds", seconds, "--file-mib", "16", "--dir", onDisk()));
            assertThat(results.get(DISK).getSeverity()).isEqualTo(Severity.NA);
            assertThat(results.get(THRASHING).getSeverity()).isEqualTo(Severity.NA);
        }
    }

    @Test
    void diskBound() throws Exception {
        try (DelayAccountingSwitch on = DelayAccountingSwitch.set(true);
                BlkioThrottle slow = BlkioThrottle.reads(Path.of("").toAbsolutePath(), 20 << 20)) {
            assertThat(on).isNotNull();
            HostLoad host = HostLoad.now();
            Map<String, IResult> results = evaluated(
                    4, seconds -> example("disk-wait", "--seconds", seconds, "--file-mib", "16", "--dir", onDisk())
                            .launcher(slow.launcher()));
            isFound(results, DISK, "disk-reader", host);
            assertThat(results.get(DISK).getExplanation() + results.get(DISK).getSummary())
                    .contains("this group's limit for ");
            assertThat(score(results, THRASHING)).isLessThan(25);
            // While the JVM starts its compilers have the CPUs, which is main's loss and not the reader's.
            assertThat(score(results, CPU)).as("of the rule about CPU").isLessThan(score(results, DISK));
            if (results.get(CPU).getSeverity() != Severity.OK) {
                assertThat(threads(results, CPU)).first().isNotEqualTo("disk-reader");
            }
        }
    }

    @Tag("exhaustive")
    @Test
    void thrashing() throws Exception {
        // Slow, so that what is read again counts for more than the reading itself.
        try (DelayAccountingSwitch on = DelayAccountingSwitch.set(true);
                BlkioThrottle slow = BlkioThrottle.reads(Path.of("").toAbsolutePath(), 40 << 20);
                MemoryLimit small = MemoryLimit.ofMib(112)) {
            assertThat(on).isNotNull();
            HostLoad host = HostLoad.now();
            Map<String, IResult> results = evaluated(
                    10, seconds -> example("thrashing", "--seconds", seconds, "--file-mib", "48", "--dir", onDisk())
                            .jvmArgs("-Xmx32m", "-XX:+UseSerialGC")
                            .launcher(slow.launcher())
                            .launcher(small.launcher()));
            isFound(results, THRASHING, "cache-reader", host);
        }
    }

    @Tag("exhaustive")
    @Test
    void idleButForLocks() throws Exception {
        HostLoad host = HostLoad.now();
        Map<String, IResult> results = evaluated(9, seconds -> started("lock-and-sleep", "--seconds", seconds));
        host.skipIfOthersHadSince(OTHERS);
        Map<String, IResult> others = new HashMap<>(results);
        IResult waits = others.remove(WAITS);
        assertThat(waits.getSeverity()).isEqualTo(Severity.WARNING);
        assertThat(waits.getSummary())
                .startsWith("lock-waiter-* (3 threads) waited")
                .contains("in LockAndSleep.holdRepeatedly");
        areQuiet(others);
    }

    @Tag("exhaustive")
    @Test
    void busyAndWellFed() throws Exception {
        HostLoad host = HostLoad.now();
        Map<String, IResult> results = evaluated(9, seconds -> started().main(BusyApp.class, seconds));
        host.skipIfOthersHadSince(OTHERS);
        assertThat(results).hasSize(Check.values().length);
        areQuiet(results);
    }

    /** All rules, but for the one that informs of what cannot be seen: of block I/O, and of what Status names. */
    private static void areQuiet(Map<String, IResult> results) {
        Map<String, IResult> others = new HashMap<>(results);
        if (!Host.hasDelayAccounting()) {
            IResult unknown = others.remove(BLIND_SPOTS);
            assertThat(unknown.getSeverity()).isEqualTo(Severity.INFO);
            assertThat(unknown.getSummary()).contains("unknown how long threads waited for block I/O");
        } else if (results.get(BLIND_SPOTS).getSeverity() == Severity.INFO) {
            informsOfTheHostOnly(others.remove(BLIND_SPOTS));
        }
        assertThat(others).allSatisfy(ExamplesJvmTest::isQuiet);
    }

    /** Where threads' own quantities are all known, some of the host may not be: pressure, a control group's I/O. */
    private static void informsOfTheHostOnly(IResult unknown) {
        assertThat(unknown.getSummary()).startsWith("Some quantities are unknown here");
        assertThat(unknown.getExplanation()).containsAnyOf("cpuSome", "ownBytes", "limitUse");
        // Where threads compete for a CPU, a line says how far block-I/O delay is to be trusted.
        String missing = unknown.getExplanation().replaceAll("(?m)^blockIoDelay: this kernel's .* unreliable.*$", "");
        for (Metric metric : Metric.values()) {
            assertThat(missing).doesNotContainPattern("\\b" + metric.field() + "\\b");
        }
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

    /** Where others have the CPUs, a thread waits for those too, and loses less of its time in the way that is sought. */
    private static void isFound(Map<String, IResult> results, String rule, String thread, HostLoad host)
            throws IOException {
        double score = score(results, rule);
        if (score <= 75) {
            host.skipIfOthersHadSince(OTHERS);
        }
        assertThat(score).isGreaterThan(75);
        assertThat(threads(results, rule)).first().isEqualTo(thread);
    }

    /** Of so many seconds; of more where the agent gets so little CPU time at the start that these pass before it samples. */
    private Map<String, IResult> evaluated(int seconds, Function<String, TestJvm> example) throws Exception {
        for (int length : new int[] {seconds, 4 * seconds, 16 * seconds}) {
            IItemCollection events =
                    JfrLoaderToolkit.loadEvents(Examples.record(example.apply(Integer.toString(length)), directory)
                            .toFile());
            if (!RuleInputReader.read(events).all().threads().isEmpty()) {
                return printed(RulesTest.evaluate(events));
            }
            assertThat(events.apply(ItemFilters.type("tidewatch.Starting")).hasItems())
                    .as("a recording without samples says that the agent was starting")
                    .isTrue();
        }
        throw new AssertionError("no thread was sampled in " + 16 * seconds + " s");
    }

    private static Map<String, IResult> printed(Map<String, IResult> results) {
        results.values()
                .forEach(result -> System.out.println(
                        result.getSeverity() + " " + result.getResult(TypedResult.SCORE) + " " + result.getSummary()));
        return results;
    }

    private static double score(Map<String, IResult> results, String rule) {
        IResult result = results.get(rule);
        if (result.getSeverity() == Severity.NA) {
            throw Skip.because(rule + " is not applicable on this host: " + result.getSummary());
        }
        return result.getResult(TypedResult.SCORE).doubleValue();
    }

    private static Collection<String> threads(Map<String, IResult> results, String rule) {
        return results.get(rule).getResult(CheckRule.THREADS).stream()
                .map(thread -> thread.substring(0, thread.lastIndexOf(" (")))
                .toList();
    }
}
