package io.github.tidewatch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.benchmarks.measure.Spread;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    @TempDir
    private Path directory;

    @Test
    void saysWhatIsMetMissedAndNotMeasuredAndKeepsOtherChapters() throws Exception {
        Machine machine = Machine.here(Path.of(System.getProperty("java.home"), "bin", "java"));
        Chapter first = new Chapter("First", "Of something.", machine);
        first.add(new Line("quick", "ns", Spread.of(1, 2, 3), Target.atMost(3)));
        first.add(new Line("perhaps", "ns", Spread.of(1, 2, 3), Target.atMost(2)));
        first.add(new Line("slow", "ns", Spread.of(2.0123), Target.atMost(2)));
        first.add(new Line("enough", "ratio", Spread.of(0.991), Target.atLeast(0.99)));
        first.add(new Line("unknown", "ratio", null, Target.atLeast(0.99)));
        Results.in(directory, machine).put("first", first);
        Results results = Results.in(directory, machine);
        results.put("second", new Chapter("Second", "Of nothing.", machine));
        assertThat(results.table())
                .contains("| quick | 2 | [1.5, 2.5] | ns | 3 | ≤ 3 | met |")
                .contains("| perhaps | 2 | [1.5, 2.5] | ns | 3 | ≤ 2 | undecided |")
                .contains("| slow | 2.01 | | ns | 1 | ≤ 2 | **missed** |")
                .contains("| enough | 0.991 | | ratio | 1 | ≥ 0.99 | met |")
                .contains("| unknown | not measured | | ratio | | ≥ 0.99 |  |")
                .contains("### Second")
                .contains("Linux " + System.getProperty("os.version"));
    }
}
