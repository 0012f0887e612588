package io.github.tidewatch.agent.cli.report.flame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The colour of a frame, by how its time in equal stretches of two recordings differs. */
class DiffNodeTest {
    private static final int FRAMES = 500;

    private final Random random = new Random(1);

    private double[] about(double mean, double spread) {
        return random.doubles(StacksOverTime.STRETCHES)
                .map(any -> mean * (1 + spread * random.nextGaussian()))
                .toArray();
    }

    private static DiffNode node(double[] before, double... now) {
        DiffNode node = new DiffNode("x");
        node.add(0, Arrays.stream(before).average().orElseThrow(), before);
        node.add(1, Arrays.stream(now).average().orElseThrow(), now);
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
    void whereTheSpreadOfSomeTimeIsNotKnownNothingIsSaid() {
        DiffNode node = node(about(100, 0.05), about(180, 0.05));
        node.add(1, 1, null);
        assertThat(node.colour(FRAMES)).isEqualTo(DiffColour.SAME);
    }

    @Test
    void fewerThanOneInTwentyDoNotMatter() {
        assertThat(node(about(100, 0.001), about(104, 0.001)).colour(1)).isEqualTo(DiffColour.SAME);
    }
}
