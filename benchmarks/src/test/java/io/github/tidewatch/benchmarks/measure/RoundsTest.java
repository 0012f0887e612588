package io.github.tidewatch.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void takesTurnsAndComparesWithinARound() throws Exception {
        List<String> order = new ArrayList<>();
        Map<String, Rounds.Subject> subjects = new LinkedHashMap<>();
        double[] machine = {1};
        subjects.put("a", () -> {
            order.add("a");
            machine[0] *= 10; // what changes from round to round
            return machine[0];
        });
        subjects.put("b", () -> {
            order.add("b");
            return 2 * machine[0];
        });
        subjects.put("c", () -> {
            order.add("c");
            return 7;
        });
        Rounds rounds = Rounds.run(3, subjects);
        assertThat(order).containsExactly("a", "b", "c", "b", "c", "a", "c", "a", "b");
        assertThat(rounds.of("a").median()).isEqualTo(100);
        assertThat(rounds.ratio("b", "a").median()).isEqualTo(2);
        assertThat(rounds.difference("a", "c").median()).isEqualTo(93);
        assertThat(rounds.scaled("c", 0.1).median()).isEqualTo(0.7, within(1e-12));
        assertThatThrownBy(() -> rounds.of("d")).hasMessageContaining("\"d\"").hasMessageContaining("[a, b, c]");
    }

    @Test
    void quartilesAreThoseOfR() {
        // quantile(c(1, 2, 4, 8, 16, 100)) in R
        Spread spread = Spread.of(100, 1, 16, 2, 8, 4);
        assertThat(spread.low()).isEqualTo(2.5);
        assertThat(spread.median()).isEqualTo(6);
        assertThat(spread.high()).isEqualTo(14);
        assertThat(spread.rounds()).isEqualTo(6);
        // Of 100 values the 41st to the 60th, as binom.test reports: qbinom(0.025, 100, 0.5) is 40
        Spread many = Spread.of(IntStream.rangeClosed(1, 100).asDoubleStream().toArray());
        assertThat(many.least()).isEqualTo(41);
        assertThat(many.most()).isEqualTo(60);
        assertThatThrownBy(Spread::of).isInstanceOf(IllegalArgumentException.class);
    }
}
