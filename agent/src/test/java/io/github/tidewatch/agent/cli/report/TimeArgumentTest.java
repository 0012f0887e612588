package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
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
        "+90s, 2026-03-01T22:51:30Z",
        "+5m, 2026-03-01T22:55:00Z",
        "+1500ms, 2026-03-01T22:50:01.500Z",
        "+1h, 2026-03-01T23:50:00Z",
    })
    void isUnderstood(String text, String moment) {
        assertThat(TimeArgument.parse(text, RECORDED, BERLIN)).isEqualTo(nanos(moment));
    }

    @Test
    void isRefusedWithWhatIsAllowed() {
        for (String text : new String[] {"", "noon", "+5", "25:00", "5m", "2026-03-02"}) {
            assertThatThrownBy(() -> TimeArgument.parse(text, RECORDED, BERLIN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + text + "' is no time: HH:MM");
        }
    }

    private static long nanos(String moment) {
        return EventShape.nanos(Instant.parse(moment));
    }
}
