package io.github.tidewatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotasTest {
    private static final long SECOND = 1_000_000_000;

    private final Quotas quotas = new Quotas();

    private void add(String group, int from, int to, double cpus) {
        quotas.add(group, from * SECOND, to * SECOND, cpus);
    }

    @Test
    void aQuotaThatIsLiftedAndSetAgainIsNotInForceMeanwhile() {
        add("/a", 0, 10, 2);
        add("/a", 10, 20, 0);
        add("/a", 20, 30, 2);

        assertThat(quotas.inForce(0, 10 * SECOND)).hasValue(2);
        assertThat(quotas.inForce(12 * SECOND, 18 * SECOND)).isEmpty();
        assertThat(quotas.inForce(0, 30 * SECOND)).as("changed").isEmpty();
        assertThat(quotas.smallest(0, 30 * SECOND)).hasValue(2);
    }

    @Test
    void aQuotaThatIsLiftedForGoodIsNotInForceOverAll() {
        add("/a", 0, 10, 2);
        add("/a", 10, 20, 0);

        assertThat(quotas.inForce(Long.MIN_VALUE, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void aGroupWithoutAQuotaLeavesThatOfAnotherInForce() {
        add("/a/b", 0, 10, 0);
        add("/a", 0, 10, 2);

        assertThat(quotas.inForce(0, 10 * SECOND)).hasValue(2);
    }

    @Test
    void whereNoGroupEverHadAQuotaWhatTheJdkSaidCounts() {
        add("/a", 0, 10, 0);
        quotas.ofContainer(3);

        assertThat(quotas.inForce(0, 10 * SECOND)).hasValue(3);
    }
}
