package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Ran;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code attach} lets pass the agent accepts, and what it refuses the agent would refuse: one parser says so. */
class AgreedOptionsTest {
    private static final String NOBODYS_PID = "999999999";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "interval=10ms",
                "interval=010ms",
                "interval=3600000ms",
                "interval=1s",
                "interval=3600s",
                "interval=1m",
                "interval=60m",
                "source=auto",
                "source=taskstats",
                "source=procfs",
                "exits=hook",
                "exits=listener",
                "exits=off",
                "waits=kinds",
                "waits=details",
                "waits=off",
                "spans=off",
                "spans=servlet;@com.acme.Timed;com.acme.**::get*",
                "budget=off",
                "budget=1%",
                "budget=0.01%",
                "budget=0.5%",
                "budget=007.5%",
                "budget=99.99%",
                "budget=100%",
                "budget=100.00%",
                "record=/tmp/a=b c.jfr",
                "record=a\nb",
                "record=a-%p-%t-%h-%%-%x%.jfr",
                "max-size=1m",
                "max-size=250m",
                "max-size=1024000m",
                "max-size=1000g",
                "max-age=1s",
                "max-age=15m",
                "max-age=8760h",
                "max-age=365d",
                "log=off",
                "log=error",
                "log=warn",
                "log=info",
                "log=debug",
                "log=off,log=debug",
                " interval=20ms , source=procfs,,"
            })
    void bothAccept(String options) {
        assertThat(AgentOptions.parse(options).problems()).isEmpty();
        Ran attach = Ran.tidewatch("attach", NOBODYS_PID, options);
        assertThat(attach.code()).as(attach.toString()).isEqualTo(1);
        assertThat(attach.err()).contains(NOBODYS_PID).doesNotContain("is no option");
    }

    @Test
    void aFileOfFiltersThatIsNotHereMayBeWhereTheOtherJvmReadsIt() {
        String options = "spans=@/no/such/file";
        assertThat(AgentOptions.parse(options).problems())
                .singleElement()
                .asString()
                .contains("/no/such/file cannot be read");
        Ran attach = Ran.tidewatch("attach", NOBODYS_PID, options);
        assertThat(attach.code()).as(attach.toString()).isEqualTo(1);
        assertThat(attach.err()).contains("there is no process " + NOBODYS_PID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "interval",
                "interval=",
                "interval=0s",
                "interval=9ms",
                "interval=61m",
                "interval=3601s",
                "interval=3600001ms",
                "interval=1",
                "interval=1h",
                "interval=100ns",
                "interval=-1s",
                "interval=1.5s",
                "interval=1 s",
                "interval= 1s",
                "interval=1S",
                "interval=١٠٠ms",
                "interval=99999999m",
                "interval=000000010ms",
                "interval=99999999999999999999ms",
                "Interval=1s",
                "source",
                "source=",
                "source=AUTO",
                "source=auto|taskstats",
                "exits=no",
                "spans",
                "spans=",
                "spans=jdbcc",
                "budget",
                "budget=",
                "budget=1",
                "budget=0%",
                "budget=00%",
                "budget=0.00%",
                "budget=0.001%",
                "budget=.5%",
                "budget=1.%",
                "budget=100.01%",
                "budget=101%",
                "budget=-1%",
                "budget=1 %",
                "budget=٣%",
                "log=loud",
                "log=off ms",
                "record",
                "record=",
                "record= ",
                "max-size",
                "max-size=",
                "max-size=0m",
                "max-size=250",
                "max-size=1024k",
                "max-size=250M",
                "max-size=250mb",
                "max-size=1001g",
                "max-size=99999999g",
                "max-size=999999999m",
                "max-age=0s",
                "max-age=999ms",
                "max-age=366d",
                "max-age=99999999d",
                "max-age=1w",
                "max-age=1.5h",
                "sauce=auto",
                "=auto",
                "auto",
                "log=off,source=netlink",
                "record=a,b.jfr"
            })
    void bothRefuse(String options) {
        List<String> problems = AgentOptions.parse(options).problems();
        assertThat(problems).hasSize(1);
        Ran attach = Ran.tidewatch("attach", NOBODYS_PID, options);
        assertThat(attach.code()).as(attach.toString()).isEqualTo(2);
        // In the same words, but for what holds instead.
        String problem = problems.get(0);
        assertThat(attach.err()).contains("the agent does not take " + problem.substring(0, problem.lastIndexOf(';')));
    }
}
