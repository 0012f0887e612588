package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.agent.cli.Tidewatch;
import io.github.tidewatch.agent.testing.Apps;
import io.github.tidewatch.agent.testing.Carried;
import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresJdk;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.Skip;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded of the JDK's scheduler of virtual threads, beside what the application knows of itself. */
@Tag("measures")
class VirtualThreadSchedulerJvmTest {
    private static final Duration AFTER_A_SAMPLE = Duration.ofMillis(700);

    @TempDir
    Path directory;

    @Test
    @RequiresJdk(25)
    @RequiresProgram("taskset")
    @Tag("exhaustive")
    void queuedAndPinnedVirtualThreadsAreCountedOnThisJdk() throws Exception {
        countsWhatTheApplicationDoes(25);
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 26})
    @RequiresProgram("taskset")
    @Tag("exhaustive")
    void queuedAndPinnedVirtualThreadsAreCountedOnOtherJdks(int feature) throws Exception {
        countsWhatTheApplicationDoes(feature);
    }

    @Test
    @RequiresJdk(25)
    void anApplicationWithoutVirtualThreadsStaysWithout() throws Exception {
        RunningJvm.Result result = jvm(25).main(Apps.Lasting.class).run();
        assertThat(result.exitCode).as("%s", result).isZero();
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        assertThat(recorded.type("VirtualThreadScheduler")).isNotNull();
        assertThat(recorded.type("VirtualThreadEnd")).as("not asked for").isNull();
        assertThat(recorded.events("VirtualThreadScheduler")).isEmpty();
        assertThat(recorded.delays()).isNotEmpty().noneMatch(VirtualThreadSchedulerJvmTest::isOfScheduler);
    }

    private TestJvm jvm(int feature) {
        return new TestJvm(Jdks.home(feature), directory)
                .agent("record=" + directory.resolve("x.jfr") + ",interval=200ms");
    }

    private void countsWhatTheApplicationDoes(int feature) throws Exception {
        RunningJvm.Result result = jvm(feature)
                .launcher("taskset", "-c", "0")
                .jvmArgs("-Djdk.virtualThreadScheduler.parallelism=2", "-Djdk.virtualThreadScheduler.maxPoolSize=2")
                .main(Carried.class)
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        assertThat(result.stdout).contains("carriers before 0").endsWith("ends\n");
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        List<RecordedEvent> events = recorded.events("VirtualThreadScheduler").stream()
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .collect(Collectors.toList());
        assertThat(events).allMatch(event -> event.getInt("parallelism") == 2);

        for (String phase : List.of("spinning", "pinned", "idle")) {
            // Two at least: what an interval says that began before is not checked.
            Skip.unless(
                    inPhase(events, result.stdout, phase).size() > 1,
                    "the sampler got so little CPU here that hardly an interval lies within the phase " + phase);
        }
        List<RecordedEvent> spinning = inPhase(events, result.stdout, "spinning");
        assertThat(spinning).isNotEmpty().allSatisfy(event -> {
            confirm(event, 2, 2, 0, 8);
            assertThat(event.getBoolean("carrierDelayPending")).isTrue();
        });
        twoThatComputeOnOneCpuWaitAsLongAsTheyRun(spinning);
        List<RecordedEvent> pinned = inPhase(events, result.stdout, "pinned");
        assertThat(pinned).isNotEmpty().allSatisfy(event -> {
            confirm(event, 2, 2, 2, 0);
            assertThat(event.getBoolean("carrierDelayPending")).isTrue();
        });
        assertThat(inPhase(events, result.stdout, "idle")).isNotEmpty().allSatisfy(event -> {
            confirm(event, event.getInt("carriers"), 0, 0, 0);
            assertThat(event.getBoolean("carrierDelayPending")).isFalse();
        });
        theProbesWaitGrowsWithTheIntervals(events);
        partsAreThoseOfTheCarriers(recorded, events);
        assertThat(Tidewatch.here()
                        .run("report", directory.resolve("x.jfr").toString())
                        .out
                        .replaceAll("\\s+", " "))
                .containsPattern(
                        "virtual threads waited about [0-9.]+ m?s for carriers \\([0-9]+ samples\\), which themselves"
                                + " waited [0-9.]+ m?s for CPUs; one of Tidewatch's waited")
                .containsPattern("Groups of more than one thread .* carriers 2 [0-9.]+ s ");
    }

    private static void twoThatComputeOnOneCpuWaitAsLongAsTheyRun(List<RecordedEvent> spinning) {
        long length = 0;
        long longest = 0;
        long onCpu = 0;
        long cpuDelay = 0;
        for (RecordedEvent event : spinning.subList(1, spinning.size())) { // in the first, they began
            length += event.getLong("interval");
            longest = Math.max(longest, event.getLong("interval"));
            onCpu += event.getLong("userTime") + event.getLong("systemTime");
            cpuDelay += event.getLong("cpuDelay");
        }
        // A wait that goes on when the counters are read may be reported with the next interval.
        assertThat((double) onCpu + cpuDelay).isCloseTo(2.0 * length, within(2.0 * longest));
        assertThat(onCpu).isPositive().isLessThanOrEqualTo(length + longest);
        assertThat(cpuDelay).isGreaterThan(length - 2 * longest);
    }

    private static void confirm(RecordedEvent event, int carriers, int mounted, int pinned, long queued) {
        assertThat(event.getInt("carriers")).as("%s", event).isEqualTo(carriers);
        assertThat(event.getInt("mounted")).as("%s", event).isEqualTo(mounted);
        assertThat(event.getInt("pinned")).as("%s", event).isEqualTo(pinned);
        assertThat(event.getLong("queued")).as("%s", event).isEqualTo(queued);
        assertThat(event.getInt("compensating")).as("%s", event).isZero();
    }

    /** The events that end in a phase, but for those at its end, and those that began before it. */
    private static List<RecordedEvent> inPhase(List<RecordedEvent> events, String stdout, String phase) {
        Instant begin = time(stdout, phase + " begins ");
        Instant end = time(stdout, phase + " ends ").minus(AFTER_A_SAMPLE);
        return events.stream()
                .filter(event -> event.getStartTime().isAfter(begin)
                        && event.getEndTime().isBefore(end))
                .collect(Collectors.toList());
    }

    private static Instant time(String stdout, String label) {
        return stdout.lines()
                .filter(line -> line.startsWith(label))
                .map(line -> Instant.ofEpochMilli(Long.parseLong(line.substring(label.length()))))
                .findFirst()
                .orElseThrow();
    }

    /** Started as its first interval begins: while it waits, its wait is the time since then; afterwards at most that. */
    private static void theProbesWaitGrowsWithTheIntervals(List<RecordedEvent> events) {
        long since = 0;
        long longest = 0;
        int answeredLate = 0;
        for (RecordedEvent event : events) {
            boolean waitedBefore = since > 0;
            long interval = event.getLong("interval");
            since += interval;
            longest = Math.max(longest, interval); // a sample may be late by about that, and so may what follows it
            long delay = event.getLong("carrierDelay");
            if (delay == Long.MIN_VALUE) { // no carrier was known as the interval began
                assertThat(event).isSameAs(events.get(0));
                since = 0;
                continue;
            }
            if (event.getBoolean("carrierDelayPending")) {
                assertThat((double) delay).as("%s", event).isCloseTo(since, within((double) longest));
                continue;
            }
            assertThat(delay).as("%s", event).isNotNegative().isLessThan(since + longest);
            if (waitedBefore) {
                answeredLate++;
                assertThat(delay).as("%s", event).isGreaterThan(since - interval - longest);
            }
            since = 0;
        }
        assertThat(answeredLate).as("waits that ended").isGreaterThanOrEqualTo(2);
    }

    private static void partsAreThoseOfTheCarriers(Recorded recorded, List<RecordedEvent> events) {
        List<Delay> carriers = recorded.delays().stream()
                .filter(VirtualThreadSchedulerJvmTest::isOfScheduler)
                .collect(Collectors.toList());
        long onCpu = 0;
        long cpuDelay = 0;
        long all = 0;
        for (RecordedEvent event : events) {
            onCpu += event.getLong("userTime") + event.getLong("systemTime");
            cpuDelay += event.getLong("cpuDelay");
            all += Recorded.parts(event);
        }
        assertThat(onCpu).isPositive();
        assertThat((double) onCpu).isCloseTo(Recorded.sum(carriers, Delay::onCpu), within(0.01 * onCpu));
        assertThat((double) cpuDelay).isCloseTo(Recorded.sum(carriers, delay -> delay.cpuDelay), within(0.01 * onCpu));
        assertThat((double) all).isCloseTo(Recorded.sum(carriers, delay -> delay.interval), within(0.01 * all));
    }

    private static boolean isOfScheduler(Delay delay) {
        return delay.name.startsWith("ForkJoinPool-");
    }
}
