package io.github.tidewatch.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.metrics.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

/** Whatever threads lose: scores stay in their range, and more of it, or more threads, never score less. */
class FindingsPropertyTest {
    @Property
    void moreLossNeverScoresLess(
            @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = 0, max = 90) Double> losses,
            @ForAll @DoubleRange(min = 0, max = 10) double more) {
        for (Check check : List.of(Check.APPLICATION_CPU_DELAY, Check.BLOCK_IO_DELAY)) {
            double before = score(check, losses, 0);
            assertThat(before).isBetween(0.0, 100.0);
            assertThat(score(check, losses, more)).isGreaterThanOrEqualTo(before);
        }
    }

    @Property
    void oneMoreThreadThatLosesAsMuchNeverScoresLess(
            @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = 0, max = 90) Double> losses) {
        for (Check check : List.of(Check.APPLICATION_CPU_DELAY, Check.BLOCK_IO_DELAY)) {
            List<Double> twice = new ArrayList<>(losses);
            twice.addAll(losses);
            assertThat(score(check, twice, 0)).isGreaterThanOrEqualTo(score(check, losses, 0));
        }
    }

    /** All threads use no CPU besides, so that what they want is what they lose. */
    private static double score(Check check, List<Double> losses, double moreOfTheFirst) {
        Recorded recorded = new Recorded();
        for (int i = 0; i < losses.size(); i++) {
            double loss = losses.get(i) + (i == 0 ? moreOfTheFirst : 0);
            boolean cpu = check == Check.APPLICATION_CPU_DELAY;
            recorded.thread("t" + i, ThreadKind.APPLICATION, 0, cpu ? loss : 0, cpu ? 0 : loss);
        }
        return recorded.evaluate(check).score().orElseThrow();
    }
}
