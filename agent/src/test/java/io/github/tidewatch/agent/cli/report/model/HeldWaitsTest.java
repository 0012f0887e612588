package io.github.tidewatch.agent.cli.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.timeline.Coverage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeldWaitsTest {
    private static final long SECOND = 1_000_000_000;
    private static final long HOUR = 3600 * SECOND;
    private static final WaitTarget LOCK = WaitTarget.of(Metric.PARK_WAIT, "com.example.Lock", null);
    private static final WaitTarget TASK = WaitTarget.ofNextTask(Metric.PARK_WAIT);

    /** The recording began five hours before the agent came. */
    private final RecordedSums sums =
            new RecordedSums(ReadOptions.everything(), Coverage.of(0, 5 * HOUR + 300 * SECOND));

    @Test
    void whatAThreadWaitedForBeforeItsRecordsBeginExplainsNothingOfThem() {
        wait(TASK, 0, 5 * HOUR + 10 * SECOND);
        wait(LOCK, 5 * HOUR + 10 * SECOND, 290 * SECOND);
        parked(5 * HOUR, 300 * SECOND);
        assertTenSecondsIdleAndTheRestInTheLock();
    }

    @Test
    void theOrderOfTheEventsDoesNotMatter() {
        parked(5 * HOUR, 300 * SECOND);
        wait(LOCK, 5 * HOUR + 10 * SECOND, 290 * SECOND);
        wait(TASK, 0, 5 * HOUR + 10 * SECOND);
        assertTenSecondsIdleAndTheRestInTheLock();
    }

    @Test
    void aWaitThatBeganBeforeTheFirstChunkCountsFromThereOn() {
        wait(TASK, -5 * HOUR, 5 * HOUR + 10 * SECOND);
        wait(LOCK, 10 * SECOND, 290 * SECOND);
        parked(-SECOND, 300 * SECOND); // the agent's own record of an interval may begin before it too
        assertThat(thread().waits().idle(Metric.PARK_WAIT)).isEqualTo(10 * SECOND);
    }

    @Test
    void waitsThatComeBeforeAllRecordsAreHeldInABoundedNumber() {
        for (int i = 0; i < 3 * HeldWaits.MOST; i++) {
            wait(LOCK, 5 * HOUR + i * 1000L, 1000);
        }
        parked(5 * HOUR, 300 * SECOND);
        assertThat(thread().waits().longestFirst(kind -> HOUR)).containsEntry(LOCK, HeldWaits.MOST * 1000L);
    }

    private void assertTenSecondsIdleAndTheRestInTheLock() {
        ThreadSummary thread = thread();
        assertThat(thread.waits().idle(Metric.PARK_WAIT)).isEqualTo(10 * SECOND);
        assertThat(thread.waits().longestFirst(kind -> HOUR)).containsOnly(Map.entry(LOCK, 290 * SECOND));
    }

    private ThreadSummary thread() {
        return Summary.of(List.of(Path.of("some.jfr")), sums, List.of())
                .threads()
                .get(0);
    }

    private void wait(WaitTarget target, long begin, long length) {
        ThreadRecord record = record(ThreadRecord.Kind.WAIT, begin, length);
        record.waitTarget = target;
        sums.add(record);
    }

    private void parked(long begin, long length) {
        ThreadRecord record = record(ThreadRecord.Kind.DELAY, begin, length);
        record.totals.addInterval(length, true);
        record.totals.add(Metric.WAIT_TIME, length);
        record.totals.add(Metric.PARK_WAIT, length);
        sums.add(record);
    }

    private static ThreadRecord record(ThreadRecord.Kind kind, long begin, long length) {
        ThreadRecord record = new ThreadRecord();
        record.kind = kind;
        record.name = "worker";
        record.tid = 7;
        record.javaId = 3;
        record.begin = begin;
        record.end = begin + length;
        return record;
    }
}
