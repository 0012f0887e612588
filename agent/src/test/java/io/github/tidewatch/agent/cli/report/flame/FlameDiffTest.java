package io.github.tidewatch.agent.cli.report.flame;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.report.ChosenRecording;
import io.github.tidewatch.agent.cli.report.flame.StackSamples.Doing;
import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.RecordedSums;
import io.github.tidewatch.timeline.Coverage;
import io.github.tidewatch.timeline.RecordedSpan;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Recordings of a thread that parses and sorts, with chance in them, against others. */
class FlameDiffTest {
    private static final long SECOND = ChosenRecording.SECOND;
    private static final int SECONDS = 60;
    private static final int SAMPLES = 50;
    private static final int TID = 11;

    /** A recording of a minute, in which sorting takes so much of each second on average. */
    private static final class Run {
        private final Random random;
        private double sorting = 0.1;
        private long gap;
        private int rare;

        Run(long seed) {
            random = new Random(seed);
        }

        private long begin(int second) {
            return second * SECOND + (second < SECONDS / 2 ? 0 : gap);
        }

        FlameGraphs graphs() {
            StackSamples samples = new StackSamples();
            Stacks stacks = samples.stacks();
            int main = stacks.child(Stacks.ROOT, "Main.run");
            int parse = stacks.child(main, "Parser.parse");
            int sort = stacks.child(main, "Sorter.sort");
            double[] parts = new double[SECONDS];
            for (int second = 0; second < SECONDS; second++) {
                double parsing = about(0.3);
                double sorts = about(sorting);
                parts[second] = parsing + sorts;
                for (int i = 0; i < SAMPLES; i++) {
                    long time = begin(second) + i * SECOND / SAMPLES;
                    int stack = random.nextDouble() < parsing / parts[second] ? parse : sort;
                    samples.add(Doing.RUNNING, TID, TID, time, time, stack);
                }
            }
            for (int i = 0; i < rare; i++) {
                samples.add(Doing.RUNNING, TID, TID, 1, 1, stacks.child(main, "Rare.call" + i));
            }
            samples.sort();
            return graphs(samples, parts);
        }

        private FlameGraphs graphs(StackSamples samples, double... onCpu) {
            Coverage coverage = new Coverage(List.of(
                    span(0, begin(SECONDS / 2 - 1) + SECOND), span(begin(SECONDS / 2), begin(SECONDS - 1) + SECOND)));
            StacksOverTime overTime = new StacksOverTime(1_000_000);
            overTime.begin(coverage, Long.MIN_VALUE, Long.MAX_VALUE);
            FlameSums sums = new FlameSums(samples, 0, overTime);
            ChosenRecording recording =
                    new ChosenRecording(new RecordedSums(ReadOptions.everything(), coverage, sums::take));
            for (int second = 0; second < SECONDS; second++) {
                recording.add("worker-1", TID, begin(second) / (double) SECOND, 1, onCpu[second], onCpu[second] / 4, 0);
            }
            return new FlameGraphs(recording.summary(), sums, 0);
        }

        private double about(double mean) {
            return Math.max(0, mean * (1 + 0.2 * random.nextGaussian()));
        }
    }

    private static RecordedSpan span(long begin, long end) {
        return new RecordedSpan() {
            @Override
            public long begin() {
                return begin;
            }

            @Override
            public long end() {
                return end;
            }
        };
    }

    private static List<DiffNode> all(DiffNode root) {
        List<DiffNode> all = new ArrayList<>();
        Deque<DiffNode> todo = new ArrayDeque<>(List.of(root));
        while (!todo.isEmpty()) {
            DiffNode node = todo.pop();
            all.add(node);
            node.children().forEach(todo::push);
        }
        return all;
    }

    private static Map<String, DiffColour> colours(FlameGraphs baseline, FlameGraphs now, FlamePart part)
            throws IOException {
        List<DiffNode> all = all(DiffTree.of(List.of(baseline, now), part, true));
        Map<String, DiffColour> colours = new TreeMap<>();
        all.forEach(node -> colours.put(node.name(), node.colour(all.size())));
        return colours;
    }

    @Test
    void noFrameHasChangedFromOneRunToTenOthersOfTheSameWorkload() throws IOException {
        FlameGraphs baseline = new Run(100).graphs();
        for (int seed = 1; seed <= 10; seed++) {
            FlameGraphs now = new Run(seed).graphs();
            for (FlamePart part : List.of(FlamePart.CPU, FlamePart.CPU_DELAY)) {
                assertThat(colours(baseline, now, part))
                        .as("seed %d, %s", seed, part)
                        .hasSize(5)
                        .containsKeys("worker-*", "Parser.parse", "Sorter.sort")
                        .allSatisfy((name, colour) -> assertThat(colour).isEqualTo(DiffColour.SAME));
            }
        }
    }

    @Test
    void aFrameThatTakesMoreIsRedAndItsSiblingIsNot() throws IOException {
        for (int seed = 1; seed <= 10; seed++) {
            Run slow = new Run(seed);
            slow.sorting = 0.3;
            assertThat(colours(new Run(100).graphs(), slow.graphs(), FlamePart.CPU))
                    .containsEntry("Sorter.sort", DiffColour.TWICE)
                    .containsEntry("Main.run", DiffColour.MUCH_MORE)
                    .containsEntry("Parser.parse", DiffColour.SAME);
            assertThat(colours(slow.graphs(), new Run(100).graphs(), FlamePart.CPU))
                    .containsEntry("Sorter.sort", DiffColour.HALF)
                    .containsEntry("Parser.parse", DiffColour.SAME);
        }
    }

    @Test
    void aFrameThatTakesMoreIsRedAlsoWhereTheRecordingsHaveAGap() throws IOException {
        Run baseline = new Run(100);
        baseline.gap = 600 * SECOND;
        Run slow = new Run(1);
        slow.gap = 600 * SECOND;
        slow.sorting = 0.3;
        assertThat(colours(baseline.graphs(), slow.graphs(), FlamePart.CPU))
                .containsEntry("Sorter.sort", DiffColour.TWICE)
                .containsEntry("Parser.parse", DiffColour.SAME);
    }

    @Test
    void framesTooNarrowToBeDrawnAreNotKept() throws IOException {
        Run rare = new Run(1);
        rare.rare = 2000;
        FlameGraphs graphs = rare.graphs();
        DiffNode root = DiffTree.of(List.of(new Run(100).graphs(), graphs), FlamePart.CPU, true);
        assertThat(graphs.sums().groups().get("worker-*")).hasSizeGreaterThan(2000);
        assertThat(all(root)).hasSize(5);
        assertThat(root.sum(1)).isGreaterThan(3.5e8);
    }
}
