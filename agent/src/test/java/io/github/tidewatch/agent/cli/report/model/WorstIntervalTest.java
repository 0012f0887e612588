package io.github.tidewatch.agent.cli.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.timeline.Coverage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorstIntervalTest {
    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;

    private final RecordedSums sums = new RecordedSums(ReadOptions.everything(), Coverage.of(0, 20 * SECOND));

    @Test
    void neighborsInWhichTheSameThreadLostMostToTheSameAreOne() {
        for (int second = 0; second < 20; second++) {
            boolean starved = second >= 2 && second < 6;
            add("starved", 11, second, starved ? 900 - 10 * (second % 2) : 0, 0);
            add("reader", 12, second, 0, second == 6 || second == 12 ? 800 : 0);
        }
        assertThat(worst()).containsExactly("starved 2 to 6", "reader 6 to 7", "reader 12 to 13");
    }

    @Test
    void aTimeThatIsMuchWorseThanItsNeighborsStandsAlone() {
        for (int second = 0; second < 20; second++) {
            add("starved", 11, second, second == 9 ? 950 : 200, 0);
        }
        assertThat(worst().get(0)).isEqualTo("starved 9 to 10");
    }

    private List<String> worst() {
        return Summary.of(List.of(Path.of("some.jfr")), sums, List.of()).worstIntervals().stream()
                .map(worst -> worst.threads().get(0).name() + " " + worst.begin() / SECOND + " to "
                        + (worst.begin() + worst.length()) / SECOND)
                .collect(Collectors.toList());
    }

    private void add(String name, long tid, int second, long cpuDelay, long blockIo) {
        ThreadRecord record = new ThreadRecord();
        record.name = name;
        record.tid = tid;
        record.begin = second * SECOND;
        record.end = record.begin + SECOND;
        record.totals.addInterval(SECOND, true);
        record.totals.add(Metric.CPU_DELAY, cpuDelay * MILLI);
        record.totals.add(Metric.BLOCK_IO_DELAY, blockIo * MILLI);
        record.totals.add(Metric.WAIT_TIME, SECOND - (cpuDelay + blockIo) * MILLI);
        sums.add(record);
    }
}
