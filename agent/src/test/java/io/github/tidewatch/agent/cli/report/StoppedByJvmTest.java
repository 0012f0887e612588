package io.github.tidewatch.agent.cli.report;

import static io.github.tidewatch.agent.cli.report.ChosenRecording.SECOND;
import static io.github.tidewatch.agent.cli.report.WaitEvents.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.ThreadRecord;
import io.github.tidewatch.agent.cli.report.model.ThreadSummary;
import io.github.tidewatch.agent.cli.report.render.TextReport;
import io.github.tidewatch.agent.cli.report.render.TextStyle;
import io.github.tidewatch.findings.waits.WaitSplit;
import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.findings.waits.WaitTargets;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time in which the JVM stopped all Java threads is taken out of what they waited for. */
class StoppedByJvmTest {
    private final ChosenRecording recording = new ChosenRecording(10);

    @TempDir
    Path directory;

    /** As JFR's own, what is needed of it. */
    @Name("jdk.GCPhasePause")
    @StackTrace(false)
    static final class Pause extends Event {}

    @Test
    void aPauseIsNoWaitForWhatTheThreadWasFoundIn() {
        add("worker", 11, Map.of(Metric.NETWORK_WAIT, 0.3, Metric.UNKNOWN_WAIT, 0.2), 0);
        pauses(0.4);
        ThreadSummary worker = recording.summary().threads().get(0);
        assertThat(worker.split().stopped()).hasValue(4 * SECOND);
        assertThat(worker.split().get(Metric.UNKNOWN_WAIT))
                .as("first of what is unknown")
                .hasValue(0);
        assertThat(worker.split().get(Metric.NETWORK_WAIT)).hasValue(SECOND);
    }

    @Test
    void aThreadThatWasInOneWaitAllTheTimeWasNotStopped() {
        add("idle", 11, Map.of(Metric.PARK_WAIT, 1.0), 1.0);
        pauses(0.4);
        ThreadSummary idle = recording.summary().threads().get(0);
        assertThat(idle.split().stopped()).hasValue(0);
        assertThat(idle.split().get(Metric.PARK_WAIT)).hasValue(10 * SECOND);
    }

    @Test
    void aStopMeetsAnIdleThreadInProportionAndIsNoWaitOfItThen() {
        WaitTargets targets = WaitTargets.ofThread();
        targets.addEvent(WaitTarget.ofNextTask(Metric.PARK_WAIT), 5 * SECOND);
        Totals totals = new Totals();
        totals.addInterval(10 * SECOND, true);
        totals.add(Metric.WAIT_TIME, 10 * SECOND);
        totals.add(Metric.PARK_WAIT, 6 * SECOND);
        totals.add(Metric.NETWORK_WAIT, 4 * SECOND);
        totals.add(Metric.EXACT_WAIT, 0);
        WaitSplit split = new WaitSplit();
        split.add(totals, OptionalLong.of(2 * SECOND), targets);
        assertThat(split.idle()).isEqualTo(5 * SECOND);
        assertThat(split.stopped()).hasValue(SECOND);
        assertThat(split.get(Metric.NETWORK_WAIT).orElseThrow()
                        + split.get(Metric.PARK_WAIT).orElseThrow())
                .isEqualTo(4 * SECOND);
    }

    @Test
    void aThreadOfTheJvmIsNotStopped() {
        add("GC Thread#0", 11, Map.of(Metric.JVM_WAIT, 0.5), 0);
        pauses(0.4);
        assertThat(recording.summary().threads().get(0).split().stopped()).isEmpty();
    }

    @Test
    void aPauseWithinASafepointCountsOnce() {
        add("worker", 11, Map.of(Metric.UNKNOWN_WAIT, 0.9), 0);
        pauses(0.4);
        for (int second = 0; second < 10; second++) {
            recording.sums.stops().addSafepoint(second * SECOND, second * SECOND + SECOND / 2);
        }
        assertThat(recording.summary().threads().get(0).split().stopped()).hasValue(5 * SECOND);
    }

    @Test
    void headlineAndFactsSayForHowLongTheJvmStoppedAllThreads() {
        add("worker", 11, Map.of(Metric.UNKNOWN_WAIT, 0.9), 0);
        pauses(0.4);
        Summary summary = recording.summary();
        String text = String.join("\n", TextReport.lines(summary, new TextStyle(200, false, true), 20, false));
        assertThat(text)
                .startsWith(
                        "The JVM stopped all Java threads for 4.00 s, 40.0 % of the time, mostly for garbage collections")
                .contains(
                        "the JVM stopped all Java threads for 4.00 s, 40.0 % of the time (10 pauses of garbage collections")
                .contains("worker waited 90.0 % of its time, 9.00 s: 50 points unknown; 40 stopped by the JVM");
    }

    @Test
    void headlineShowsStopsApartFromItsKinds() {
        add("worker", 11, Map.of(Metric.PARK_WAIT, 0.9), 0);
        pauses(0.04); // more is a clause of its own
        assertThat(recording.headline())
                .contains(
                        "90.0 % of the threads' time they waited voluntarily: 86 points parked; 4 stopped by the JVM");
    }

    @Test
    void withoutTheEventsItSaysWhatBoundsIt() {
        add("worker", 11, Map.of(Metric.UNKNOWN_WAIT, 0.9), 0);
        add("GC Thread#0", 12, Map.of(Metric.JVM_WAIT, 0.8), 0);
        String text =
                String.join(" ", TextReport.lines(recording.summary(), new TextStyle(200, false, true), 20, false));
        assertThat(text)
                .contains("how long the JVM stopped all Java threads is not recorded")
                .contains("the threads that do it were active for 2.00 s in sum");
        recording.sums.stops().enablePauses(true);
        assertThat(String.join(" ", TextReport.lines(recording.summary(), new TextStyle(200, false, true), 20, false)))
                .doesNotContain("is not recorded (jdk.GCPhasePause");
    }

    @Test
    void whatIsLeftOfAWaitAndTheStopsSumToIt() throws IOException {
        Path file = TestEvents.record(directory, () -> {
            waiting(Thread.currentThread(), "main", 11, 100, Map.of(Metric.NETWORK_WAIT, 900L), null)
                    .commit();
            Pause pause = new Pause();
            pause.begin();
            TestEvents.sleep(60);
            pause.commit();
        });
        JsonObject thread = JsonParser.parseString(
                        Ran.tidewatch("report", "--json", file.toString()).out())
                .getAsJsonObject()
                .getAsJsonArray("threads")
                .get(0)
                .getAsJsonObject();
        long stopped = thread.get("stoppedByJvm").getAsLong();
        assertThat(stopped).isGreaterThanOrEqualTo(TestEvents.nanos(60));
        assertThat(stopped + thread.get("networkWait").getAsLong()).isEqualTo(TestEvents.nanos(900));
        assertThat(thread.get("unknownWait").getAsLong()).isZero();
    }

    /** In each of ten seconds. */
    private void pauses(double seconds) {
        for (int second = 0; second < 10; second++) {
            long begin = second * SECOND;
            assertThat(recording.sums.stops().addPause(begin, begin + Math.round(seconds * SECOND)))
                    .isTrue();
        }
    }

    /** A record for each of ten seconds; what is no wait is on a CPU. */
    private void add(String name, long tid, Map<Metric, Double> waits, double exact) {
        for (int second = 0; second < 10; second++) {
            ThreadRecord record = new ThreadRecord();
            record.name = name;
            record.tid = tid;
            record.javaId = name.startsWith("GC ") ? 0 : tid;
            record.begin = second * SECOND;
            record.end = record.begin + SECOND;
            record.totals.addInterval(SECOND, true);
            long wait = 0;
            for (Metric kind : Metric.WAITS) {
                long some = Math.round(waits.getOrDefault(kind, 0.0) * SECOND);
                record.totals.add(kind, some);
                wait += some;
            }
            record.totals.add(Metric.EXACT_WAIT, Math.round(exact * SECOND));
            record.totals.add(Metric.WAIT_TIME, wait);
            record.totals.add(Metric.USER_TIME, SECOND - wait);
            record.totals.add(Metric.SYSTEM_TIME, 0);
            record.totals.add(Metric.CPU_DELAY, 0);
            record.totals.add(Metric.BLOCK_IO_DELAY, 0);
            recording.sums.add(record);
        }
    }
}
