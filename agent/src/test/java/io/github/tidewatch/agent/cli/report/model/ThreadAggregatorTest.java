package io.github.tidewatch.agent.cli.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.timeline.Coverage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All threads here live on one long recording that begins at second 0. */
class ThreadAggregatorTest {
    private static final long SECOND = 1_000_000_000;
    private static final long FROM_ALWAYS = Long.MIN_VALUE;
    private static final long TO_EVER = Long.MAX_VALUE;

    private final List<ThreadRecord> records = new ArrayList<>();

    @Test
    void aSecondThreadOfTheSameTidAndNameAfterAnEndIsAnotherRow() {
        delay("worker", 7, 0, 0, 2, 0.5);
        end("worker", 7, 0, 2, 0.5);
        delay("worker", 7, 0, 5, 6, 0.1);
        assertThat(threads(10)).extracting(t -> t.totals().lost()).containsExactly(SECOND / 2, SECOND / 10);
    }

    @Test
    void aLifetimeThatIsAlsoReportedInPiecesCountsOnce() {
        delay("worker", 7, 3, 1, 2, 0.5);
        delay("renamed", 7, 0, 2, 3, 0.5); // of the chunk in which it ended: nobody knows the Java thread any more
        end("renamed", 7, 1, 3, 1);
        List<ThreadSummary> threads = threads(10);
        assertThat(threads).allMatch(ThreadSummary::ended);
        assertThat(threads.stream().mapToLong(t -> t.totals().lost()).sum()).isEqualTo(SECOND);
    }

    @Test
    void aLifetimeWhosePiecesComeLateCountsOnce() {
        end("brief", 7, 1, 1.02, 0.01);
        delay("other", 8, 0, 100, 101, 0);
        delay("brief", 7, 0, 1, 1.02, 0.01); // at a sample long after its end
        assertThat(threads(10).get(0).totals().lost()).isEqualTo(SECOND / 100);
    }

    @Test
    void aLifetimeReportedLateByTheSamplerIsNotCounted() {
        delay("GC Thread#1", 7, 0, 0, 0.5, 0.25);
        end("GC Thread#1", 7, 5, 5.5, 0.25); // reported at a sample: its time is that of the sample
        records.get(1).isSelfReported = false;
        assertThat(only(aggregator(10)).totals().lost()).isEqualTo(SECOND / 4);
    }

    @Test
    void aRecordAfterTheEndThatContainsItIsDropped() {
        end("worker", 7, 0, 2, 0.5);
        for (int i = 0; i < 3000; i++) {
            end("other-" + i, 100 + i, 3, 4, 0);
        }
        delay("worker", 7, 0, 1, 2, 0.5);
        assertThat(threads(10_000).stream().filter(thread -> thread.tid() == 7))
                .singleElement()
                .satisfies(thread -> assertThat(thread.totals().lost()).isEqualTo(SECOND / 2));
    }

    @Test
    void recordsCountForALifetimeThatBeganBeforeTheRecording() {
        delay("old", 7, 0, 1, 2, 0.5);
        end("old", 7, -100, 2.2, 60);
        ThreadAggregator aggregator = aggregator(10);
        assertThat(only(aggregator).totals().lost()).isEqualTo(SECOND / 2);
        assertThat(only(aggregator).ended()).isTrue();
        assertThat(aggregator.ended().totals().lost())
                .as("of ended threads, whole lives")
                .isEqualTo(60 * SECOND);
    }

    @Test
    void aThreadThatWasNeverSampledCountsByItsLifetime() {
        end("brief", 7, 1, 1.1, 0.05);
        assertThat(only(aggregator(10)).totals().lost()).isEqualTo(SECOND / 20);
    }

    @Test
    void aThreadOfWhichOnlyWaitsAreRecordedCountsByItsLifetimeWithThem() {
        ThreadRecord wait = record(ThreadRecord.Kind.WAIT, "brief", 7, 1.01, 1.05, 0);
        wait.totals.clear();
        wait.javaId = 3;
        wait.waitTarget = WaitTarget.of(Metric.PARK_WAIT, "com.example.Lock", null);
        ThreadRecord end = record(ThreadRecord.Kind.END, "brief", 7, 1, 1.1, 0.05);
        end.isSelfReported = true;
        end.totals.add(Metric.PARK_WAIT, SECOND / 25);
        ThreadSummary thread = only(aggregator(10));
        assertThat(thread.totals().lost()).isEqualTo(SECOND / 20);
        assertThat(thread.totals().wall()).isEqualTo(SECOND / 10);
        assertThat(thread.waits().longestFirst(kind -> SECOND)).containsEntry(wait.waitTarget, SECOND / 25);
    }

    @Test
    void aThreadOfWhichOnlyItsUseIsRecordedHasWhatItSaidOfItsLifeOnce() {
        ThreadRecord usage = record(ThreadRecord.Kind.USAGE, "brief", 7, 1.01, 1.05, 0);
        usage.totals.clear();
        usage.totals.add(Metric.MINOR_FAULTS, 40);
        ThreadRecord end = record(ThreadRecord.Kind.END, "brief", 7, 1, 1.1, 0.05);
        end.isSelfReported = true;
        end.totals.add(Metric.MINOR_FAULTS, 50);
        ThreadSummary thread = only(aggregator(10));
        assertThat(thread.totals().get(Metric.MINOR_FAULTS)).hasValue(50);
        assertThat(thread.totals().wall()).isEqualTo(SECOND / 10);
    }

    @Test
    void recordsWithoutJavaIdBelongToTheEarlierThread() {
        delay("worker", 7, 3, 0, 1, 0.5);
        delay("worker", 7, 0, 1, 2, 0.5);
        assertThat(only(aggregator(10)).totals().lost()).isEqualTo(SECOND);
    }

    @Test
    void twoJavaIdsOfOneTidAreTwoRows() {
        delay("worker", 7, 3, 0, 1, 0.5);
        delay("worker", 7, 4, 2, 3, 0.25);
        assertThat(threads(10)).extracting(t -> t.totals().lost()).containsExactly(SECOND / 2, SECOND / 4);
    }

    @Test
    void theNumberOfRowsIsBoundedAndNoTimeIsLost() {
        for (int i = 0; i < 1000; i++) {
            delay("worker-" + i, 100 + i, 0, i, i + 1, i == 500 ? 0.9 : 0.1);
        }
        ThreadAggregator aggregator = aggregator(50);
        assertThat(aggregator.threads()).hasSizeLessThanOrEqualTo(50);
        assertThat(aggregator.folded().threads() + aggregator.threads().size()).isEqualTo(1000);
        assertThat(aggregator.folded().sorted()).singleElement().satisfies(group -> assertThat(group.pattern())
                .isEqualTo("worker-*"));
        long lost =
                aggregator.threads().stream().mapToLong(t -> t.totals().lost()).sum()
                        + aggregator.folded().totals().lost();
        assertThat(lost).isEqualTo(999 * SECOND / 10 + 9 * SECOND / 10);
        assertThat(threads(50).get(0).name()).as("the worst one").isEqualTo("worker-500");
    }

    @Test
    void aThreadCountsOnceThoughMoreThreadsThanRowsGoOn() {
        for (int second = 0; second < 4; second++) {
            for (int i = 0; i < 300; i++) {
                delay("worker-" + i, 100 + i, i % 2 == 0 ? 1000 + i : 0, second, second + 1, 0.1);
            }
        }
        ThreadAggregator aggregator = aggregator(100);
        assertThat(aggregator.threads().size() + aggregator.folded().threads()).isEqualTo(300);
        assertThat(wall(aggregator)).isEqualTo(1200 * SECOND);
    }

    @Test
    void aLifetimeCountsOnceThoughItsThreadWasFoldedBefore() {
        for (int i = 0; i < 300; i++) {
            delay("worker-" + i, 100 + i, 0, i, i + 1, 0.1);
        }
        for (int i = 0; i < 300; i++) {
            end("worker-" + i, 100 + i, i, i + 1, 0.1);
        }
        ThreadAggregator aggregator = aggregator(100);
        assertThat(aggregator.threads().size() + aggregator.folded().threads()).isEqualTo(300);
        assertThat(wall(aggregator)).isEqualTo(300 * SECOND);
    }

    @Test
    void aLateRecordOfAFoldedThreadWithALifetimeIsNotCountedAgain() {
        for (int i = 0; i < 300; i++) {
            end("worker-" + i, 100 + i, i, i + 1, 0.1);
        }
        delay("other", 7, 0, 1000, 1001, 0);
        for (int i = 0; i < 300; i++) {
            delay("worker-" + i, 100 + i, 0, i, i + 1, 0.1);
        }
        ThreadAggregator aggregator = aggregator(100);
        assertThat(aggregator.threads().size() + aggregator.folded().threads()).isEqualTo(301);
        assertThat(wall(aggregator)).isEqualTo(301 * SECOND);
    }

    @Test
    void unattributableRecordsAreReportedAndNotCountedTwice() {
        for (int i = 0; i < 3000; i++) {
            end("worker-" + i, 100 + i, i, i + 1, 0.1);
        }
        delay("other", 7, 0, 9000, 9001, 0);
        for (int i = 0; i < 3000; i++) {
            delay("worker-" + i, 100 + i, 0, i, i + 1, 0.1);
        }
        ThreadAggregator aggregator = aggregator(100);
        assertThat(wall(aggregator)).isEqualTo(3001 * SECOND);
        assertThat(aggregator.unattributed()).isPositive();
    }

    @Test
    void aThreadIsOneRowHoweverOftenItRenamesItself() {
        for (int i = 0; i < 20_000; i++) {
            for (int thread = 0; thread < 4; thread++) {
                delay("SELECT " + i, 7 + thread, thread % 2 == 0 ? 3 + thread : 0, i / 4.0, (i + 1) / 4.0, 0.01);
            }
        }
        List<ThreadSummary> threads = threads(10);
        assertThat(threads).hasSize(4).allMatch(thread -> thread.name().equals("SELECT 19999"));
        assertThat(threads).allMatch(thread -> thread.totals().wall() == 5000 * SECOND);
    }

    @Test
    void aThreadIsOneRowWhicheverOfItsRecordsLacksTheJavaId() {
        delay("Thread-1", 7, 0, 0, 1, 0.1);
        delay("worker", 7, 3, 1, 2, 0.1);
        delay("worker renamed", 7, 0, 2, 3, 0.1);
        delay("worker again", 7, 3, 3, 4, 0.1);
        assertThat(threads(10)).singleElement().satisfies(thread -> {
            assertThat(thread.javaId()).isEqualTo(3);
            assertThat(thread.totals().wall()).isEqualTo(4 * SECOND);
            assertThat(thread.name()).isEqualTo("worker again");
        });
    }

    @Test
    void aThreadIsOneRowThoughItsRecordsComeOutOfOrder() {
        delay("a", 7, 0, 0, 1, 0.1);
        delay("c", 7, 0, 2, 3, 0.1);
        delay("b", 7, 3, 1, 2, 0.1);
        assertThat(threads(10))
                .singleElement()
                .satisfies(thread -> assertThat(thread.totals().wall()).isEqualTo(3 * SECOND));
    }

    @Test
    void anotherThreadOfTheTidIsAnotherRow() {
        delay("first", 7, 0, 0, 2, 0.5);
        delay("second", 7, 0, 5, 6, 0.1);
        assertThat(threads(10)).extracting(ThreadSummary::name).containsExactly("first", "second");
    }

    @Test
    void aTidGivenAnewAtOnceIsAnotherRowAfterAnEnd() {
        delay("worker", 7, 0, 0, 2, 0.5);
        end("worker", 7, 0, 2, 0.5);
        delay("worker", 7, 0, 2.001, 3, 0.1);
        assertThat(threads(10)).extracting(t -> t.totals().lost()).containsExactly(SECOND / 2, SECOND / 10);
    }

    private static long wall(ThreadAggregator aggregator) {
        return aggregator.threads().stream()
                        .mapToLong(thread -> thread.totals().wall())
                        .sum()
                + aggregator.folded().totals().wall();
    }

    @Test
    void bucketsAreAsWideAsTheRecordsOfLastingThreads() {
        for (int i = 0; i < 50; i++) {
            delay("lasting", 7, 3, i, i + 1, 0.5);
            delay("brief-" + 2 * i, 100L + 2L * i, 0, i, i + 0.005, 0);
            delay("brief-" + (2 * i + 1), 101L + 2L * i, 0, i, i + 0.005, 0);
        }
        assertThat(aggregator(1000).grid().width()).isEqualTo(SECOND);
    }

    @Test
    void recordsAreCutAtTheRequestedTimes() {
        delay("worker", 7, 0, 0, 4, 2);
        delay("worker", 7, 0, 4, 5, 1);
        ThreadAggregator aggregator = new ThreadAggregator(10, 3 * SECOND, 4 * SECOND, coverage(), record -> {});
        records.forEach(aggregator::add);
        aggregator.close();
        assertThat(only(aggregator).totals().wall()).isEqualTo(SECOND);
        assertThat(only(aggregator).totals().lost()).isEqualTo(SECOND / 2);
    }

    private void delay(String name, long tid, long javaId, double begin, double end, double lost) {
        record(ThreadRecord.Kind.DELAY, name, tid, begin, end, lost).javaId = javaId;
    }

    private void end(String name, long tid, double begin, double end, double lost) {
        record(ThreadRecord.Kind.END, name, tid, begin, end, lost).isSelfReported = true;
    }

    private ThreadRecord record(ThreadRecord.Kind kind, String name, long tid, double begin, double end, double lost) {
        ThreadRecord record = new ThreadRecord();
        record.kind = kind;
        record.name = name;
        record.tid = tid;
        record.begin = Math.round(begin * SECOND);
        record.end = Math.round(end * SECOND);
        record.totals.addInterval(record.length(), true);
        record.totals.add(Metric.CPU_DELAY, Math.round(lost * SECOND));
        record.totals.add(Metric.WAIT_TIME, record.length() - Math.round(lost * SECOND));
        records.add(record);
        return record;
    }

    private ThreadAggregator aggregator(int most) {
        ThreadAggregator aggregator = new ThreadAggregator(most, FROM_ALWAYS, TO_EVER, coverage(), record -> {});
        records.forEach(record -> aggregator.add(record.copy()));
        aggregator.close();
        return aggregator;
    }

    private static Coverage coverage() {
        return Coverage.of(0, 10_000 * SECOND);
    }

    private List<ThreadSummary> threads(int most) {
        List<ThreadSummary> threads = new ArrayList<>(aggregator(most).threads());
        threads.sort(Comparator.comparingLong(thread -> -thread.totals().lost()));
        return threads;
    }

    private static ThreadSummary only(ThreadAggregator aggregator) {
        assertThat(aggregator.threads()).hasSize(1);
        return aggregator.threads().iterator().next();
    }
}
