package io.github.tidewatch.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Nobody;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.Host;
import io.github.tidewatch.testing.RequiresExitListener;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.Skip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** The jar as a user runs it. */
class CliJvmTest {
    @ParameterizedTest
    @JdkSource({11, 17, 21, 25, 26})
    void doctorWorksOnEveryJdkWithoutAWordOnStderr(int feature) throws Exception {
        Tidewatch.Result result = new Tidewatch(Jdks.home(feature), TestJvm.agentJar()).run("doctor");

        assertThat(result.code).as(result.toString()).isZero();
        assertThat(result.err).isEmpty();
        assertThat(result.out)
                .contains("native code              yes", "self-test: spinning", "  ok")
                .doesNotContain("WRONG", "\u001b");
    }

    @Test
    void withoutPrivilegeDoctorNamesCauseAndRemedyAndStatsTheCapability() throws Exception {
        try (Nobody nobody = Nobody.here()) {
            Tidewatch tidewatch = nobody.tidewatch(Jdks.home(Jdks.OWN));
            Tidewatch.Result doctor = tidewatch.run("doctor");
            assertThat(doctor.code).as(doctor.toString()).isZero();
            assertThat(doctor.out)
                    .containsPattern("CPU delay +full \\(procfs\\)")
                    .containsPattern(
                            "other delays +not available\n +why: +([^\n]+; )?taskstats needs CAP_NET_ADMIN,\\s+which"
                                    + " this process does not have\n +change: +\\S+")
                    .contains("docker run --cap-add NET_ADMIN");
            if (!Host.hasDelayAccounting()) {
                // Who only switches that on still has none of them.
                assertThat(doctor.out)
                        .containsPattern("other delays +not available\n +why: +delay accounting is off \\(kernel"
                                + "\\.task_delayacct = 0\\); taskstats needs CAP_NET_ADMIN");
            }
            Tidewatch.Result stats = tidewatch.run("stats", "1");
            assertThat(stats.code).isEqualTo(1);
            assertThat(stats.out).isEmpty();
            assertThat(stats.err).contains("EPERM", "needs CAP_NET_ADMIN in the initial user namespace");
        }
    }

    @Test
    void deniedNativeAccessIsHonouredAndReported() throws Exception {
        Tidewatch.Result result = new Tidewatch(Jdks.home(25), TestJvm.agentJar())
                .jvmArg("--illegal-native-access=deny")
                .run("doctor");

        assertThat(result.code).as(result.toString()).isZero();
        assertThat(result.err).isEmpty();
        assertThat(result.out).contains("native code              no: --illegal-native-access=deny");
    }

    @Test
    @RequiresProgram("unshare")
    void whereNothingWorksDoctorSaysSo() throws Exception {
        Skip.unless(
                new ProcessBuilder("unshare", "-m", "true").start().waitFor() == 0,
                "not permitted to hide what /proc shows");
        Tidewatch tidewatch = new Tidewatch(
                Path.of(System.getProperty("java.home")),
                TestJvm.agentJar(),
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs none /proc/$$/task && exec \"$@\"",
                "sh");
        Tidewatch.Result result = tidewatch.run("doctor");

        assertThat(result.code).as(result.toString()).isEqualTo(1);
        assertThat(result.out).contains("WRONG", "Self-test failed: do not rely on these numbers.");
    }

    @Test
    @RequiresExitListener
    void listeningSaysHowManyWereLostWhenItIsStopped(@TempDir Path directory) throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = Tidewatch.here().start(out, err, "stats", "--listen", "all");
        for (int i = 0; i < 200 && process.isAlive() && !Files.readString(out).contains("Task"); i++) {
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
        process.destroy(); // SIGTERM
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(List.of(Files.readString(out).split("\n", -1)))
                .anyMatch(line -> line.matches("\\d+ threads exited, \\d+ more were lost.*"));
    }
}
