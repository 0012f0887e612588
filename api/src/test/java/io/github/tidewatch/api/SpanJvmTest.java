package io.github.tidewatch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** Spans that an application opens itself, recorded by the built agent. */
class SpanJvmTest {
    private static final long MICRO = 1000;

    /** JFR's clock and the kernel's run at rates that differ by less. */
    private static final int RATE = 1000;

    @TempDir
    Path directory;

    private RunningJvm.Result result;
    private Recorded recorded;

    private TestJvm jvm(int feature) {
        return new TestJvm(Jdks.home(feature), directory)
                .classPath(Paths.get(System.getProperty("tidewatch.apiClasses")));
    }

    private void run(int feature, String options) throws Exception {
        result = jvm(feature).agent(options).main(SpanApp.class, "x.jfr").run();
        assertThat(result.exitCode).as("%s", result).isZero();
        recorded = Recorded.read(directory.resolve("x.jfr"));
    }

    private List<RecordedEvent> spans(String name) {
        return recorded.events("Span").stream()
                .filter(span -> span.getString("name").equals(name))
                .collect(Collectors.toList());
    }

    private RecordedEvent span(String name) {
        assertThat(spans(name)).as("%s", name).hasSize(1);
        return spans(name).get(0);
    }

    @ParameterizedTest
    @JdkSource({11, 21, 25, 26})
    void aSpanSaysWhereItsTimeWentAndWhatItIsIn(int feature) throws Exception {
        run(feature, "");
        confirmAccounts();
        confirmNesting();
        confirmEnds();
        confirmStackTrace();
        assertThat(result.agentLines()).hasSize(1).allMatch(line -> line.contains("another thread closed it"));
    }

    @Test
    void aSpanSaysTheSameByProcfs() throws Exception {
        run(Jdks.OWN, "source=procfs");
        assertThat(recorded.status().getString("source")).isEqualTo("procfs");
        confirmAccounts();
    }

    /** Of each span, what lies within it and what it lies within was read by the thread from its own files. */
    private void confirmAccounts() {
        List<String> witnessed = new ArrayList<>();
        for (String line :
                result.stdout.lines().filter(l -> l.startsWith("witness ")).collect(Collectors.toList())) {
            String[] words = line.split(" ", -1);
            if (spans(words[1]).isEmpty()) {
                assertThat(Long.parseLong(words[2])).as("below the threshold").isLessThan(20_000_000);
                continue;
            }
            witnessed.add(words[1]);
            RecordedEvent span = span(words[1]);
            long sum = Recorded.parts(span);
            long onCpu = span.getLong("userTime") + span.getLong("systemTime");
            // schedstat, by which the witness goes, lags by a tick, of 10 ms at most.
            long late = 10_000_000;
            assertThat(sum).as("%s%n%s", line, span).isBetween(Long.parseLong(words[2]), Long.parseLong(words[3]));
            assertThat(onCpu)
                    .as("%s%n%s", line, span)
                    .isBetween(Long.parseLong(words[4]) - late, Long.parseLong(words[5]) + late);
            if (span.getLong("voluntarySwitches") > 0) {
                assertThat(span.getLong("cpuDelay"))
                        .as("%s%n%s", line, span)
                        .isBetween(Long.parseLong(words[6]), Long.parseLong(words[7]));
            }
        }
        assertThat(witnessed).contains("computing", "sleeping", "null");
        for (RecordedEvent span : recorded.events("Span")) {
            long duration = span.getDuration().toNanos();
            assertThat(Recorded.parts(span) - duration)
                    .as("%s", span)
                    .isBetween(-2 * MICRO - duration / RATE, 2 * MICRO + duration / RATE);
            assertThat(duration).isGreaterThanOrEqualTo(20_000_000);
        }
        long asleep = span("sleeping").getLong("waitTime");
        assertThat(
                        span("sleeping").hasField("blockIoDelay")
                                ? asleep + span("sleeping").getLong("blockIoDelay")
                                : asleep)
                .isGreaterThan(59_000_000);
        assertThat(span("sleeping").getLong("voluntarySwitches")).isPositive();
        boolean accounted = recorded.status().getBoolean("delayAccountingAtStart");
        assertThat(recorded.type("Span").getField("blockIoDelay") != null).isEqualTo(accounted);
    }

    private void confirmNesting() {
        assertThat(span("outer").getString("outer")).isNull();
        assertThat(span("inner").getString("outer")).isEqualTo("outer");
        assertThat(spans("recursion"))
                .extracting(span -> span.getString("outer") + " " + span.getBoolean("recursive"))
                .containsExactlyInAnyOrder("inner false", "recursion true");
        assertThat(span("closed last").getString("outer")).isEqualTo("closed first");
        assertThat(span("closed first").getString("outer")).isNull();
        assertThat(span("sleeping").getThread("eventThread").getJavaName()).isEqualTo("main spans");
    }

    private void confirmEnds() {
        assertThat(span("inner").getString("error")).isEqualTo("java.io.IOException");
        assertThat(span("outer").getString("error")).isNull();
        assertThat(span("left open outer").getString("error")).isEqualTo("left open");
        assertThat(span("left open inner").getString("error")).isEqualTo("left open");
        assertThat(span("left open inner").getString("outer")).isEqualTo("left open outer");
        assertThat(spans("closed elsewhere")).isEmpty();
        assertThat(span("after closed elsewhere").getString("outer")).isNull();
        assertThat(spans("other loader")).hasSize(1);
        assertThat(spans("virtual")).isEmpty();
        assertThat(spans("before any recording")).isEmpty();
        assertThat(spans("after all recordings")).isEmpty();
        assertThat(recorded.events("Span"))
                .filteredOn(span -> span.getString("name").startsWith("xx"))
                .singleElement()
                .satisfies(span -> assertThat(span.getString("name")).isEqualTo("x".repeat(200) + "…"));
    }

    private void confirmStackTrace() {
        List<RecordedFrame> frames = span("sleeping").getStackTrace().getFrames();
        assertThat(frames)
                .anyMatch(frame -> frame.getMethod().getType().getName().equals(SpanApp.class.getName()));
    }

    @Test
    void withoutTheAgentASpanDoesNothing() throws Exception {
        result = jvm(Jdks.OWN).main(SpanApp.WithoutAgent.class).run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        assertThat(result.stdout).isEqualTo("one and the same\n");
    }

    @Test
    void spansOfAnApplicationThatRanBeforeTheAgentWasAttachedAreRecorded() throws Exception {
        Path file = directory.resolve("attached.jfr");
        try (RunningJvm running = jvm(Jdks.OWN).main(SpanApp.Endless.class).start()) {
            running.awaitLine("ready"::equals, Duration.ofMinutes(1));
            Process attach = new ProcessBuilder(
                            Jdks.home(Jdks.OWN).resolve("bin/java").toString(),
                            "-jar",
                            TestJvm.agentJar().toString(),
                            "attach",
                            Long.toString(running.pid()),
                            "--record",
                            file.toString(),
                            "--duration",
                            "2s")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("attach.out").toFile())
                    .start();
            assertThat(attach.waitFor()).isZero();
        }
        recorded = Recorded.read(file);
        assertThat(spans("endless")).hasSizeGreaterThan(3);
    }
}
