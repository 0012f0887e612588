package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {

    @Test
    void defaultsHoldWithoutOptions() {
        for (String none : new String[] {null, "", ",", " , "}) {
            AgentOptions options = AgentOptions.parse(none);
            assertThat(options.problems()).isEmpty();
            assertThat(options.record()).isNull();
            assertThat(options.values())
                    .containsOnlyKeys("source", "exits", "waits", "budget", "log")
                    .containsEntry("source", "auto");
            assertThat(options.log()).isEqualTo("warn");
        }
    }

    @ParameterizedTest
    @CsvSource({"10ms,10000000", "100ms,100000000", "2s,2000000000", "60m,3600000000000", "3600s,3600000000000"})
    void readsIntervals(String text, long nanos) {
        AgentOptions options = AgentOptions.parse("interval=" + text);
        assertThat(options.problems()).isEmpty();
        assertThat(options.interval()).isEqualTo(nanos);
        assertThat(options.values()).containsEntry("interval", Long.toString(nanos));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "ms",
                "9ms",
                "0s",
                "61m",
                "1h",
                "100ns",
                "-1s",
                "1.5s",
                "1 s",
                "99999999m",
                "100000000000s",
                "99999999999999999999ms",
                "١٠٠ms"
            })
    void refusesIntervals(String text) {
        AgentOptions options = AgentOptions.parse("interval=" + text);
        assertThat(options.problems()).hasSize(1);
        assertThat(options.problems().get(0))
                .startsWith("interval=" + text + ": ")
                .contains("ms, s or m", "10ms", "60m", "1 s");
        assertThat(options.interval()).isZero();
        assertThat(options.values()).doesNotContainKey("interval");
    }

    @ParameterizedTest
    @CsvSource({
        "off,0",
        "1%,100",
        "0.1%,10",
        "0.01%,1",
        "2.5%,250",
        "12.34%,1234",
        "007%,700",
        "100%,10000",
        "100.00%,10000"
    })
    void readsBudgets(String text, int parts) {
        AgentOptions options = AgentOptions.parse("budget=" + text);
        assertThat(options.problems()).isEmpty();
        assertThat(options.budget()).isEqualTo(parts);
        assertThat(options.values()).containsEntry("budget", Integer.toString(parts));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "%",
                "1",
                "on",
                "0",
                "0%",
                "0.00%",
                "0.001%",
                "100.01%",
                "101%",
                "1000%",
                "-1%",
                "1.%",
                ".5%",
                "1.2.3%",
                "1 %",
                "1e1%",
                "99999999999999999999%",
                "1%%",
                "\u0661%"
            })
    void refusesBudgets(String text) {
        AgentOptions options = AgentOptions.parse("budget=" + text);
        assertThat(options.problems()).hasSize(1);
        assertThat(options.problems().get(0))
                .startsWith("budget=" + text + ": ")
                .endsWith("allowed are off and a share of one CPU, from 0.01% to 100%; using 1%");
        assertThat(options.values()).containsEntry("budget", "100");
        assertThat(AgentOptions.parse("budget=off,budget=" + text).problems().get(0))
                .endsWith("using off");
        assertThat(AgentOptions.parse("budget=2.50%,budget=" + text).problems().get(0))
                .endsWith("using 2.5%");
    }

    @Test
    void singleVirtualThreadsAreOffUnlessAskedFor() {
        assertThat(AgentOptions.parse("virtual=on").values()).containsEntry("virtual", "on");
        assertThat(AgentOptions.parse("virtual=off").values()).doesNotContainKey("virtual");
        assertThat(AgentOptions.parse("virtual=all").problems())
                .containsExactly("virtual=all: allowed are off, on; using off");
    }

    @Test
    void readsAllOptions() {
        AgentOptions options = AgentOptions.parse("source=procfs,log=debug,record=/tmp/a=b c.jfr,interval=20ms");
        assertThat(options.problems()).isEmpty();
        assertThat(options.source()).isEqualTo("procfs");
        assertThat(options.record()).isEqualTo("/tmp/a=b c.jfr");
        assertThat(options.logs("debug")).isTrue();
        assertThat(options.values())
                .containsOnlyKeys("interval", "source", "exits", "waits", "budget", "log")
                .containsEntry("log", "debug");
    }

    @Test
    void namesEachBadOptionOnce() {
        AgentOptions options = AgentOptions.parse("sauce=auto,source=netlink,log=loud,record=,record,interval=50ms");
        assertThat(options.problems()).hasSize(5);
        assertThat(options.problems().get(0))
                .startsWith("sauce=auto: ")
                .contains("interval, source, exits, waits, spans, virtual, budget, record, max-size, max-age and log");
        assertThat(options.problems().get(1)).startsWith("source=netlink: ").contains("taskstats", "using auto");
        assertThat(options.problems().get(2)).startsWith("log=loud: ").contains("off, error", "using warn");
        assertThat(options.problems().get(3)).startsWith("record=: ").contains("without a comma");
        assertThat(options.problems().get(4)).startsWith("record: ");
        assertThat(options.interval()).isEqualTo(50_000_000L);
    }

    @Test
    void aRecordingIsOf250MegabytesAtMostAndOfAnyAgeUnlessAskedOtherwise() {
        AgentOptions none = AgentOptions.parse("record=x.jfr");
        assertThat(none.maxSize()).isEqualTo(250L << 20);
        assertThat(none.maxAge()).isZero();
        AgentOptions asked = AgentOptions.parse("max-size=2g,max-age=36h");
        assertThat(asked.problems()).isEmpty();
        assertThat(asked.maxSize()).isEqualTo(2L << 30);
        assertThat(asked.maxAge()).isEqualTo(36 * 3_600_000_000_000L);
        assertThat(AgentOptions.parse("max-size=1000g").maxSize()).isEqualTo(1000L << 30);
        assertThat(AgentOptions.parse("max-age=365d").maxAge()).isEqualTo(365 * 86_400_000_000_000L);
    }

    @Test
    void aRecordingsLimitThatCannotBeReadIsNamedWithWhatIsAllowed() {
        for (String size : new String[] {"", "0m", "1", "1k", "1001g", "99999999g", "-1m", "1 m"}) {
            assertThat(AgentOptions.parse("max-size=" + size).problems())
                    .singleElement()
                    .isEqualTo("max-size=" + size
                            + ": allowed is a whole number with the unit m or g, from 1m to 1000g; using 250m");
        }
        for (String age : new String[] {"", "0s", "1", "1ms", "366d", "99999999d", "-1s"}) {
            assertThat(AgentOptions.parse("max-age=" + age).problems())
                    .singleElement()
                    .isEqualTo("max-age=" + age
                            + ": allowed is a whole number with the unit s, m, h or d, from 1s to 365d; using no"
                            + " limit of age");
        }
    }

    @Test
    void aFileNameEndsAtTheComma() {
        AgentOptions options = AgentOptions.parse("record=a,b.jfr");
        assertThat(options.record()).isEqualTo("a");
        assertThat(options.problems()).singleElement().asString().contains("b.jfr", "cannot contain a comma");
    }

    @Test
    void theLastOfTwoHolds() {
        AgentOptions options = AgentOptions.parse("log=info,log=off");
        assertThat(options.log()).isEqualTo("off");
        assertThat(options.logs("error")).isFalse();
        assertThat(AgentOptions.parse("log=error").logs("warn")).isFalse();
        assertThat(AgentOptions.parse("log=info").logs("info")).isTrue();
    }
}
