package io.github.tidewatch.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;
import org.junit.platform.testkit.engine.Events;
import org.opentest4j.AssertionFailedError;

/** In a JVM with the agent, which runs {@link Limits} by JUnit's test kit. */
class AssertAccountingJvmTest {
    @TempDir
    private Path folder;

    private Events run(DiscoverySelector... tests) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter(AssertAccounting.RECORDINGS, folder.toString())
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .selectors(tests)
                .execute()
                .testEvents();
    }

    private static TestExecutionResult result(Events events) {
        List<Event> finished = events.finished().list();
        assertThat(finished).hasSize(1);
        return finished.get(0).getRequiredPayload(TestExecutionResult.class);
    }

    private TestExecutionResult result(String test) {
        return result(run(selectMethod(Limits.class, test)));
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.collect(Collectors.toList());
        }
    }

    @Test
    void aTestThatKeepsToItsLimitsPassesAndItsRecordingIsNotKept() throws IOException {
        TestExecutionResult result = result("keepsToThem");
        assertThat(result.getThrowable()).isEmpty();
        assertThat(result.getStatus()).isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
        assertThat(kept()).isEmpty();
    }

    @Test
    void aTestFailsWithTheSentenceOfTheReportAndThePathOfTheRecordingThatIsKept() throws IOException {
        TestExecutionResult result = result("failsOfOne");
        assertThat(result.getStatus()).isEqualTo(TestExecutionResult.Status.FAILED);
        assertThat(kept()).hasSize(1);
        assertThat(result.getThrowable().orElseThrow())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageMatching("holds: userTime\\(burner\\) > 50 ms: \\d+ ms of 1 thread\n"
                        + "fails: userTime\\(burner\\) < 1 ms: \\d+ ms of 1 thread\n"
                        + "(warning: .*\n)*The recording is kept: \\Q" + kept().get(0) + "\\E");
        assertThat(kept().get(0)).isNotEmptyFile();
    }

    @Test
    void aTestOfWhichNothingCanBeSaidIsAbortedWithTheReason() throws IOException {
        TestExecutionResult result = result("isAboutThreadsThatAreNotThere");
        assertThat(result.getStatus()).isEqualTo(TestExecutionResult.Status.ABORTED);
        assertThat(result.getThrowable().orElseThrow())
                .hasMessageStartingWith(
                        "inconclusive: userTime(nobody) < 5 %: no group of threads has a name like nobody; there is ");
        assertThat(kept()).isEmpty();
    }

    @Test
    void anAssertionThatIsNoneFailsTheTestAndSaysWhatIsAllowed() throws IOException {
        assertThat(result("hasAMetricThatIsNone").getThrowable().orElseThrow())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageMatching("Limits.hasAMetricThatIsNone: @AssertAccounting 'cpuDelai\\(\\*\\) < 5 %': there is"
                        + " no metric cpuDelai. Allowed are userTime, .*, max.");
        assertThat(kept()).isEmpty();
    }

    @Test
    void aTestThatFailsByItselfHasItsOwnFailureAndItsRecordingIsKept() throws IOException {
        Events events = run(selectMethod(Limits.class, "failsByItself"));
        assertThat(result(events).getThrowable().orElseThrow()).hasMessageContaining("that");
        assertThat(kept()).hasSize(1);
        assertThat(events.filter(event -> event.getType() == EventType.REPORTING_ENTRY_PUBLISHED)
                        .map(event -> event.getPayload().orElseThrow().toString()))
                .singleElement()
                .asString()
                .contains("tidewatch.recording", kept().get(0).toString());
    }

    @Test
    void aTestWithoutLimitsOfItsOwnHasThoseOfTheNearestClassAndFailsIfTheseAreNone() {
        assertThat(result(run(selectNestedClass(List.of(Limits.class), Limits.Inner.class)))
                        .getThrowable()
                        .orElseThrow())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("Inner.hasThoseOfTheOuterClass: @AssertAccounting is empty. It takes such as"
                        + " \"cpuDelay(http-*) < 5 %\".");
    }

    @Test
    void theExampleOfThePageDoesNotFail() {
        TestExecutionResult result = result(run(selectClass(OrderLimits.class)));
        assertThat(result.getStatus()).as(result.toString()).isNotEqualTo(TestExecutionResult.Status.FAILED);
    }

    @Test
    void noOtherTestRunsWhileOneIsRecorded() {
        run(selectClass(Neighbors.Recorded.class), selectClass(Neighbors.Others.class))
                .assertStatistics(all -> all.aborted(1).failed(0).succeeded(8));
    }
}
