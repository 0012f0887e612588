package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Queued;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** How long tasks of an executor are queued, as the application measures it itself. */
class QueuedSpansJvmTest {
    @TempDir
    Path directory;

    @Tag("exhaustive")
    @ParameterizedTest
    @JdkSource({11, 17, 21, 25, 26})
    void aTaskIsQueuedFromWhenItIsSubmittedUntilTheWorkerHasDoneTheOnesBefore(int feature) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .agent("spans=executors")
                .main(Queued.class, "x.jfr")
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.agentLines()).isEmpty();
        assertThat(result.stdout).contains("frames of ours false", "ended true");
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        assertThat(recorded.status().getString("missing")).doesNotContain("spans of");
        List<RecordedEvent> spans = recorded.events("Span").stream()
                .filter(span -> Recorded.parts(span) > 25_000_000)
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .collect(Collectors.toList());
        List<String> witness =
                result.stdout.lines().filter(line -> line.startsWith("task ")).collect(Collectors.toList());
        assertThat(spans).hasSize(4);
        for (int i = 0; i < 4; i++) {
            String[] words = witness.get(i).split(" ", -1);
            RecordedEvent span = spans.get(i);
            assertThat(span.getBoolean("queued")).as("%s", span).isTrue();
            assertThat(span.getLong("queueTime"))
                    .as("%s%n%s", words[1], span)
                    .isBetween(Long.parseLong(words[2]), Long.parseLong(words[3]));
        }
        assertThat(spans.get(3).getLong("queueTime")).isGreaterThan(80_000_000);
        assertThat(spans.stream().map(span -> span.getString("name")))
                .containsExactly(
                        "java.util.concurrent.FutureTask.run",
                        "java.util.concurrent.CompletableFuture$AsyncRun.run",
                        "java.util.concurrent.FutureTask.run",
                        "java.util.concurrent.CompletableFuture$AsyncRun.run");
    }
}
