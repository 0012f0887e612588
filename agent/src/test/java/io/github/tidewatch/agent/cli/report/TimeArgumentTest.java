package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.timeline.Coverage;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeArgumentTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** From 23:50 to 00:20 in Berlin. */
    private static final Coverage RECORDED = Coverage.of(nanos("2026-03-01T22:50:00Z"), nanos("2026-03-01T23:20:00Z"));

    @ParameterizedTest
    @CsvSource({
        "23:55, 2026-03-01T22:55:00Z",
        "23:55:01.250, 2026-03-01T22:55:01.250Z",
        "00:10, 2026-03-01T23:10:00Z",
        "12:00, 2026-03-01T11:00:00Z",
        "2026-03-02 00:10:30, 2026-03-01T23:10:30Z",
        "2026-03-02T00:10:30, 2026-03-01T23:10:30Z",
        "2026-03-01T23:10:30Z, 2026-03-01T23:10:30Z",
        "2026-03-01T18:10:30-05:00, 2026-03-01T23:10:30Z",
        "22:55Z, 2026-03-01T22:55:00Z",
        "22:55:30+00:00, 2026-03-01T22:55:30Z",
        "+90s, 2026-03-01T22:51:30Z",
        "+5m, 2026-03-01T22:55:00Z",
        "+1500ms, 2026-03-01T22:50:01.500Z",
        "+1h, 2026-03-01T23:50:00Z",
    })
    void aMomentIsParsed(String text, String moment) {
        assertThat(TimeArgument.parse(text, RECORDED, BERLIN)).isEqualTo(nanos(moment));
    }

    @Test
    void aMalformedMomentIsRefusedWithWhatIsAllowed() {
        for (String text : new String[] {"", "noon", "+5", "25:00", "5m", "2026-03-02"}) {
            assertThatThrownBy(() -> TimeArgument.parse(text, RECORDED, BERLIN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + text + "' is no time: HH:MM");
        }
    }

    @Test
    void anHourThatTheClockRepeatsIsRefusedUnlessTheRecordingOrAnOffsetDecides() {
        Coverage both = Coverage.of(nanos("2026-10-25T00:00:00Z"), nanos("2026-10-25T02:00:00Z"));
        for (String text : new String[] {"02:30", "2026-10-25T02:30:00"}) {
            assertThatThrownBy(() -> TimeArgument.parse(text, both, BERLIN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("was twice in Europe/Berlin")
                    .hasMessageContaining("write 2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00");
        }
        assertThat(TimeArgument.parse("2026-10-25T02:30+01:00", both, BERLIN)).isEqualTo(nanos("2026-10-25T01:30:00Z"));
        Coverage second = Coverage.of(nanos("2026-10-25T01:00:00Z"), nanos("2026-10-25T02:00:00Z"));
        assertThat(TimeArgument.parse("02:30", second, BERLIN)).isEqualTo(nanos("2026-10-25T01:30:00Z"));
    }

    @Test
    void anHourThatTheClockLeavesOutIsRefused() {
        Coverage night = Coverage.of(nanos("2026-03-29T00:00:00Z"), nanos("2026-03-29T02:00:00Z"));
        for (String text : new String[] {"02:30", "2026-03-29T02:30:00"}) {
            assertThatThrownBy(() -> TimeArgument.parse(text, night, BERLIN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there was no 2026-03-29T02:30 in Europe/Berlin");
        }
    }

    @Test
    void aTimeBeyondAllCountingIsRefused() {
        for (String text : new String[] {"+999999999h", "+900000000h", "2400-01-01T00:00:00Z"}) {
            assertThatThrownBy(() -> TimeArgument.parse(text, RECORDED, BERLIN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is no time");
        }
    }

    private static long nanos(String moment) {
        return ChronoUnit.NANOS.between(Instant.EPOCH, Instant.parse(moment));
    }
}
