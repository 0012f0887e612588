package io.github.tidewatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadIdentityTest {
    private static final long SECOND = 1_000_000_000;

    private final ThreadIdentity thread = new ThreadIdentity(7, 0, "worker", 0, SECOND);

    @Test
    void recordsThatMeetAreOfOneThreadWhateverItsName() {
        assertThat(thread.owns(0, "renamed", SECOND, 2 * SECOND)).isTrue();
        assertThat(thread.owns(3, "renamed", SECOND + 1000, 2 * SECOND)).isTrue();
        assertThat(thread.owns(0, "renamed", 5 * SECOND, 6 * SECOND)).isFalse();
        assertThat(thread.owns(0, "worker", 5 * SECOND, 6 * SECOND)).isTrue();
    }

    @Test
    void javaIdsDecideWhereBothAreKnown() {
        thread.extend(3, "worker", SECOND, 2 * SECOND);
        assertThat(thread.javaId()).isEqualTo(3);
        assertThat(thread.owns(4, "worker", 2 * SECOND, 3 * SECOND)).isFalse();
        assertThat(thread.owns(3, "other", 50 * SECOND, 60 * SECOND)).isTrue();
    }

    @Test
    void anEndLiesBetweenTwoThreads() {
        thread.lived(0, SECOND);
        assertThat(thread.owns(0, "worker", SECOND, 2 * SECOND)).isFalse();
        assertThat(thread.owns(0, "worker", 0, SECOND + 1000)).isTrue();
    }

    @Test
    void whatCameBeforeItsBirthIsOfAnother() {
        ThreadIdentity second = new ThreadIdentity(7, 0, "worker", 5 * SECOND, 6 * SECOND);
        second.lived(5 * SECOND, 6 * SECOND);
        assertThat(thread.continuesAs(second)).isFalse();
        assertThat(thread.continuesAs(new ThreadIdentity(7, 0, "worker", 5 * SECOND, 6 * SECOND)))
                .isTrue();
    }

    @Test
    void hasTheNameOfItsLatestRecord() {
        thread.extend(0, "late", SECOND, 2 * SECOND);
        thread.extend(0, "early", 0, SECOND / 2);
        assertThat(thread.name()).isEqualTo("late");
    }
}
