package io.github.tidewatch.agent.cli.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VirtualThreadFactsTest {

    @Test
    void pinnedCarriersAreNeverRoundedToNone() {
        assertThat(VirtualThreadFacts.pinned(0, 16)).isEmpty();
        assertThat(VirtualThreadFacts.pinned(0.01, 16)).contains("less than 0.1 of the mounted carriers");
        assertThat(VirtualThreadFacts.pinned(0.1, 0.5)).contains("0.1 of 0.5 mounted carriers");
        assertThat(VirtualThreadFacts.pinned(3.96, 16)).contains("4.0 of 16.0 mounted carriers");
    }
}
