package io.github.tidewatch.agent.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetJdkTest {
    @Test
    void aJdkBefore9IsKnownByThePlaceOfItsLibraryWhereItSaysNoVersion() {
        assertThat(TargetJdk.isBefore9("/usr/lib/jvm/java-8-openjdk-amd64/jre/lib/amd64/server/libjvm.so"))
                .isTrue();
        assertThat(TargetJdk.isBefore9("/usr/lib/jvm/java-17-openjdk-amd64/lib/server/libjvm.so"))
                .isFalse();
        assertThat(TargetJdk.isBefore9("/opt/jdk/lib/minimal/libjvm.so")).isFalse();
        assertThat(TargetJdk.isBefore9("")).isFalse();
    }
}
