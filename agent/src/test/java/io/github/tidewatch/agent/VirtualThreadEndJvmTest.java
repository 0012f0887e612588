package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.agent.cli.Tidewatch;
import io.github.tidewatch.agent.testing.Apps;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Mounting;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.Reweaving;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What single virtual threads are recorded with, beside what they measured themselves. */
@Tag("measures")
class VirtualThreadEndJvmTest {
    private static final int WAITERS = 5;
    private static final int SHORT = 2000;
    private static final double TOLERANCE = 0.05;

    @TempDir
    Path directory;

    @Test
    @RequiresJdk(25)
    void theirTimesAreThoseThatTheyMeasuredOnThisJdk() throws Exception {
        timesAreThoseThatTheThreadsMeasured(25);
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 26})
    @Tag("exhaustive")
    void theirTimesAreThoseThatTheyMeasuredOnOtherJdks(int feature) throws Exception {
        timesAreThoseThatTheThreadsMeasured(feature);
    }

    @Test
    void whereThereAreNoVirtualThreadsTheOptionIsReportedAndAllElseRecorded() throws Exception {
        RunningJvm.Result result =
                jvm(17, "virtual=on").main(Apps.Lasting.class).run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr.lines().filter(line -> line.startsWith("[tidewatch]")))
                .hasSize(1)
                .allMatch(line -> line.contains("virtual=on: "));
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        assertThat(recorded.type("VirtualThreadEnd")).isNull();
        assertThat(recorded.status().getString("missing")).contains("VirtualThreadEnd");
        assertThat(recorded.delays()).isNotEmpty();
    }

    @Test
    @RequiresJdk(25)
    void whereEachVirtualThreadHasAPlatformThreadTheOptionIsReported() throws Exception {
        RunningJvm.Result result = jvm(25, "virtual=on")
                .jvmArgs("-XX:+UnlockExperimentalVMOptions", "-XX:-VMContinuations")
                .main(Apps.Lasting.class)
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.agentLines())
                .singleElement()
                .asString()
                .contains("this JVM gives each virtual thread a platform thread of its own");
        assertThat(Recorded.read(directory.resolve("x.jfr")).events("VirtualThreadEnd"))
                .isEmpty();
    }

    @Test
    @RequiresJdk(25)
    void aSecondRecordingHasItsOwnThreadsAndWhatAnotherAgentUndidIsSaidAndWovenAgain() throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(25), directory)
                .agent("virtual=on")
                .jvmArgs("-javaagent:" + otherAgent(), "--add-opens=java.base/java.lang=ALL-UNNAMED")
                .main(Reweaving.class, "first.jfr", "second.jfr")
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.agentLines())
                .singleElement()
                .asString()
                .contains("somebody else, such as another agent, has changed the class java.lang.VirtualThread");
        Recorded first = Recorded.read(directory.resolve("first.jfr"));
        assertThat(names(first)).containsExactly("first");
        assertThat(first.status().getString("notSampled")).doesNotContain("virtual");
        Recorded second = Recorded.read(directory.resolve("second.jfr"));
        assertThat(names(second)).containsExactly("second", "again");
        RecordedEvent status = lastOf(second.events("Status"));
        assertThat(status.getString("missing")).contains("somebody else, such as another agent");
        assertThat(status.getString("notSampled")).contains("1 virtual threads have no VirtualThreadEnd");
    }

    private static RecordedEvent lastOf(List<RecordedEvent> events) {
        return events.get(events.size() - 1);
    }

    private static List<String> names(Recorded recorded) {
        return recorded.events("VirtualThreadEnd").stream()
                .map(end -> end.getString("threadName"))
                .filter(name -> !name.startsWith("Tidewatch"))
                .collect(Collectors.toList());
    }

    private Path otherAgent() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", Reweaving.class.getName());
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        Path jar = directory.resolve("other.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    private TestJvm jvm(int feature, String options) {
        return new TestJvm(Jdks.home(feature), directory).agent("record=" + directory.resolve("x.jfr") + "," + options);
    }

    private void timesAreThoseThatTheThreadsMeasured(int feature) throws Exception {
        RunningJvm.Result result = jvm(feature, "virtual=on")
                .jvmArgs("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1")
                .jvmArgs(
                        "-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal") // also of the JDK's classes
                .main(Mounting.class)
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        List<RecordedEvent> ends = recorded.events("VirtualThreadEnd");
        assertThat(ends).isNotEmpty().allSatisfy(end -> {
            assertThat(end.getLong("mountedTime") + end.getLong("carrierDelay") + end.getLong("parkedTime"))
                    .isEqualTo(end.getLong("lifetime"));
            assertThat(end.getLong("pinnedTime")).isLessThanOrEqualTo(end.getLong("mountedTime"));
            assertThat(end.getDuration().toNanos()).isCloseTo(end.getLong("lifetime"), within(1_000_000L));
        });
        for (int i = 0; i < WAITERS; i++) {
            String name = "waiter-" + i;
            close(only(ends, name).getLong("carrierDelay"), number(result.stdout, name + " waited "));
        }
        for (String name : feature > 21 ? List.of("sleeper", "timed-waiter") : List.of("sleeper")) {
            close(only(ends, name).getLong("carrierDelay"), number(result.stdout, name + " waited "));
        }
        List<RecordedEvent> spinners = named(ends, "spinner");
        assertThat(spinners).hasSize(4);
        close(
                spinners.stream().mapToLong(end -> end.getLong("mountedTime")).sum(),
                numbers(result.stdout, "spinner [1-9] ran ").stream()
                        .mapToLong(Long::longValue)
                        .sum());
        close(only(ends, "pinned").getLong("pinnedTime"), number(result.stdout, "pinned for "));
        assertThat(named(ends, "before"))
                .as("of a thread that was there before")
                .isEmpty();
        assertThat(recorded.events("Status")).isNotEmpty().noneMatch(status -> status.getString("notSampled")
                .contains("virtual"));
        groupsHaveAllThreads(recorded, ends);
        theReportHasTheirSums();
    }

    private void theReportHasTheirSums() throws Exception {
        String report = Tidewatch.here()
                .run("report", directory.resolve("x.jfr").toString())
                .out
                .replaceAll("\\s+", " ");
        assertThat(report)
                .containsPattern(
                        "20\\d\\d virtual threads ended; of their [0-9.]+ s they were mounted for [0-9.]+ ms"
                                + " \\([0-9.]+ ms of it pinned\\), waited for a carrier for [0-9.]+ m?s and for anything else for");
    }

    private static void groupsHaveAllThreads(Recorded recorded, List<RecordedEvent> ends) {
        List<RecordedEvent> groups = recorded.events("VirtualThreadGroup");
        assertThat(sum(groups, "short-*", "threads")).isEqualTo(SHORT);
        assertThat(sum(groups, "short-*", "mounts")).isEqualTo(SHORT);
        assertThat(sum(groups, "waiter-*", "threads")).isEqualTo(WAITERS);
        for (String field : List.of("lifetime", "mountedTime", "carrierDelay", "parkedTime", "mounts")) {
            assertThat(sum(groups, "waiter-*", field))
                    .as(field)
                    .isEqualTo(ends.stream()
                            .filter(end -> end.getString("threadName").startsWith("waiter-"))
                            .mapToLong(end -> end.getLong(field))
                            .sum());
        }
    }

    private static long sum(List<RecordedEvent> groups, String name, String field) {
        return groups.stream()
                .filter(group -> group.getString("threadGroup").equals(name))
                .mapToLong(group -> group.getLong(field))
                .sum();
    }

    private static void close(long recorded, long measured) {
        assertThat((double) recorded).isCloseTo(measured, within(TOLERANCE * measured));
    }

    private static RecordedEvent only(List<RecordedEvent> ends, String name) {
        List<RecordedEvent> found = named(ends, name);
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private static List<RecordedEvent> named(List<RecordedEvent> ends, String name) {
        return ends.stream()
                .filter(end -> end.getString("threadName").equals(name))
                .collect(Collectors.toList());
    }

    private static long number(String stdout, String label) {
        List<Long> numbers = numbers(stdout, label);
        assertThat(numbers).as(label).hasSize(1);
        return numbers.get(0);
    }

    private static List<Long> numbers(String stdout, String label) {
        return stdout.lines()
                .filter(line -> line.matches(label + "\\d+"))
                .map(line -> Long.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                .collect(Collectors.toList());
    }
}
