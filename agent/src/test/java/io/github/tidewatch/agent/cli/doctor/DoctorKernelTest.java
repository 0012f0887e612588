package io.github.tidewatch.agent.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import org.junit.jupiter.api.Test;

class DoctorKernelTest {
    @Test
    void selfTestMeasuresTheSpinningThreadAsSchedstatDoes() {
        Ran ran = Ran.tidewatch("doctor", "--json");

        JsonObject diagnosis = JsonParser.parseString(ran.out()).getAsJsonObject();
        JsonObject measured = diagnosis.getAsJsonObject("measured");
        assertThat(ran.code()).as(ran.toString()).isZero();
        assertThat(diagnosis.get("good").getAsBoolean()).isTrue();
        long witness = measured.get("spinnerOnCpuNanosBySchedstat").getAsLong();
        assertThat(witness).isPositive();
        assertThat(measured.get("spinnerOnCpuNanos").getAsDouble() / witness).isBetween(0.95, 1.05);
    }

    @Test
    void everyFindingThatIsNotFullHasCauseAndRemedy() {
        JsonObject diagnosis =
                JsonParser.parseString(Ran.tidewatch("doctor", "--json").out()).getAsJsonObject();

        assertThat(diagnosis.getAsJsonArray("findings")).hasSize(8).allSatisfy(DoctorKernelTest::explained);
    }

    private static void explained(JsonElement element) {
        JsonObject finding = element.getAsJsonObject();
        boolean full = finding.get("grade").getAsString().equals("full");
        assertThat(finding.get("cause").getAsString().isEmpty())
                .as("%s", finding)
                .isEqualTo(full);
        assertThat(finding.get("remedy").getAsString().isEmpty())
                .as("%s", finding)
                .isEqualTo(full);
        assertThat(finding.getAsJsonArray("fields")).isNotEmpty();
    }

    @Test
    void withAPidThreadsAndAttachingAreCheckedToo() {
        Ran ran = Ran.tidewatch("doctor", "" + ProcessHandle.current().pid());

        assertThat(ran.code()).as(ran.toString()).isZero();
        assertThat(ran.out()).contains("attach to process", "delays of its threads", "self-test: spinning");
    }

    @Test
    void aMissingProcessIsNamed() {
        Ran ran = Ran.tidewatch("doctor", "999999999");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("there is no process 999999999 here", "'jcmd'");
    }
}
