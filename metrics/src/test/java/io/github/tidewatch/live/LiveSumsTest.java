package io.github.tidewatch.live;

import static io.github.tidewatch.live.TestEvents.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.live.TestEvents.Cause;
import io.github.tidewatch.live.TestEvents.Delay;
import io.github.tidewatch.live.TestEvents.Live;
import io.github.tidewatch.live.TestEvents.PlainDelay;
import io.github.tidewatch.live.TestEvents.Span;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What counters say of events, to the nanosecond. */
class LiveSumsTest {
    @Test
    void aGroupsThreadsAreSummedUpPartByPartToTheNanosecond() throws IOException {
        Live live = TestEvents.live(() -> {
            Delay.of("pool-1").spent(1, 2, 3, 4, 2 * SECOND).commit();
            Delay.of("pool-2").spent(10, 20, 30, 40, 50).commit();
        });
        assertThat(live.nanos())
                .isEqualTo(Map.of(
                        "CPU_TIME user pool-*", 11L,
                        "CPU_TIME system pool-*", 22L,
                        "CPU_DELAY pool-*", 33L,
                        "BLOCK_IO_DELAY pool-*", 44L,
                        "WAIT park pool-*", 2 * SECOND + 50,
                        "RECORDED pool-*", 2 * SECOND + 160));
    }

    @Test
    void whatIsNotKnownHasNoSeries() throws IOException {
        Live live = TestEvents.live(() -> {
            PlainDelay delay = new PlainDelay();
            delay.threadName = "plain";
            delay.userTime = 7;
            delay.interval = 3 * SECOND;
            delay.waitTime = 5;
            delay.commit();
        });
        assertThat(live.nanos())
                .isEqualTo(Map.of(
                        "CPU_TIME user plain",
                        7L,
                        "WAIT unknown plain",
                        5L,
                        "BLOCK_IO_UNKNOWN plain",
                        3 * SECOND,
                        "RECORDED plain",
                        3 * SECOND));
    }

    @Test
    void blockIoOfARecordThatIsNotCompleteIsUnknownTimeAndNoDelay() throws IOException {
        Live live = TestEvents.live(() -> {
            Delay.of("old").spent(0, 0, 0, 5, 2 * SECOND).commit();
            Delay incomplete = Delay.of("old").spent(0, 0, 0, 0, 100);
            incomplete.complete = false;
            incomplete.commit();
        });
        assertThat(live.nanos()).containsEntry("BLOCK_IO_DELAY old", 5L).containsEntry("BLOCK_IO_UNKNOWN old", 100L);
    }

    @Test
    void causesAreOfTheGroupThatTheRecordsHaveAndUnknownOnesHaveNoSeries() throws IOException {
        Live live = TestEvents.live(() -> {
            Delay.of("pool-1").spent(0, 0, 100, 0, 2 * SECOND).commit();
            for (String group : new String[] {"pool-*", "GC Thread#*", "(others)"}) {
                Cause cause = new Cause();
                cause.threadGroup = group;
                cause.ownThreadsDelay = 60;
                cause.commit();
            }
        });
        assertThat(live.nanos().keySet().stream()
                        .filter(key -> key.startsWith("CPU_DELAY_CAUSE"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "CPU_DELAY_CAUSE own_threads pool-*",
                        "CPU_DELAY_CAUSE own_threads (GC)",
                        "CPU_DELAY_CAUSE own_threads (others)");
    }

    @Test
    void threadsOfTheJvmAreOneGroupForEachKindAndNoneOfTheApplicationsIsAmongThem() throws IOException {
        Live live = TestEvents.live(() -> {
            for (String name : new String[] {"G1 Conc#0", "GC Thread#1", "C2 CompilerThread0", "VM Thread"}) {
                Delay delay = Delay.of(name).spent(1, 0, 0, 0, 0);
                delay.sampledThread = null;
                delay.commit();
            }
            for (String name : new String[] {"VM Thread", "(GC)", "(others)"}) {
                Delay.of(name).spent(2 * SECOND, 0, 0, 0, 0).commit();
            }
        });
        assertThat(live.nanos())
                .containsEntry("CPU_TIME user (GC)", 2L)
                .containsEntry("CPU_TIME user (compiler)", 1L)
                .containsEntry("CPU_TIME user (JVM)", 1L)
                .containsEntry("CPU_TIME user VM Thread (application)", 2 * SECOND)
                .containsEntry("CPU_TIME user (GC) (application)", 2 * SECOND)
                .containsEntry("CPU_TIME user (others) (application)", 2 * SECOND);
    }

    @Test
    void ofAThousandThreadsASecondWithNamesOfTheirOwnThereAreFewSeriesAndNoTimeIsLost() throws IOException {
        int births = 10_000;
        Live live = new Live();
        TestEvents.record(
                () -> {
                    for (int i = 0; i < births; i++) {
                        Delay.of("request-" + Integer.toString(i, 36) + "x")
                                .spent(1000, 100, 10, 1, SECOND / 1000)
                                .commit();
                        if (i % 1000 == 0) {
                            Delay.of("http-" + i).spent(SECOND, 0, 0, 0, SECOND).commit();
                        }
                    }
                },
                live.sums::take);
        live.sums.age(1);
        live.sums.age(30 * SECOND);
        assertThat(live.series).hasSizeLessThan(200);
        assertThat(live.sum(LiveMetric.RECORDED)).isEqualTo(births * (1111 + SECOND / 1000) + 10 * 2 * SECOND);
        assertThat(live.nanos()).containsEntry("CPU_TIME user http-*", 10 * SECOND);
    }

    @Test
    void groupsWithSeriesOfTheirOwnAreBoundedAndTheRestIsOthers() throws IOException {
        Live live = TestEvents.live(() -> {
            for (int i = 0; i < 100; i++) {
                Delay.of("a" + "b".repeat(i)).spent(2 * SECOND, 0, 0, 0, 0).commit();
            }
        });
        assertThat(live.series.stream()
                        .map(one -> one.attributes().get(LiveMetric.GROUP))
                        .distinct())
                .hasSize(LiveMetrics.MOST_GROUPS + 1);
        assertThat(live.nanos()).containsEntry("CPU_TIME user (others)", (100 - LiveMetrics.MOST_GROUPS) * 2 * SECOND);
    }

    @Test
    void namesOfThreadsAreCutAndPrintable() throws IOException {
        Live live = TestEvents.live(() -> Delay.of("\u001b[31m\n" + "x".repeat(5000))
                .spent(2 * SECOND, 0, 0, 0, 0)
                .commit());
        String group = live.series.get(0).attributes().get(LiveMetric.GROUP);
        assertThat(group).hasSizeLessThanOrEqualTo(100).doesNotContain("\u001b", "\n");
    }

    @Test
    void spansHaveTheirNameAndErrorAndTheirNamesAreBounded() throws IOException {
        Live live = TestEvents.live(() -> {
            for (int i = 0; i < 100; i++) {
                Span span = new Span();
                span.name = "order " + i;
                span.error = i == 1 ? "java.io.IOException" : null;
                span.begin();
                span.commit();
            }
        });
        assertThat(live.spans).hasSize(100);
        assertThat(live.spans.get(0).attributes()).isEqualTo(Map.of(LiveMetric.SPAN_NAME, "order 0"));
        assertThat(live.spans.get(1).attributes())
                .isEqualTo(Map.of(LiveMetric.SPAN_NAME, "order 1", LiveMetric.ERROR_TYPE, "java.io.IOException"));
        assertThat(live.spans.stream().map(FinishedSpan::attributes).distinct()).hasSize(21);
    }

    @Test
    void aSpanWithinOneOfTheSameNameIsNotCounted() throws IOException {
        Live live = TestEvents.live(() -> {
            for (boolean recursive : new boolean[] {true, true, false}) {
                Span span = new Span();
                span.name = "order";
                span.recursive = recursive;
                span.begin();
                span.commit();
            }
        });
        assertThat(live.spans).hasSize(1);
    }
}
