package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Nobody;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.WaitKinds;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** What threads wait for is in the recording. */
@Tag("measures")
class WaitKindsJvmTest {
    private static final List<String> KINDS = List.of(
            "monitorWait",
            "objectWait",
            "parkWait",
            "sleepWait",
            "networkWait",
            "fileWait",
            "pipeWait",
            "jvmWait",
            "otherWait",
            "unknownWait");

    private static final Map<String, String> EXPECTED = Map.ofEntries(
            Map.entry("monitor", "monitorWait"),
            Map.entry("object", "objectWait"),
            Map.entry("lock", "parkWait"),
            Map.entry("queue", "parkWait"),
            Map.entry("parkNanos", "parkWait"),
            Map.entry("sleep", "sleepWait"),
            Map.entry("read", "networkWait"),
            Map.entry("readTimeout", "networkWait"),
            Map.entry("accept", "networkWait"),
            Map.entry("selector", "networkWait"),
            Map.entry("udp", "networkWait"),
            Map.entry("output", "pipeWait"),
            Map.entry("fileLock", "fileWait"),
            Map.entry("VM Thread", "jvmWait"));

    @TempDir
    Path directory;

    /** The names of a thread, with the times of its records, summed up by field, and the last detail. */
    private static final class Waits {
        final Map<String, Long> times = new LinkedHashMap<>();
        String detail;
    }

    @ParameterizedTest
    @JdkSource({11, 21, 25, 26})
    void withoutPrivilegeAWaitLongerThanTheIntervalIsOfItsKindAlone(int feature) throws Exception {
        try (Nobody nobody = Nobody.here()) {
            RunningJvm.Result result = nobody.jvm(Jdks.home(feature), "record=x.jfr,interval=100ms,waits=details")
                    .main(WaitKinds.Steady.class, "3000")
                    .run();
            assertThat(result.exitCode).as("%s", result).isZero();
            assertThat(result.stderr).isEmpty();
            Map<String, Waits> threads = read(nobody.directory().resolve("x.jfr"));
            EXPECTED.forEach((name, kind) -> {
                Map<String, Long> times = threads.get(name).times;
                // Nothing is known of an interval at whose end the thread waited for a CPU, since it began to wait or
                // was woken and
                // waits again, as one for a monitor is now and then: the more, the more others load the machine.
                long unknown = times.get("unknownWait");
                assertThat(unknown).as(name + " " + times).isLessThan(times.get("waitTime") / 3);
                double share = (double) times.get(kind) / (times.get("waitTime") - unknown);
                assertThat(share).as(name + " " + times).isGreaterThan(0.99);
                if (!name.equals("monitor")) { // a thread that waits for a monitor is woken to retry now and then
                    assertThat(times.get("exactWait")).as(name + " " + times).isPositive();
                }
            });
            String port = result.stdout
                    .lines()
                    .filter(line -> line.startsWith("port "))
                    .findFirst()
                    .orElseThrow()
                    .substring(5);
            assertThat(threads.get("read").detail).isEqualTo("127.0.0.1:" + port);
            assertThat(threads.get("readTimeout").detail).isEqualTo("127.0.0.1:" + port);
            assertThat(threads.get("accept").detail).isEqualTo("local 127.0.0.1:" + port);
            assertThat(threads.get("lock").detail).isEqualTo("java.util.concurrent.locks.ReentrantLock$NonfairSync");
            assertThat(threads.get("fileLock").detail).endsWith("/locked");
            assertThat(threads.get("output").detail).startsWith("pipe:[");
        }
    }

    @Test
    @Tag("exhaustive")
    void ofWaitsOf1To50MillisecondsTheSharesAreRightWithin5Points() throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("record=x.jfr,interval=20ms,budget=off")
                .main(WaitKinds.Mixed.class, "30000")
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        Map<String, Long> times = read(directory.resolve("x.jfr")).get("mixed").times;
        Map<String, Long> truth = result.stdout
                .lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(words -> words[0], words -> Long.valueOf(words[1])));
        double all = truth.values().stream().mapToLong(time -> time).sum();
        System.out.println("true " + truth + ", recorded " + times);
        assertThat(truth).hasSize(4);
        truth.forEach((kind, time) -> assertThat(
                        100.0 * times.get(kind.toLowerCase(Locale.ROOT) + "Wait") / times.get("waitTime"))
                .as(kind)
                .isCloseTo(100 * time / all, within(5.0)));
    }

    @Test
    void whatIsNotWantedIsNotThere() throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("record=x.jfr,interval=100ms,waits=off")
                .main(WaitKinds.Mixed.class, "300")
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        TreeSet<String> fields = recorded.type("ThreadDelay").getFields().stream()
                .map(ValueDescriptor::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(fields).doesNotContainAnyElementsOf(KINDS).doesNotContain("exactWait", "waitDetail");
    }

    private static Map<String, Waits> read(Path file) throws Exception {
        Map<String, Waits> threads = new LinkedHashMap<>();
        for (RecordedEvent event : Recorded.read(file).events("ThreadDelay")) {
            Waits waits = threads.computeIfAbsent(event.getString("threadName"), name -> new Waits());
            long sum = 0;
            for (String kind : KINDS) {
                sum += event.getLong(kind);
                waits.times.merge(kind, event.getLong(kind), Long::sum);
            }
            assertThat(sum).as("%s", event).isEqualTo(event.getLong("waitTime"));
            assertThat(event.getLong("exactWait")).isBetween(0L, sum);
            waits.times.merge("waitTime", sum, Long::sum);
            waits.times.merge("exactWait", event.getLong("exactWait"), Long::sum);
            if (event.getString("waitDetail") != null) {
                waits.detail = event.getString("waitDetail");
            }
        }
        return threads;
    }
}
