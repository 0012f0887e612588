package io.github.tidewatch.agent.cli.report.flame;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.timeline.Coverage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The colour of a frame, by how its time in equal stretches of two recordings differs. */
class DiffNodeTest {
    private static final int FRAMES = 500;
    private static final int INTERVALS = 20;

    private final Random random = new Random(1);

    private double[] about(double mean, double spread) {
        return random.doubles(StacksOverTime.STRETCHES)
                .map(any -> mean * (1 + spread * random.nextGaussian()))
                .toArray();
    }

    private static DiffNode node(double[] before, double... now) {
        return node(new DiffChance(true, 0, 0), before, now);
    }

    private static DiffNode node(DiffChance chance, double[] before, double... now) {
        DiffNode node = new DiffNode("x", chance);
        node.add(0, Arrays.stream(before).average().orElseThrow());
        node.addStretches(0, before);
        node.add(1, Arrays.stream(now).average().orElseThrow());
        node.addStretches(1, now);
        return node;
    }

    @Test
    void whatVariesAsMuchWithinARecordingHasNotChanged() {
        for (int i = 0; i < 100; i++) {
            assertThat(node(about(100, 0.3), about(100, 0.3)).colour(FRAMES)).isEqualTo(DiffColour.SAME);
        }
        assertThat(node(about(100, 0.5), about(120, 0.5)).colour(FRAMES)).isEqualTo(DiffColour.SAME);
    }

    @Test
    void whatChangedByMoreIsColouredByHowMuch() {
        assertThat(node(about(100, 0.05), about(120, 0.05)).colour(FRAMES)).isEqualTo(DiffColour.MORE);
        assertThat(node(about(100, 0.05), about(180, 0.05)).colour(FRAMES)).isEqualTo(DiffColour.MUCH_MORE);
        assertThat(node(new double[StacksOverTime.STRETCHES], about(10, 0.1)).colour(FRAMES))
                .isEqualTo(DiffColour.TWICE);
        assertThat(node(about(120, 0.05), about(100, 0.05)).colour(FRAMES)).isEqualTo(DiffColour.LESS);
        assertThat(node(about(180, 0.05), about(100, 0.05)).colour(FRAMES)).isEqualTo(DiffColour.MUCH_LESS);
        assertThat(node(about(10, 0.1), new double[StacksOverTime.STRETCHES]).colour(FRAMES))
                .isEqualTo(DiffColour.HALF);
    }

    @Test
    void whereTheSpreadOfSomeTimeIsNotKnownAChangeIsNeitherChanceNorMore() {
        DiffNode node = node(about(100, 0.05), about(180, 0.05));
        node.add(1, 1);
        node.addStretches(1, null);
        node.addStretches(1, about(1, 0));
        assertThat(node.colour(FRAMES)).isEqualTo(DiffColour.UNKNOWN);
        DiffNode small = node(about(100, 0.001), about(102, 0.001));
        small.addStretches(0, null);
        assertThat(small.colour(FRAMES)).isEqualTo(DiffColour.SAME);
    }

    @Test
    void ofRecordingsWithTooFewIntervalsAChangeIsNeitherChanceNorMore() {
        DiffChance unknown = new DiffChance(false, 0, 0);
        assertThat(node(unknown, about(100, 0.05), about(180, 0.05)).colour(FRAMES))
                .isEqualTo(DiffColour.UNKNOWN);
        assertThat(node(unknown, new double[StacksOverTime.STRETCHES], about(10, 0.1))
                        .colour(FRAMES))
                .isEqualTo(DiffColour.UNKNOWN);
    }

    @Test
    void intervalsThatLieInTwoStretchesDoNotMakeChanceSeemSmaller() {
        double length = StacksOverTime.STRETCHES / (double) INTERVALS;
        DiffChance chance = new DiffChance(true, length, length);
        int pairs = 4000;
        int coloured = 0;
        for (int i = 0; i < pairs; i++) {
            coloured += node(chance, shared(length), shared(length)).colour(1) == DiffColour.SAME ? 0 : 1;
        }
        assertThat(coloured / (double) pairs).isBetween(0.003, 0.014);
    }

    private double[] shared(double length) {
        StacksOverTime overTime = new StacksOverTime(10_000);
        overTime.begin(Coverage.of(0, StacksOverTime.STRETCHES), 0, StacksOverTime.STRETCHES);
        for (int i = 0; i < INTERVALS; i++) {
            long nanos = Math.round(1e6 * (1 + 0.3 * random.nextGaussian()));
            overTime.add("g", 1, FlamePart.CPU, nanos, i * length, (i + 1) * length);
        }
        double[] rates = new double[StacksOverTime.STRETCHES];
        Arrays.setAll(rates, i -> overTime.of("g", 1, FlamePart.CPU)[i]);
        return rates;
    }

    @Test
    void fewerThanOneInTwentyDoNotMatter() {
        assertThat(node(about(100, 0.001), about(104, 0.001)).colour(1)).isEqualTo(DiffColour.SAME);
    }
}
