package io.github.tidewatch.intervals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelReleaseTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"4.18.0-553.el8", "5.15.0-91-generic", "6.11.11", "6.18.0", "6.18.44-fc", "7.0.0-rc1", "7.1"})
    void callsAreReadWhereNoTaskIsDequeuedLateOrTasksAreThrottledOneByOne(String release) {
        assertThat(KernelRelease.of(release).canReadCalls()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "6.12.0-124.el10.x86_64",
                "6.12.38+deb13-amd64",
                "6.12.53",
                "6.12-54",
                "6.13.7",
                "6.14.0-33-generic",
                "6.16.8",
                "6.17.0-8-generic"
            })
    void callsAreNotReadWhereThatMayStopTheThreadForGood(String release) {
        assertThat(KernelRelease.of(release).canReadCalls()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.12.54", "6.12.57+deb13-amd64", "6.12.100\n"})
    void callsAreReadFromTheStableReleaseThatMendsIt(String release) {
        assertThat(KernelRelease.of(release).canReadCalls()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "six", "6"})
    void whatIsNoReleaseIsRefused(String release) {
        assertThatIllegalArgumentException().isThrownBy(() -> KernelRelease.of(release));
    }
}
