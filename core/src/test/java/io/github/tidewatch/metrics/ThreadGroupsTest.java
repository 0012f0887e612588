package io.github.tidewatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadGroupsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pool-3-thread-12 | pool-3-thread-*",
                "http-nio-8080-exec-7 | http-nio-8080-exec-*",
                "Log4j2-TF-3-Scheduled-1 | Log4j2-TF-3-Scheduled-*",
                "Log4j2-TF | Log4j2-TF",
                "worker12 | worker*",
                "Thread-0 (idle) | Thread-* (idle)",
                "h2 console | h2 console",
                "\u7dda\u7a0b7 | \u7dda\u7a0b*",
                "main | main",
            })
    void threadsOfAGroupDifferInTheirLastNumber(String name, String group) {
        assertThat(ThreadGroups.of(name)).isEqualTo(group);
    }

    /** What /proc/PID/task/TID/comm says of HotSpot's threads, with each collector of these JDKs. */
    @ParameterizedTest
    @CsvFileSource(resources = "hotspot-threads.csv", useHeadersInDisplayName = true)
    void threadsOfTheJvmHaveTheirKindAndRole(String comm, ThreadKind kind, String role) {
        assertThat(ThreadKinds.of(comm, false)).isEqualTo(kind);
        assertThat(ThreadGroups.of(comm)).isEqualTo(role);
    }
}
