package io.github.tidewatch.agent.cli.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EndedVirtualThreadsTest {
    private final EndedVirtualThreads ended = new EndedVirtualThreads();

    @Test
    void groupsAreSummedAndTheOneThatWaitedLongestIsTheFirst() {
        assertThat(ended.add("a", new long[] {1, 100, 10, 20, 70, 5, 2})).isTrue();
        assertThat(ended.add("b", new long[] {2, 200, 20, 50, 130, 0, 3})).isTrue();
        assertThat(ended.add("a", new long[] {1, 100, 10, 20, 70, 5, 2})).isTrue();
        assertThat(ended.groups().stream()
                        .map(group -> group.name() + " " + group.threads() + " " + group.carrierDelay()))
                .containsExactly("b 2 50", "a 2 40");
        assertThat(ended.all().threads()).isEqualTo(4);
        assertThat(ended.all().lifetime())
                .isEqualTo(ended.all().mounted()
                        + ended.all().carrierDelay()
                        + ended.all().parked());
        assertThat(ended.all().pinned()).isEqualTo(10);
        assertThat(ended.all().mounts()).isEqualTo(7);
    }

    @Test
    void whatCannotBeSoIsNotCounted() {
        assertThat(ended.add(null, new long[] {1, 1, 1, 0, 0, 0, 1})).isFalse();
        assertThat(ended.add("a", new long[] {1, -1, 1, 0, 0, 0, 1})).isFalse();
        assertThat(ended.add("a", new long[] {1, Long.MAX_VALUE, 1, 0, 0, 0, 1}))
                .isFalse();
        assertThat(ended.all().threads()).isZero();
        assertThat(ended.groups()).isEmpty();
    }

    @Test
    void namesAreBounded() {
        for (int i = 0; i < 3000; i++) {
            ended.add("name" + i, new long[] {1, 1, 1, 0, 0, 0, 1});
        }
        assertThat(ended.groups()).hasSize(1001);
        assertThat(ended.groups().stream()
                        .filter(group -> group.name().equals("(others)"))
                        .map(EndedVirtualThreads.Times::threads)
                        .collect(Collectors.toList()))
                .containsExactly(2000L);
        assertThat(ended.all().threads()).isEqualTo(3000);
    }
}
