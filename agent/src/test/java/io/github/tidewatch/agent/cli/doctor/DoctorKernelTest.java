package io.github.tidewatch.agent.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.testing.Skip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

        assertThat(diagnosis.getAsJsonArray("findings")).hasSize(14).allSatisfy(DoctorKernelTest::explained);
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

    @Test
    void theConclusionNamesWhatIsNotFullAndNothingElse() {
        Ran ran = Ran.tidewatch("doctor");
        String conclusion = ran.out().substring(ran.out().stripTrailing().lastIndexOf('\n'));

        for (String line : ran.out().split("\n", -1)) {
            boolean names = line.length() > 25
                    && conclusion.contains(line.substring(0, 25).strip());
            if (line.matches(".{25}not available.*|.{25}reduced.*")) {
                assertThat(names).as(ran.toString()).isTrue();
            } else if (line.matches(".{25}full .*")) {
                assertThat(names).as(ran.toString()).isFalse();
            }
        }
        assertThat(conclusion)
                .containsAnyOf("It works.", "All is available.", "Self-test failed")
                .doesNotContain(" 0 ");
    }

    @Test
    void aThreadOfTheKernelIsNoJvm() throws Exception {
        Path two = Path.of("/proc/2/comm");
        Skip.unless(
                Files.exists(two) && Files.readString(two).strip().equals("kthreadd"),
                "no threads of the kernel are in this /proc");
        for (String command : List.of("doctor", "attach", "top")) {
            Ran ran = command.equals("top") ? Ran.tidewatch(command, "--once", "2") : Ran.tidewatch(command, "2");

            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err()).contains("process 2 (kthreadd) is a thread of the kernel, and no JVM", "'jcmd'");
        }
    }

    @Test
    void aCommandDoesNotAttachToItself() {
        Ran ran = Ran.tidewatch("attach", "" + ProcessHandle.current().pid());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("is this command itself, and no JVM attaches to itself", "'jcmd'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "9999999999"})
    void whatCannotBeAPidIsRefusedWithWhatIsAllowed(String pid) {
        for (String command : List.of("doctor", "attach", "top")) {
            Ran ran = Ran.tidewatch(command, "--", pid);

            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err())
                    .contains(
                            "'" + pid + "' is no process or thread id: allowed is a whole number from 1 to 2147483647");
        }
    }
}
